import type { ReaderPart } from '../readerMethod'
import { localFolders } from './localFolders'
import { stepCase } from './stepCase'

export const reproduceHandlers: ReaderPart<'reproduce.testCase' | 'reproduce.files'> = {
  'reproduce.testCase': ({ db }, { run, step }) => stepCase(db, run, step),
  'reproduce.files': ({ db }, { run, build }) => localFolders(db, run, build)
}
