import type { StepKey, StepRow } from '@shared/model/step'
import { logTimeText } from '../burr/clock'
import { statement } from './connection'
import type { AnyDatabase } from './connection'

/** A step as it lies in the index. */
export interface StepTableRow {
  readonly build: number
  readonly sequence_id: number
  readonly attempt: number
  readonly action: string
  readonly status: StepRow['status']
  readonly state_is: StepRow['stateIs']
  readonly start_us: number | null
  readonly end_us: number | null
  readonly error_line: string | null
  readonly retry_of: number | null
  readonly span_count: number
  readonly attribute_count: number
  readonly streamed: number
  readonly begin_object_id: number | null
  readonly begin_line: number | null
  readonly begin_offset: number | null
  readonly begin_length: number | null
  /** `null` = as `start_us`. */
  readonly begin_logged_us: number | null
  readonly end_object_id: number | null
  readonly end_line: number | null
  readonly end_offset: number | null
  readonly end_length: number | null
  /** `null` = as `end_us`. */
  readonly end_logged_us: number | null
  readonly logged_utc: number
}

/** All steps of a run, in the order of builds, sequence ids and attempts. */
export function readStepRows(db: AnyDatabase, runId: number): StepTableRow[] {
  const sql = '/* readSteps */ SELECT * FROM step WHERE run_id = ? ORDER BY build, sequence_id, attempt'
  return statement<[number], StepTableRow>(db.index, sql).all(runId)
}

/** One step of a run, or `null`. */
export function readStepRow(db: AnyDatabase, runId: number, key: StepKey): StepTableRow | null {
  const sql = '/* readStep */ SELECT * FROM step WHERE run_id = ? AND build = ? AND sequence_id = ? AND attempt = ?'
  return statement<number[], StepTableRow>(db.index, sql).get(runId, key.build, key.sequenceId, key.attempt) ?? null
}

/** The steps of a run with that sequence id, over all builds and attempts. */
export function readStepsOfSequence(db: AnyDatabase, runId: number, sequenceId: number): StepTableRow[] {
  const sql = '/* readStepsOfSequence */ SELECT * FROM step WHERE run_id = ? AND sequence_id = ? ORDER BY build, attempt'
  return statement<[number, number], StepTableRow>(db.index, sql).all(runId, sequenceId)
}

/** The step next to another in the same build: before it (-1) or after it (1); `null` at either end. */
export function readNeighbour(db: AnyDatabase, runId: number, key: StepKey, side: -1 | 1): StepTableRow | null {
  const [sign, order] = side < 0 ? ['<', 'DESC'] : ['>', 'ASC']
  const sql = `/* readNeighbour${order} */ SELECT * FROM step WHERE run_id = ? AND build = ?
    AND (sequence_id, attempt) ${sign} (?, ?) ORDER BY sequence_id ${order}, attempt ${order} LIMIT 1`
  return statement<number[], StepTableRow>(db.index, sql).get(runId, key.build, key.sequenceId, key.attempt) ?? null
}

/** A step as the window sees it. */
export function rowToStep(row: StepTableRow, childCount: number): StepRow {
  return {
    build: row.build,
    sequenceId: row.sequence_id,
    attempt: row.attempt,
    action: row.action,
    status: row.status,
    startUs: row.start_us,
    endUs: row.end_us,
    startText: loggedText(row.begin_logged_us ?? row.start_us, (row.logged_utc & 1) !== 0),
    endText: loggedText(row.end_logged_us ?? row.end_us, (row.logged_utc & 2) !== 0),
    errorLine: row.error_line,
    beginRecorded: row.begin_object_id !== null,
    stateIs: row.state_is,
    spanCount: row.span_count,
    attributeCount: row.attribute_count,
    streamed: row.streamed === 1,
    retryOf: row.retry_of,
    childCount
  }
}

function loggedText(us: number | null, isUtc: boolean): string | null {
  return us === null ? null : logTimeText({ us, isUtc })
}
