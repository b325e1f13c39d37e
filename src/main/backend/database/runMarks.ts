import type { RunRow } from '@shared/model/run'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { isAnythingGone } from './pins'
import { pinnedSql, projectOf } from './pinSql'
import { rowToRun } from './readRun'
import type { RunTableRow } from './readRun'
import { readPinsIfWhole } from './userPins'

/** Runs as the window sees them, with what is not in their rows: whether they are kept offline, and how much of them the bucket lost. */
export function markedRuns(db: AnyDatabase, rows: readonly RunTableRow[], nowUs: number): RunRow[] {
  const ids = JSON.stringify(rows.map(({ run_id }) => run_id))
  const pinned = pinnedAmong(db, ids, rows, nowUs)
  const gone = goneAmong(db, ids)
  return rows.map((row) => {
    const goneCount = gone.get(row.run_id)
    return { ...rowToRun(row, nowUs), ...(pinned.has(row.run_id) ? { isPinned: true } : {}), ...(goneCount === undefined ? {} : { goneCount }) }
  })
}

function pinnedAmong(db: AnyDatabase, ids: string, rows: readonly RunTableRow[], nowUs: number): ReadonlySet<number> {
  const targets = rows.length === 0 ? [] : readPinsIfWhole(db.folder).map(({ target }) => target)
  const found = new Set<number>()
  for (const name of new Set(targets.map(projectOf))) {
    if (!rows.some((row) => row.project === name)) continue
    const sql = '/* markedProject */ SELECT project_id AS id FROM project WHERE name = ?'
    const id = statement<[string], { id: number }>(db.index, sql).get(name)?.id
    const where = id === undefined ? null : pinnedSql(db, targets, { id, name }, nowUs)
    if (id === undefined || where === null) continue
    const pinnedIds = `/* pinnedAmong */ SELECT run.run_id AS id FROM run
      WHERE run.run_id IN (SELECT value FROM json_each(?)) AND run.project_id = ? AND (${where.sql})`
    for (const each of statement<unknown[], { id: number }>(db.index, pinnedIds).all(ids, id, ...where.values)) found.add(each.id)
  }
  return found
}

function goneAmong(db: AnyDatabase, ids: string): ReadonlyMap<number, number> {
  if (!isAnythingGone(db)) return new Map()
  const sql = `/* goneAmong */ SELECT run_id AS id, count(*) AS count FROM object
    WHERE run_id IN (SELECT value FROM json_each(?)) AND state = 'gone' GROUP BY run_id`
  return new Map(statement<[string], { id: number; count: number }>(db.index, sql).all(ids).map(({ id, count }) => [id, count]))
}
