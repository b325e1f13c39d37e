import { statement } from './connection'
import type { WriteDatabase } from './connection'

/** What one run adds to the kept numbers of its project and partition. */
export interface RunShare {
  readonly projectId: number
  readonly partitionId: number
  readonly isNeverStepped: boolean
  readonly isFailed: boolean
  readonly stepCount: number
}

/** Moves the kept numbers from what a run added before (`null` = it is new) to what it adds now. */
export function moveShare(db: WriteDatabase, before: RunShare | null, after: RunShare): void {
  const sql = `/* moveProjectShare */ UPDATE project SET run_count = run_count + ?, never_stepped_count = never_stepped_count + ?,
    failed_run_count = failed_run_count + ?, step_count = step_count + ? WHERE project_id = ?`
  const change = [
    before === null ? 1 : 0,
    Number(after.isNeverStepped) - Number(before?.isNeverStepped ?? false),
    Number(after.isFailed) - Number(before?.isFailed ?? false),
    after.stepCount - (before?.stepCount ?? 0)
  ]
  if (change.some((by) => by !== 0)) statement<unknown[]>(db.index, sql).run(...change, after.projectId)
  if (before !== null && before.partitionId !== after.partitionId) movePartition(db, before, -1)
  if (before?.partitionId !== after.partitionId) movePartition(db, after, 1)
  else if (before.isNeverStepped !== after.isNeverStepped) {
    const by = after.isNeverStepped ? 1 : -1
    const stepped = '/* movePartitionShare */ UPDATE partition SET never_stepped_count = never_stepped_count + ? WHERE partition_id = ?'
    statement<unknown[]>(db.index, stepped).run(by, after.partitionId)
  }
}

function movePartition(db: WriteDatabase, share: RunShare, by: 1 | -1): void {
  const sql = `/* movePartition */ UPDATE partition SET run_count = run_count + ?, never_stepped_count = never_stepped_count + ?
    WHERE partition_id = ? RETURNING run_count, partition_key`
  const change = [by, share.isNeverStepped ? by : 0, share.partitionId]
  const row = statement<unknown[], { run_count: number; partition_key: string }>(db.index, sql).get(...change)
  const isFirstOrLast = row !== undefined && row.run_count === (by === 1 ? 1 : 0)
  if (!isFirstOrLast || row.partition_key === '') return
  const count = '/* countPartition */ UPDATE project SET partition_count = partition_count + ? WHERE project_id = ?'
  statement<unknown[]>(db.index, count).run(by, share.projectId)
}

/** Sets the time of the newest activity of a partition from its runs: one step into an index. */
export function refreshPartitionTime(db: WriteDatabase, partitionId: number): void {
  const sql = `/* refreshPartitionTime */ UPDATE partition SET last_time_us =
    (SELECT last_time_us FROM run WHERE run.partition_id = partition.partition_id ORDER BY last_time_us DESC, run_id DESC LIMIT 1)
    WHERE partition_id = ?`
  statement<[number]>(db.index, sql).run(partitionId)
}

/** The id of a partition, which is created when it is new; `null` = no partition. */
export function partitionId(db: WriteDatabase, projectId: number, partitionKey: string | null): number {
  const find = '/* partitionId */ SELECT partition_id FROM partition WHERE project_id = ? AND partition_key = ?'
  const found = statement<[number, string], { partition_id: number }>(db.index, find).get(projectId, partitionKey ?? '')
  if (found !== undefined) return found.partition_id
  const insert = '/* insertPartition */ INSERT INTO partition (project_id, partition_key) VALUES (?, ?)'
  return Number(statement<unknown[]>(db.index, insert).run(projectId, partitionKey ?? '').lastInsertRowid)
}
