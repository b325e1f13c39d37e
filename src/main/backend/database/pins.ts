import type { PinSize, PinTarget } from '@shared/model/offline'
import { statement, transact } from './connection'
import type { AnyDatabase, WriteDatabase } from './connection'
import type { ListedObject } from './objectName'
import { pinnedSql, projectOf } from './pinSql'
import type { SqlPart } from './runFilterSql'

/** The runs of one project that are to be kept, as SQL over `run`. */
interface PinnedRuns {
  readonly projectId: number
  readonly where: SqlPart
}

function pinnedRuns(db: AnyDatabase, targets: readonly PinTarget[], nowUs: number): PinnedRuns[] {
  const sql = '/* pinnedProject */ SELECT project_id AS id FROM project WHERE name = ?'
  return [...new Set(targets.map(projectOf))].flatMap((name) => {
    const found = statement<[string], { id: number }>(db.index, sql).get(name)
    const where = found === undefined ? null : pinnedSql(db, targets, { id: found.id, name }, nowUs)
    return found === undefined || where === null ? [] : [{ projectId: found.id, where }]
  })
}

function objectsOf({ projectId, where }: PinnedRuns): SqlPart {
  return { sql: `object.run_id IN (SELECT run.run_id FROM run WHERE run.project_id = ? AND (${where.sql}))`, values: [projectId, ...where.values] }
}

const empty: PinSize = { runs: 0, objects: 0, bytes: 0, objectsHere: 0, bytesHere: 0, objectsLost: 0 }

/** How much a target is now and how much of it is here; walks all its objects. */
export function readPinSize(db: AnyDatabase, target: PinTarget, nowUs: number): PinSize {
  const [runs] = pinnedRuns(db, [target], nowUs)
  if (runs === undefined) return empty
  const objects = objectsOf(runs)
  const sql = `/* pinSize */ SELECT count(DISTINCT run_id) AS runs, count(*) AS objects, coalesce(sum(size_bytes), 0) AS bytes,
      coalesce(sum(has_body), 0) AS objectsHere, coalesce(sum(size_bytes) FILTER (WHERE has_body = 1), 0) AS bytesHere,
      count(*) FILTER (WHERE has_body = 0 AND state = 'gone') AS objectsLost
    FROM object WHERE ${objects.sql}`
  return statement<unknown[], PinSize>(db.index, sql).get(...objects.values) ?? empty
}

/** The ids of all runs that pins mean at that time. */
export function pinnedRunIds(db: AnyDatabase, targets: readonly PinTarget[], nowUs: number): number[] {
  return pinnedRuns(db, targets, nowUs).flatMap(({ projectId, where }) => {
    const sql = `/* pinnedRuns */ SELECT run.run_id AS id FROM run WHERE run.project_id = ? AND (${where.sql})`
    return statement<unknown[], { id: number }>(db.index, sql).all(projectId, ...where.values).map(({ id }) => id)
  })
}

/** The objects of some runs: those whose bodies are here, and those whose bodies the bucket can still give. */
export function bodiesOf(db: AnyDatabase, runIds: readonly number[]): { readonly here: readonly number[]; readonly missing: readonly number[] } {
  const sql = `/* bodiesOfRuns */ SELECT object_id AS id, has_body AS here, state FROM object WHERE run_id IN (SELECT value FROM json_each(?))`
  const rows = statement<[string], { id: number; here: number; state: string }>(db.index, sql).all(JSON.stringify(runIds))
  return {
    here: rows.filter(({ here }) => here === 1).map(({ id }) => id),
    missing: rows.filter(({ here, state }) => here === 0 && state === 'indexed').map(({ id }) => id)
  }
}

/** Whether the bucket lost any object that the index knows: the kept numbers tell without a look at the objects. */
export function isAnythingGone(db: AnyDatabase): boolean {
  const sql = `/* isAnythingGone */ SELECT 1 FROM object_count WHERE state = 'gone' AND count > 0 LIMIT 1`
  return statement<[], unknown>(db.index, sql).get() !== undefined
}

/** The bodies here of objects that the bucket no longer has: nothing could bring them back. */
export function goneHere(db: AnyDatabase): readonly number[] {
  if (!isAnythingGone(db)) return []
  const sql = `/* goneHere */ SELECT object_id AS id FROM object WHERE state = 'gone' AND has_body = 1`
  return statement<[], { id: number }>(db.index, sql).all().map(({ id }) => id)
}

/** How many bodies of gone objects are here. */
export function countGoneHere(db: AnyDatabase): number {
  return goneHere(db).length
}

/** The marks that are not as a plan wants them. */
export function marksToChange(db: AnyDatabase, keep: ReadonlySet<number>): { readonly pin: readonly number[]; readonly unpin: readonly number[] } {
  const sql = '/* pinnedBodies */ SELECT object_id AS id FROM body INDEXED BY body_pinned WHERE pinned = 1'
  const now = new Set(statement<[], { id: number }>(db.content, sql).all().map(({ id }) => id))
  return { pin: [...keep].filter((id) => !now.has(id)), unpin: [...now].filter((id) => !keep.has(id)) }
}

/** Marks bodies as kept whatever the budget, or as others, in one transaction. */
export function markPinned(db: WriteDatabase, objectIds: readonly number[], pinned: boolean): void {
  if (objectIds.length === 0) return
  const sql = '/* markPinned */ UPDATE body SET pinned = ? WHERE object_id = ? AND pinned <> ?'
  const mark = statement<[number, number, number]>(db.content, sql)
  const value = pinned ? 1 : 0
  transact(db.content, () => {
    for (const id of objectIds) mark.run(value, id, value)
  })
}

/** The bodies here of those of some runs of a project that are pinned. */
export function pinnedBodiesOf(db: AnyDatabase, targets: readonly PinTarget[], runIds: readonly number[], nowUs: number): number[] {
  return pinnedRuns(db, targets, nowUs).flatMap(({ projectId, where }) => {
    const sql = `/* pinnedOfRuns */ SELECT object_id AS id FROM object WHERE has_body = 1 AND run_id IN (SELECT run.run_id FROM run
      WHERE run.run_id IN (SELECT value FROM json_each(?)) AND run.project_id = ? AND (${where.sql}))`
    const values = [JSON.stringify(runIds), projectId, ...where.values]
    return statement<unknown[], { id: number }>(db.index, sql).all(...values).map(({ id }) => id)
  })
}

/** Objects by their ids as a listing would name them; those whose bodies came or went meanwhile are left out. */
export function readAbsent(db: AnyDatabase, objectIds: readonly number[]): ListedObject[] {
  const sql = `/* readAbsent */ SELECT hour_prefix.text || rest AS key, size_bytes AS sizeBytes, etag, last_modified_us AS lastModifiedUs
    FROM object JOIN hour_prefix USING (prefix_id)
    WHERE object_id IN (SELECT value FROM json_each(?)) AND has_body = 0 AND state = 'indexed'`
  return statement<[string], ListedObject>(db.index, sql).all(JSON.stringify(objectIds))
}
