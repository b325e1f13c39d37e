import { searchRuns } from '../database/searchRuns'
import { readSearchScope } from '../database/textScope'
import type { ReaderPart } from './readerMethod'

export const searchHandlers: ReaderPart<'search.runs' | 'search.scope'> = {
  'search.runs': ({ db }, query) => searchRuns(db, query),
  'search.scope': ({ db }) => readSearchScope(db.folder)
}
