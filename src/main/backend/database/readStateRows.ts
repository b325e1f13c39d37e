import type { StepKey } from '@shared/model/step'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import type { StepTableRow } from './readSteps'

/** What of a step tells where its state is and what it means. */
export type StateRow = Pick<
  StepTableRow,
  'build' | 'sequence_id' | 'attempt' | 'action' | 'status' | 'state_is' | 'end_object_id' | 'end_line' | 'end_offset' | 'end_length'
>

const columns = 'build, sequence_id, attempt, action, status, state_is, end_object_id, end_line, end_offset, end_length'

/** At most `limit` steps of a run behind one (from the first when `null`), in their order. */
export function readStateRowsAfter(db: AnyDatabase, runId: number, after: StepKey | null, limit: number): StateRow[] {
  const sql = `/* readStateRowsAfter */ SELECT ${columns} FROM step WHERE run_id = ? AND (build, sequence_id, attempt) > (?, ?, ?)
    ORDER BY build, sequence_id, attempt LIMIT ?`
  const { build, sequenceId, attempt } = after ?? { build: -1, sequenceId: 0, attempt: 0 }
  return statement<number[], StateRow>(db.index, sql).all(runId, build, sequenceId, attempt, limit)
}

/** At most `limit` steps of a run up to and with one, the newest first. */
export function readStateRowsUpTo(db: AnyDatabase, runId: number, upTo: StepKey, limit: number): StateRow[] {
  const sql = `/* readStateRowsUpTo */ SELECT ${columns} FROM step WHERE run_id = ? AND (build, sequence_id, attempt) <= (?, ?, ?)
    ORDER BY build DESC, sequence_id DESC, attempt DESC LIMIT ?`
  const { build, sequenceId, attempt } = upTo
  return statement<number[], StateRow>(db.index, sql).all(runId, build, sequenceId, attempt, limit)
}
