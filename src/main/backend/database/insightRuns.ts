import { statement } from './connection'
import type { AnyDatabase } from './connection'

/** A run and all runs below it that it started, each once, the nearest first; at most `limit`, and whether there are more. */
export function readSpawned(db: AnyDatabase, runId: number, limit: number): { readonly runIds: readonly number[]; readonly hasMore: boolean } {
  const sql = `/* readSpawned */ SELECT DISTINCT pointer.run_id AS runId
    FROM run AS parent JOIN partition AS own ON own.partition_id = parent.partition_id
    JOIN pointer ON pointer.project_id = parent.project_id AND pointer.parent_app_id = parent.app_id AND pointer.kind = 'spawn'
      AND (pointer.parent_partition_key IS NULL OR pointer.parent_partition_key = own.partition_key)
    WHERE parent.run_id = ? ORDER BY pointer.run_id`
  const children = statement<[number], { runId: number }>(db.index, sql)
  const found = new Set([runId])
  for (const parent of found) {
    for (const { runId: child } of children.all(parent)) {
      if (found.has(child)) continue
      if (found.size === limit) return { runIds: [...found], hasMore: true }
      found.add(child)
    }
  }
  return { runIds: [...found], hasMore: false }
}

/** What the index holds of some runs together. */
export interface IndexedSums {
  readonly stepCount: number
  readonly failedCount: number
  readonly promptTokens: number
  readonly completionTokens: number
}

/** The sums of some runs' rows. */
export function readSums(db: AnyDatabase, runIds: readonly number[]): IndexedSums {
  const sql = `/* insightSums */ SELECT coalesce(sum(step_count), 0) AS stepCount, coalesce(sum(failed_count), 0) AS failedCount,
      coalesce(sum(prompt_tokens), 0) AS promptTokens, coalesce(sum(completion_tokens), 0) AS completionTokens
    FROM run WHERE run_id IN (SELECT value FROM json_each(?))`
  const none = { stepCount: 0, failedCount: 0, promptTokens: 0, completionTokens: 0 }
  return statement<[string], IndexedSums>(db.index, sql).get(JSON.stringify(runIds)) ?? none
}

/** A step as far as times go; `durationUs` is `null` where begin or end was not recorded. */
export interface TimedStep {
  readonly action: string
  readonly failed: number
  readonly durationUs: number | null
}

/** The begun steps of some runs. */
export function readTimedSteps(db: AnyDatabase, runIds: readonly number[]): Iterable<TimedStep> {
  const sql = `/* insightSteps */ SELECT action, status = 'failed' AS failed, CASE WHEN end_us >= start_us THEN end_us - start_us END AS durationUs
    FROM step WHERE run_id IN (SELECT value FROM json_each(?)) AND begin_object_id IS NOT NULL`
  return statement<[string], TimedStep>(db.index, sql).iterate(JSON.stringify(runIds))
}
