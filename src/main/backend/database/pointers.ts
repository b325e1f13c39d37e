import type { RunPointer } from '@shared/model/run'
import { plainPartition } from '../burr/key'
import { statement } from './connection'
import type { WriteDatabase } from './connection'

/** A pointer of a run to its parent, and when it was written. */
export interface StoredPointer {
  readonly kind: 'fork' | 'spawn'
  readonly pointer: RunPointer
  /** Key time of the first metadata object that has it, UTC microseconds. */
  readonly timeUs: number
}

type PointerTuple = readonly [kind: string, position: number, appId: string, partition: string | null, sequenceId: number | null, timeUs: number]

/** A partition key as a pointer names it: `null` fits every partition, an empty text means none. */
export function pointerPartition(partitionKey: string | null): string | null {
  return partitionKey === null ? null : (plainPartition(partitionKey) ?? '')
}

/** Makes the pointers of a run equal to the given ones; gives the app ids of the parents that gained or lost one. */
export function savePointers(
  db: WriteDatabase,
  run: { readonly runId: number; readonly projectId: number },
  pointers: readonly StoredPointer[]
): string[] {
  const columns = 'kind, position, parent_app_id, parent_partition_key, sequence_id, time_us'
  const readSql = `/* readStoredPointers */ SELECT ${columns} FROM pointer WHERE run_id = ? ORDER BY kind, position`
  const before = statement<[number], PointerTuple>(db.index, readSql).raw().all(run.runId)
  const after = (['fork', 'spawn'] as const).flatMap((kind) =>
    pointers
      .filter((each) => each.kind === kind)
      .map(({ pointer, timeUs }, position): PointerTuple => {
        return [kind, position, pointer.appId, pointerPartition(pointer.partitionKey), pointer.sequenceId, timeUs]
      })
  )
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  statement<[number]>(db.index, '/* clearPointers */ DELETE FROM pointer WHERE run_id = ?').run(run.runId)
  const insertSql = `/* savePointer */ INSERT INTO pointer (run_id, project_id, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
  for (const tuple of after) statement<unknown[]>(db.index, insertSql).run(run.runId, run.projectId, ...tuple)
  return [...new Set([...before, ...after].map((tuple) => tuple[2]))]
}

const countChildren = `SELECT count(DISTINCT pointer.run_id) FROM pointer
  WHERE pointer.project_id = run.project_id AND pointer.parent_app_id = run.app_id AND pointer.run_id <> run.run_id
    AND (pointer.parent_partition_key IS NULL OR pointer.parent_partition_key =
      (SELECT partition_key FROM partition WHERE partition.partition_id = run.partition_id))`

interface ChildCounts {
  readonly run_id: number
  readonly forks: number
  readonly spawns: number
}

/** Counts the children of all runs with that app id anew; gives the runs whose numbers changed. */
export function countChildrenOf(db: WriteDatabase, projectId: number, appId: string): number[] {
  const findSql = `/* countChildren */ SELECT * FROM (SELECT run_id, fork_count, spawn_count,
      (${countChildren} AND pointer.kind = 'fork') AS forks, (${countChildren} AND pointer.kind = 'spawn') AS spawns
    FROM run WHERE project_id = ? AND app_id = ?) WHERE forks <> fork_count OR spawns <> spawn_count`
  const changed = statement<[number, string], ChildCounts>(db.index, findSql).all(projectId, appId)
  const saveSql = '/* saveChildCounts */ UPDATE run SET fork_count = ?, spawn_count = ? WHERE run_id = ?'
  for (const { run_id, forks, spawns } of changed) statement<unknown[]>(db.index, saveSql).run(forks, spawns, run_id)
  return changed.map(({ run_id }) => run_id)
}
