import type { ObjectCounts } from '@shared/model/project'
import type { RequestCounts } from '@shared/model/status'
import { statement } from './connection'
import type { AnyDatabase, WriteDatabase } from './connection'
import { projectId } from './objectName'

/** State of an object in the index. */
export type ObjectState = 'indexed' | 'ignored' | 'failed' | 'gone'

/** Adds requests to those of a day (`2026-11-22`, UTC). */
export function addRequests(db: WriteDatabase, dayUtc: string, counts: RequestCounts): void {
  const sql = `/* addRequests */ INSERT INTO request_count (day, list, get, head, put, bytes) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (day) DO UPDATE SET list = list + excluded.list, get = get + excluded.get, head = head + excluded.head,
      put = put + excluded.put, bytes = bytes + excluded.bytes`
  statement<unknown[]>(db.index, sql).run(dayUtc, counts.list, counts.get, counts.head, counts.put, counts.bytes)
}

const none: RequestCounts = { list: 0, get: 0, head: 0, put: 0, bytes: 0 }

/** Requests of the given day (today, UTC) and of all days. */
export function readRequests(
  db: AnyDatabase,
  dayUtc: string = new Date().toISOString().slice(0, 10)
): { readonly today: RequestCounts; readonly inAll: RequestCounts } {
  const daySql = '/* readRequests */ SELECT list, get, head, put, bytes FROM request_count WHERE day = ?'
  const allSql = `/* readAllRequests */ SELECT coalesce(sum(list), 0) AS list, coalesce(sum(get), 0) AS get,
    coalesce(sum(head), 0) AS head, coalesce(sum(put), 0) AS put, coalesce(sum(bytes), 0) AS bytes FROM request_count`
  return {
    today: statement<[string], RequestCounts>(db.index, daySql).get(dayUtc) ?? none,
    inAll: statement<[], RequestCounts>(db.index, allSql).get() ?? none
  }
}

/** Adds to the kept number of objects of a state; `projectId` `null` = the key names no project. */
export function countObject(db: WriteDatabase, projectId: number | null, state: ObjectState, by: number): void {
  const sql = `/* countObject */ INSERT INTO object_count (project_id, state, count) VALUES (?, ?, ?)
    ON CONFLICT (project_id, state) DO UPDATE SET count = count + excluded.count`
  statement<unknown[]>(db.index, sql).run(projectId ?? 0, state, by)
}

/** Notes how many listed objects of a project are not dealt with yet. */
export function saveWaiting(db: WriteDatabase, project: string, waiting: number): void {
  const sql = '/* saveWaiting */ UPDATE project SET waiting_count = ? WHERE project_id = ?'
  statement<unknown[]>(db.index, sql).run(waiting, projectId(db, project))
}

interface CountRow {
  readonly indexed: number
  readonly ignored: number
  readonly failed: number
  readonly waiting: number
}

const sums = `coalesce(sum(count) FILTER (WHERE state = 'indexed'), 0) AS indexed,
  coalesce(sum(count) FILTER (WHERE state = 'ignored'), 0) AS ignored,
  coalesce(sum(count) FILTER (WHERE state = 'failed'), 0) AS failed`

/** What became of the objects of one project, or of all. */
export function readObjectCounts(db: AnyDatabase, project?: string): ObjectCounts {
  const ofOne = `/* readObjectCounts */ SELECT ${sums},
    (SELECT waiting_count FROM project WHERE name = ?) AS waiting
    FROM object_count WHERE project_id = (SELECT project_id FROM project WHERE name = ?)`
  const ofAll = `/* readAllObjectCounts */ SELECT ${sums}, (SELECT coalesce(sum(waiting_count), 0) FROM project) AS waiting
    FROM object_count`
  const row =
    project === undefined
      ? statement<[], CountRow>(db.index, ofAll).get()
      : statement<[string, string], CountRow>(db.index, ofOne).get(project, project)
  const { indexed, ignored, failed, waiting } = { indexed: 0, ignored: 0, failed: 0, ...row, waiting: row?.waiting ?? 0 }
  return { listed: indexed + ignored + failed + waiting, indexed, ignored, failed, waiting }
}

/** How much is indexed in all. */
export function readTotals(db: AnyDatabase): {
  readonly projects: number
  readonly runs: number
  readonly steps: number
  readonly objects: number
} {
  const sql = `/* readTotals */ SELECT count(*) AS projects, coalesce(sum(run_count), 0) AS runs,
    coalesce(sum(step_count), 0) AS steps,
    (SELECT coalesce(sum(count), 0) FROM object_count WHERE state = 'indexed') AS objects FROM project`
  type Totals = ReturnType<typeof readTotals>
  return statement<[], Totals>(db.index, sql).get() ?? { projects: 0, runs: 0, steps: 0, objects: 0 }
}

/** Grows by one with every transaction that changed the index: tells whether a snapshot is still the same. */
export function bumpGeneration(db: WriteDatabase): void {
  statement<[]>(db.index, `/* bumpGeneration */ UPDATE meta SET value = value + 1 WHERE name = 'generation'`).run()
}
