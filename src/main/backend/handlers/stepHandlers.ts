import type { StepEvents } from '@shared/contract/steps'
import type { RunKey } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'
import type { AnyDatabase } from '../database/connection'
import { findRunId } from '../database/readRun'
import { readStepRow, readStepRows } from '../database/readSteps'
import { fieldHandlers } from './fieldHandlers'
import { readStepFor } from './largeTexts'
import { LogBodies } from './logBodies'
import { readRawLine } from './rawLine'
import type { ReaderPart } from './readerMethod'
import { assembleSteps } from './stepBodies'
import { eventsOf } from './stepEvents'
import { valueHandlers } from './valueHandlers'

export const stepHandlers: ReaderPart<'steps.get' | 'steps.events' | 'steps.rawLine' | keyof typeof fieldHandlers | keyof typeof valueHandlers> = {
  ...fieldHandlers,
  ...valueHandlers,
  'steps.get': ({ db }, { longest, ...at }) => readStepFor(db, at, longest),
  'steps.events': ({ db }, { run, steps }) => readEvents(db, run, steps),
  'steps.rawLine': ({ db }, { objectKey, line }) => ({ text: readRawLine(db, objectKey, line) })
}

function readEvents(db: AnyDatabase, run: RunKey, keys: readonly StepKey[] | undefined): StepEvents[] {
  const runId = findRunId(db, run)
  const rows = keys === undefined ? readStepRows(db, runId) : keys.flatMap((key) => readStepRow(db, runId, key) ?? [])
  const found = assembleSteps(db, runId, rows, new LogBodies(db))
  return rows.flatMap((row) => {
    const body = found.get(row)
    const key = { build: row.build, sequenceId: row.sequence_id, attempt: row.attempt }
    return body === undefined ? [] : [{ ...key, ...eventsOf(body) }]
  })
}
