import type { RunChild, RunParent } from '@shared/model/run'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { selectRun, statusOfRow } from './readRun'
import type { RunTableRow } from './readRun'
import { readStepsOfSequence } from './readSteps'
import type { StepTableRow } from './readSteps'

interface PointerRow {
  readonly kind: 'fork' | 'spawn'
  readonly parent_app_id: string
  readonly parent_partition_key: string | null
  readonly sequence_id: number | null
}

type Family = Pick<RunChild, 'kind' | 'timeUs'> & { readonly sequence_id: number | null }

/** The runs that point at a run, oldest pointer first; one run may point at it more than once. */
export function readChildren(db: AnyDatabase, runId: number, nowUs: number): RunChild[] {
  const sql = `/* readChildren */ SELECT child.*, pointer.kind, pointer.time_us AS timeUs, pointer.sequence_id
    FROM run AS parent JOIN partition AS own ON own.partition_id = parent.partition_id
    JOIN pointer ON pointer.project_id = parent.project_id AND pointer.parent_app_id = parent.app_id
      AND (pointer.parent_partition_key IS NULL OR pointer.parent_partition_key = own.partition_key)
    JOIN (${selectRun}) AS child ON child.run_id = pointer.run_id
    WHERE parent.run_id = ? AND pointer.run_id <> parent.run_id
    ORDER BY pointer.time_us, pointer.run_id, pointer.kind`
  const rows = statement<[number], RunTableRow & Family>(db.index, sql).all(runId)
  return rows.map((row) => ({
    run: { project: row.project, partitionKey: row.partition_key === '' ? null : row.partition_key, appId: row.app_id },
    kind: row.kind,
    sequenceId: row.sequence_id,
    timeUs: row.timeUs,
    status: statusOfRow(row, nowUs),
    stepCount: row.step_count,
    firstTimeUs: row.first_time_us,
    lastTimeUs: row.last_time_us
  }))
}

/** The runs that a run points at, over all its builds, and whether the index has them. */
export function readParents(db: AnyDatabase, runId: number): RunParent[] {
  const sql = `/* readParents */ SELECT kind, parent_app_id, parent_partition_key, sequence_id FROM pointer
    WHERE run_id = ? ORDER BY kind, position`
  return statement<[number], PointerRow>(db.index, sql).all(runId).map((row) => {
    const { kind, parent_app_id: appId, parent_partition_key: partitionKey, sequence_id: sequenceId } = row
    return { kind, pointer: { appId, partitionKey, sequenceId }, run: findParent(db, runId, row) }
  })
}

// A pointer without a partition key fits every partition: the child's own first, then the newest.
function findParent(db: AnyDatabase, runId: number, pointer: PointerRow): RunParent['run'] {
  const sql = `/* findParent */ SELECT project.name AS project, nullif(partition.partition_key, '') AS partitionKey, parent.app_id AS appId
    FROM run AS child JOIN run AS parent ON parent.project_id = child.project_id AND parent.app_id = ?
    JOIN project ON project.project_id = parent.project_id JOIN partition ON partition.partition_id = parent.partition_id
    WHERE child.run_id = ? AND parent.run_id <> child.run_id AND partition.partition_key = coalesce(?, partition.partition_key)
    ORDER BY parent.partition_id = child.partition_id DESC, parent.last_time_us DESC LIMIT 1`
  type Row = NonNullable<RunParent['run']>
  const values = [pointer.parent_app_id, runId, pointer.parent_partition_key]
  return statement<unknown[], Row>(db.index, sql).get(...values) ?? null
}

/**
 * How many children each step has. A pointer names a sequence id, which may come again in a later build: the child belongs to
 * the one begun last before it.
 */
export function countByStep(steps: readonly StepTableRow[], children: readonly RunChild[]): Map<StepTableRow, number> {
  const counts = new Map<StepTableRow, number>()
  if (children.length === 0) return counts
  const bySequence = new Map<number, StepTableRow[]>()
  for (const step of steps) {
    const same = bySequence.get(step.sequence_id)
    if (same === undefined) bySequence.set(step.sequence_id, [step])
    else same.push(step)
  }
  for (const { sequenceId, timeUs } of children) {
    const candidates = sequenceId === null ? [] : (bySequence.get(sequenceId) ?? [])
    const step = candidates.findLast(({ start_us }) => start_us !== null && start_us <= timeUs) ?? candidates[0]
    if (step !== undefined) counts.set(step, (counts.get(step) ?? 0) + 1)
  }
  return counts
}

/** How many children point at one step. */
export function countChildrenOfStep(db: AnyDatabase, runId: number, step: StepTableRow): number {
  const children = readChildren(db, runId, 0).filter(({ sequenceId }) => sequenceId === step.sequence_id)
  if (children.length === 0) return 0
  const rivals = readStepsOfSequence(db, runId, step.sequence_id)
  const own = rivals.find(({ build, attempt }) => build === step.build && attempt === step.attempt)
  return own === undefined ? 0 : (countByStep(rivals, children).get(own) ?? 0)
}
