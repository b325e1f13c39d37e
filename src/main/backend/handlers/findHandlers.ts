import { findInRun } from './findInRun'
import type { ReaderPart } from './readerMethod'

export const findHandlers: ReaderPart<'runs.find'> = {
  'runs.find': ({ db }, query) => findInRun(db, query)
}
