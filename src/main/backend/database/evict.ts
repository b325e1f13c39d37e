import { statement, transact } from './connection'
import type { AnyDatabase, WriteDatabase } from './connection'

const evictedAtOnce = 200
const touchedAtMostEveryUs = 24 * 3_600_000_000

/** Bytes that content.db uses; pages that were given free count no more, they are used again. */
export function bodyBytes(db: AnyDatabase): number {
  const number = (name: string): number => Number(db.content.pragma(name, { simple: true }))
  return (number('page_count') - number('freelist_count')) * number('page_size')
}

/**
 * Gives up bodies, least recently used first, until content.db uses no more than the budget; pinned ones stay whatever it is.
 * What the index says of them is committed before they go, so that a crash in between only fetches one too often. Gives how many went.
 */
export function keepBodyBudget(db: WriteDatabase, budgetBytes: number): number {
  let evicted = 0
  for (let over = bodyBytes(db) - budgetBytes; over > 0; over = bodyBytes(db) - budgetBytes) {
    const objectIds = leastUsed(db, over)
    if (objectIds.length === 0) break
    markAbsent(db, objectIds)
    transact(db.content, () => {
      const remove = statement<[number]>(db.content, '/* evictBody */ DELETE FROM body WHERE object_id = ?')
      for (const objectId of objectIds) remove.run(objectId)
    })
    evicted += objectIds.length
  }
  return evicted
}

/** The bodies of these runs were read just now. Noted once a day at most: a note rewrites the body's row. */
export function touchBodies(db: WriteDatabase, runIds: readonly number[], nowUs: number = Date.now() * 1000): void {
  const idsSql = '/* objectsOfRuns */ SELECT object_id FROM object WHERE run_id IN (SELECT value FROM json_each(?)) AND has_body = 1'
  const objectIds = statement<[string], { object_id: number }>(db.index, idsSql).all(JSON.stringify(runIds))
  const sql = '/* touchBody */ UPDATE body SET last_used_us = ? WHERE object_id = ? AND last_used_us < ?'
  const touch = statement<[number, number, number]>(db.content, sql)
  transact(db.content, () => {
    for (const { object_id } of objectIds) touch.run(nowUs, object_id, nowUs - touchedAtMostEveryUs)
  })
}

// No more than is needed, so that the budget is met within one object.
function leastUsed(db: WriteDatabase, overBytes: number): number[] {
  const sql = `/* leastUsedBodies */ SELECT object_id AS objectId, length(bytes) AS sizeBytes FROM body WHERE pinned = 0
    ORDER BY last_used_us, object_id LIMIT ${evictedAtOnce}`
  const found: number[] = []
  let freed = 0
  for (const { objectId, sizeBytes } of statement<[], { objectId: number; sizeBytes: number }>(db.content, sql).iterate()) {
    if (freed >= overBytes) break
    found.push(objectId)
    freed += sizeBytes
  }
  return found
}

function markAbsent(db: WriteDatabase, objectIds: readonly number[]): void {
  transact(db.index, () => {
    const runs = new Set<number>()
    const mark = statement<[number], { run_id: number | null }>(
      db.index,
      '/* markAbsent */ UPDATE object SET has_body = 0 WHERE object_id = ? RETURNING run_id'
    )
    for (const objectId of objectIds) {
      const runId = mark.get(objectId)?.run_id ?? null
      if (runId !== null) runs.add(runId)
    }
    const count = `/* countAbsent */ UPDATE run SET body_count =
      (SELECT count(*) FROM object WHERE object.run_id = run.run_id AND kind = 'log' AND has_body = 1) WHERE run_id = ?`
    for (const runId of runs) statement<[number]>(db.index, count).run(runId)
  })
}
