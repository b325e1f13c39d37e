import { readFieldHistory, readForkState, readLastWrite } from './fieldHistory'
import type { ReaderPart } from './readerMethod'

export const fieldHandlers: ReaderPart<'steps.fieldHistory' | 'steps.lastWrite' | 'steps.forkState'> = {
  'steps.fieldHistory': ({ db }, { run, path, from }) => readFieldHistory(db, run, path, from),
  'steps.lastWrite': ({ db }, { run, step, path }) => readLastWrite(db, run, step, path),
  'steps.forkState': ({ db }, run) => readForkState(db, run)
}
