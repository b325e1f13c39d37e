import type { RunKey } from '@shared/model/run'
import { statement } from '../database/connection'
import type { AnyDatabase } from '../database/connection'
import { readParents } from '../database/readFamily'
import { findRunId } from '../database/readRun'
import { readStepsOfSequence } from '../database/readSteps'
import type { StepTableRow } from '../database/readSteps'

/** The step a run was forked from. */
export interface ForkPoint {
  readonly run: RunKey
  readonly row: StepTableRow
}

/** The parent's step that a run was forked from, with a state after it; `null` when the index does not know one. */
export function readForkPoint(db: AnyDatabase, runId: number): ForkPoint | null {
  for (const { kind, pointer, run } of readParents(db, runId)) {
    if (kind !== 'fork' || run === null || pointer.sequenceId === null) continue
    const rows = readStepsOfSequence(db, findRunId(db, run), pointer.sequenceId).filter(({ state_is }) => state_is === 'after')
    const sql = '/* firstTimeOfRun */ SELECT first_time_us FROM run WHERE run_id = ?'
    const begunUs = statement<[number], { first_time_us: number }>(db.index, sql).get(runId)?.first_time_us ?? Infinity
    // The parent may have come by this sequence id again after the fork was made.
    const row = rows.findLast(({ end_us }) => end_us !== null && end_us <= begunUs) ?? rows[0]
    if (row !== undefined) return { run, row }
  }
  return null
}
