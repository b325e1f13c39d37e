import { readLineage } from '../database/readLineage'
import { readInAndOut } from './inAndOut'
import type { ReaderPart } from './readerMethod'

export const familyHandlers: ReaderPart<'runs.lineage' | 'runs.inAndOut'> = {
  'runs.lineage': ({ db, nowUs }, { run }) => readLineage(db, run, nowUs),
  'runs.inAndOut': ({ db }, { run }) => readInAndOut(db, run)
}
