import type { RunKey } from '@shared/model/run'
import { compareKeys } from '../burr/key'
import { encodeBody, readBody, storeBodies } from './bodies'
import type { AnyDatabase, WriteDatabase } from './connection'
import { statement, transact } from './connection'
import { findObject } from './objects'
import { nameObject } from './objectName'
import type { ListedObject } from './objectName'
import { findRunId } from './readRun'
import { readRunObjects } from './runObjects'

/** The objects of a run whose bodies are not on this disk, newest key first; looks at each body, so it is not for lists. */
export function missingBodies(db: AnyDatabase, run: RunKey): ListedObject[] {
  const objects = readRunObjects(db, findRunId(db, run)).filter((object) => readBody(db, object) === null)
  return objects
    .map(({ key, sizeBytes, etag }) => ({ key, sizeBytes, etag, lastModifiedUs: 0 }))
    .toSorted((a, b) => compareKeys(b.key, a.key))
}

/**
 * Stores bodies that were fetched again for objects the index knows, and counts them as here. One whose ETag is not the known
 * one is left out: it must be indexed. Gives how many were stored.
 */
export function restoreBodies(
  db: WriteDatabase,
  fetched: readonly { readonly listed: ListedObject; readonly bytes: Uint8Array }[],
  nowUs: number = Date.now() * 1000
): number {
  const known = fetched.flatMap(({ listed, bytes }) => {
    const object = findObject(db, nameObject(listed.key))
    if (object === null || object.etag !== listed.etag || object.run_id === null) return []
    const body = encodeBody(listed.key, listed.etag, bytes)
    return [{ objectId: object.object_id, runId: object.run_id, body, usedUs: nowUs }]
  })
  storeBodies(db, known)
  transact(db.index, () => {
    const mark = '/* markHere */ UPDATE object SET has_body = 1 WHERE object_id = ?'
    for (const { objectId } of known) statement<[number]>(db.index, mark).run(objectId)
    const count = `/* countHere */ UPDATE run SET body_count =
      (SELECT count(*) FROM object WHERE object.run_id = run.run_id AND kind = 'log' AND has_body = 1) WHERE run_id = ?`
    for (const runId of new Set(known.map((each) => each.runId))) statement<[number]>(db.index, count).run(runId)
  })
  return known.length
}
