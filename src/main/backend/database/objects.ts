import { bumpGeneration } from './counters'
import type { ObjectState } from './counters'
import { statement, transact } from './connection'
import type { AnyDatabase, WriteDatabase } from './connection'
import { nameObject, prefixId, projectId } from './objectName'
import type { ListedObject, ObjectName } from './objectName'
import { ObjectTally } from './objectTally'
import { markPinned } from './pins'

/** An object's row, as far as storing needs it. */
export interface ObjectRow {
  readonly object_id: number
  readonly prefix_id: number
  readonly state: ObjectState
  readonly etag: string
  readonly run_id: number | null
  readonly has_body: number
}

/** What an object is stored with. */
export interface ObjectValues {
  readonly kind: 'log' | 'graph' | 'metadata' | 'other'
  readonly state: ObjectState
  readonly runId: number | null
  readonly hasBody: boolean
  readonly facts: string | null
}

/** The row of a key, or `null`. */
export function findObject(db: AnyDatabase, name: Pick<ObjectName, 'prefix' | 'rest'>): ObjectRow | null {
  const sql = `/* findObject */ SELECT object_id, prefix_id, state, etag, run_id, has_body FROM object
    WHERE prefix_id = (SELECT prefix_id FROM hour_prefix WHERE text = ?) AND rest = ?`
  return statement<[string, string], ObjectRow>(db.index, sql).get(name.prefix, name.rest) ?? null
}

/** Inserts or replaces an object's row and tallies the counts; gives its id. */
export function saveObject(
  db: WriteDatabase,
  object: { readonly listed: ListedObject; readonly name: ObjectName; readonly known: ObjectRow | null },
  values: ObjectValues,
  tally: ObjectTally
): number {
  const { listed, name, known } = object
  if (known?.state !== values.state) {
    const project = tally.projectId(name.project)
    if (known !== null) tally.moveState(project, known.state, -1)
    tally.moveState(project, values.state, 1)
  }
  if (known === null) return insertObject(db, { listed, name }, values, tally)
  if (known.state === 'gone') tally.moveInPrefix(known.prefix_id, 1)
  const rewritten = known.state === 'indexed' && known.etag !== listed.etag ? 1 : 0
  const sql = `/* updateObject */ UPDATE object SET kind = ?, state = ?, run_id = ?, size_bytes = ?, etag = ?, last_modified_us = ?,
    rewritten_count = rewritten_count + ?, has_body = ?, facts = ? WHERE object_id = ?`
  const { kind, state, runId, hasBody, facts } = values
  const { sizeBytes, etag, lastModifiedUs } = listed
  const row = [kind, state, runId, sizeBytes, etag, lastModifiedUs, rewritten, hasBody ? 1 : 0, facts, known.object_id]
  statement<unknown[]>(db.index, sql).run(...row)
  return known.object_id
}

function insertObject(
  db: WriteDatabase,
  { listed, name }: { readonly listed: ListedObject; readonly name: ObjectName },
  values: ObjectValues,
  tally: ObjectTally
): number {
  const sql = `/* insertObject */ INSERT INTO object
    (prefix_id, rest, kind, state, run_id, size_bytes, etag, last_modified_us, has_body, facts)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
  const { kind, state, runId, hasBody, facts } = values
  const { sizeBytes, etag, lastModifiedUs } = listed
  const prefix = prefixId(db, name)
  tally.moveInPrefix(prefix, 1)
  const row = [prefix, name.rest, kind, state, runId, sizeBytes, etag, lastModifiedUs, hasBody ? 1 : 0, facts]
  return Number(statement<unknown[]>(db.index, sql).run(...row).lastInsertRowid)
}

/** Notes why an object is not in the index. `seenUs` and `retryAtUs` are UTC microseconds. */
export function saveSetAside(
  db: WriteDatabase,
  objectId: number,
  why: {
    readonly project: string | null
    readonly state: 'ignored' | 'failed'
    readonly reason: string
    readonly retryAtUs: number | null
    readonly seenUs: number
  }
): void {
  const sql = `/* saveSetAside */ INSERT OR REPLACE INTO set_aside (object_id, project_id, state, reason, retry_at_us, seen_us)
    VALUES (?, ?, ?, ?, ?, ?)`
  const project = why.project === null ? null : projectId(db, why.project)
  const reason = why.reason.slice(0, 1000)
  statement<unknown[]>(db.index, sql).run(objectId, project, why.state, reason, why.retryAtUs, why.seenUs)
}

/** The object is in the index now: nothing is in its way any more. */
export function clearSetAside(db: WriteDatabase, objectId: number): void {
  statement<[number]>(db.index, '/* clearSetAside */ DELETE FROM set_aside WHERE object_id = ?').run(objectId)
}

/** Marks keys that a complete listing no longer names and a request answered with "no such key"; gives how many were new. */
export function markGone(db: WriteDatabase, keys: readonly string[]): number {
  const tally = new ObjectTally(db)
  let marked = 0
  const objectIds: number[] = []
  transact(db.index, () => {
    for (const key of keys) {
      const name = nameObject(key)
      const known = findObject(db, name)
      if (known === null || known.state === 'gone') continue
      const project = tally.projectId(name.project)
      tally.moveState(project, known.state, -1)
      tally.moveState(project, 'gone', 1)
      tally.moveInPrefix(known.prefix_id, -1)
      clearSetAside(db, known.object_id)
      statement<[number]>(db.index, `/* markGone */ UPDATE object SET state = 'gone' WHERE object_id = ?`).run(known.object_id)
      objectIds.push(known.object_id)
      marked++
    }
    tally.flush()
    if (marked > 0) bumpGeneration(db)
  })
  // Nothing could bring these bodies back.
  markPinned(db, objectIds, true)
  return marked
}
