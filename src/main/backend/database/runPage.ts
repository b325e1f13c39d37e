import type { RunPage } from '@shared/contract/runs'
import type { RunKey } from '@shared/model/run'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { findRunId, selectRun } from './readRun'
import type { RunTableRow } from './readRun'
import { markedRuns } from './runMarks'
import { countRuns } from './runPageCount'
import { findList } from './runPageScope'
import type { RunListQuery } from './runPageScope'
import { besidePlace, listSource, matchSql, orderedSql, parsePlace, printPlace, sortSql } from './runPageSql'
import type { RunPlace, RunScope } from './runPageSql'

/** Which page of a list: from a cursor, from a row's index, or around a run. */
export interface PageQuery extends RunListQuery {
  readonly cursor?: string | undefined
  readonly offset?: number | undefined
  readonly around?: RunKey | undefined
  /** Left out = yes. */
  readonly count?: boolean
  readonly limit: number
}

interface Picked {
  readonly value: string | number
  readonly id: number
}

/** The rows of some runs, in the order of their ids. */
export function readRows(db: AnyDatabase, ids: readonly number[]): RunTableRow[] {
  const sql = `/* readRunRows */ ${selectRun} WHERE run.run_id IN (SELECT value FROM json_each(?))`
  const found = statement<[string], RunTableRow>(db.index, sql).all(JSON.stringify(ids))
  const byId = new Map(found.map((row) => [row.run_id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** Where a run stands in the order of a list, whether the list holds it or not. */
export function placeOf(db: AnyDatabase, scope: RunScope, runId: number): RunPlace {
  const key = sortSql(scope.sort.by, scope.nowUs)
  const sql = `/* placeOfRun */ SELECT ${key.sql} AS value, run_id AS id FROM run WHERE run_id = ?`
  const found = statement<unknown[], Picked>(db.index, sql).get(...key.values, runId)
  if (found === undefined) throw new Error(`There is no run ${runId}.`)
  return [found.value, found.id]
}

/** How many rows of a list stand before a place. */
export function countBefore(db: AnyDatabase, scope: RunScope, place: RunPlace): number {
  const { before, from } = listSource(scope)
  const beside = besidePlace(scope, 'before', place)
  const sql = `/* countBefore */ ${before.sql} SELECT count(*) AS count ${from.sql} AND ${beside.sql}`
  return statement<unknown[], { count: number }>(db.index, sql).get(...before.values, ...from.values, ...beside.values)?.count ?? 0
}

/** The next rows of a list behind or before a place, in the order they are met. */
export function pickBeside(db: AnyDatabase, scope: RunScope, side: 'after' | 'before', place: RunPlace | null, limit: number): Picked[] {
  const where = place === null ? undefined : besidePlace(scope, side, place)
  const { sql, values } = orderedSql(scope, { where, backwards: side === 'before' })
  return statement<unknown[], Picked>(db.index, `/* pickRuns */ ${sql} LIMIT ?`).all(...values, limit)
}

function pickFrom(db: AnyDatabase, scope: RunScope, offset: number, limit: number, total: number | null): Picked[] {
  // From the nearer end: what is skipped must be sorted too.
  const isFar = total !== null && offset > total / 2
  const { sql, values } = orderedSql(scope, { backwards: isFar })
  const pick = statement<unknown[], Picked>(db.index, `/* pickRunsFrom */ ${sql} LIMIT ? OFFSET ?`)
  if (!isFar || total === null) return pick.all(...values, limit, offset)
  const end = Math.max(0, total - offset - limit)
  return pick.all(...values, Math.max(0, total - offset - end), end).reverse()
}

/** Runs of a list that do not match its filter themselves. */
function leadingOf(db: AnyDatabase, scope: RunScope, ids: readonly number[]): number[] {
  if (!scope.tree || ids.length === 0) return []
  const matching = matchingIds(db, scope, ids)
  return ids.flatMap((id, at) => (matching.has(id) ? [] : [at]))
}

/** Which of some runs match a filter themselves. */
export function matchingIds(db: AnyDatabase, scope: RunScope, ids: readonly number[]): ReadonlySet<number> {
  const match = matchSql(scope)
  const sql = `/* matchingRuns */ SELECT run.run_id AS id FROM run WHERE run.run_id IN (SELECT value FROM json_each(?)) AND ${match.sql}`
  const rows = statement<unknown[], { id: number }>(db.index, sql).all(JSON.stringify(ids), ...match.values)
  return new Set(rows.map(({ id }) => id))
}

/** A page of a list of runs with how many there are; a project that the index does not know has none. */
export function readRunPage(db: AnyDatabase, query: PageQuery, nowUs: number): RunPage {
  const list = findList(db, query, nowUs)
  if (list === null) return { runs: [], offset: 0, nextCursor: null, total: 0, hiddenNeverStepped: 0, countNext: null, leading: [] }
  const { scope } = list
  const { limit } = query
  const count = query.count === false && scope.terms.length > 0 ? null : countRuns(db, list, null)
  const total = count === null || count.next !== null ? null : count.total
  const cursor = query.cursor === undefined ? null : parsePlace(query.cursor)
  const asked = query.around === undefined ? query.offset : aroundOffset(db, scope, query.around, limit)
  const picked = asked === undefined ? pickBeside(db, scope, 'after', cursor, limit + 1) : pickFrom(db, scope, asked, limit + 1, total)
  const ids = picked.slice(0, limit).map(({ id }) => id)
  const last = picked[limit - 1]
  return {
    runs: markedRuns(db, readRows(db, ids), nowUs),
    offset: asked ?? (cursor === null ? 0 : null),
    nextCursor: picked.length > limit && last !== undefined ? printPlace([last.value, last.id]) : null,
    total: count === null ? null : count.total,
    hiddenNeverStepped: count?.hiddenNeverStepped ?? 0,
    countNext: count?.next ?? null,
    leading: leadingOf(db, scope, ids)
  }
}

function aroundOffset(db: AnyDatabase, scope: RunScope, run: RunKey, limit: number): number {
  const index = countBefore(db, scope, placeOf(db, scope, findRunId(db, run)))
  return Math.max(0, index - Math.floor(limit / 2))
}
