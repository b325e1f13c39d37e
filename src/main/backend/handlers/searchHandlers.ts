import { searchRuns } from '../database/searchRuns'
import type { ReaderPart } from './readerMethod'

export const searchHandlers: ReaderPart<'search.runs'> = {
  'search.runs': ({ db }, query) => searchRuns(db, query)
}
