import type { RunSort } from '@shared/model/runSort'
import { AppError } from '@shared/errors'
import type { FilterTerm } from '@shared/filter/term'
import { numberSql, statusRankSql, termSql } from './runFilterSql'
import type { SqlPart } from './runFilterSql'

/** What a list is taken from: a project or a partition by its id, the terms of its filter, and the time it is looked at. */
export interface RunScope {
  readonly projectId: number
  readonly partitionId: number | null
  readonly terms: readonly FilterTerm[]
  readonly includeNeverStepped: boolean
  /** Only runs without a parent in the index that match or have a descendant that does. */
  readonly tree: boolean
  readonly sort: RunSort
  readonly nowUs: number
  /** Which runs are kept offline, when the filter asks for that; `null` = none. */
  readonly pinned?: SqlPart | null
}

/** A place in a sorted list: the value it is sorted by, and the run. */
export type RunPlace = readonly [value: string | number, runId: number]

/** What a list is sorted by, as SQL over `run`; never NULL. */
export function sortSql(by: RunSort['by'], nowUs: number): SqlPart {
  const plain = (sql: string): SqlPart => ({ sql, values: [] })
  switch (by) {
    case 'active':
      return plain('run.last_time_us')
    case 'started':
      return plain('run.first_time_us')
    case 'duration':
    case 'steps':
    case 'failed':
    case 'tokens':
      return plain(numberSql[by])
    case 'status':
      return statusRankSql(nowUs)
    case 'app':
      return plain('run.app_id')
    case 'partition':
      return plain('(SELECT partition_key FROM partition AS own WHERE own.partition_id = run.partition_id)')
    case 'action':
      return plain(`coalesce(run.last_action, '')`)
  }
}

/** Whether a filter asks for runs without steps by name. */
function asksForNeverStepped(terms: readonly FilterTerm[]): boolean {
  return terms.some((term) => term.key === 'status' && !term.negated && term.statuses.includes('never-stepped'))
}

/** Which rows of `run` match, those without steps left out unless they are shown. */
function scopeSql(scope: RunScope, showsAll = hidesNothing(scope)): SqlPart {
  const parts: SqlPart[] = []
  if (scope.partitionId === null || !isPlain(scope)) parts.push({ sql: 'run.project_id = ?', values: [scope.projectId] })
  if (scope.partitionId !== null) parts.push({ sql: 'run.partition_id = ?', values: [scope.partitionId] })
  if (!showsAll) parts.push({ sql: 'run.last_action IS NOT NULL', values: [] })
  parts.push(...scope.terms.map((term) => termSql(term, scope.nowUs, scope.pinned ?? null)))
  // Plain comparisons stay bare, so that the walk in the index uses them.
  return { sql: parts.map(({ sql }) => (/ (AND|OR) /.test(sql) ? `(${sql})` : sql)).join(' AND '), values: parts.flatMap(({ values }) => values) }
}

/** Rows of a list and those it hides, without their order: for counting and for one row at a time. */
export function matchSql(scope: RunScope, showsAll?: boolean): SqlPart {
  return showsAll === undefined ? scopeSql(scope) : scopeSql(scope, showsAll)
}

/** Whether a list shows runs without steps too. */
export function hidesNothing(scope: Pick<RunScope, 'includeNeverStepped' | 'terms'>): boolean {
  return scope.includeNeverStepped || asksForNeverStepped(scope.terms)
}

/** A parent and its child in the index. A parent is the older one of both, so that no circle of pointers hides its runs. */
export const familyEdges = `SELECT pointer.run_id AS child_id, pointer.kind, parent.run_id AS parent_id FROM pointer
    JOIN run AS child ON child.run_id = pointer.run_id
    JOIN run AS parent ON parent.project_id = pointer.project_id AND parent.app_id = pointer.parent_app_id
      AND (parent.first_time_us, parent.run_id) < (child.first_time_us, child.run_id)
    JOIN partition AS own ON own.partition_id = parent.partition_id
      AND (pointer.parent_partition_key IS NULL OR pointer.parent_partition_key = own.partition_key)`

/** The whole project or partition in the order the index has: no filter to evaluate. */
function isPlain(scope: RunScope): boolean {
  return scope.terms.length === 0 && !scope.tree && scope.sort.by === 'active'
}

function plainIndex(scope: RunScope): string {
  return `run_${hidesNothing(scope) ? '' : 'stepped_'}${scope.partitionId === null ? '' : 'in_partition_'}by_time`
}

/** Where the rows of a list come from: `FROM … WHERE …`, and what must stand before the SELECT. */
export function listSource(scope: RunScope): { readonly before: SqlPart; readonly from: SqlPart } {
  const match = scopeSql(scope)
  // A plain list walks the index made for it, so that hidden runs cost nothing; any other scans the one that has all columns.
  if (isPlain(scope)) return { before: { sql: '', values: [] }, from: { sql: `FROM run INDEXED BY ${plainIndex(scope)} WHERE ${match.sql}`, values: match.values } }
  const table = 'FROM run INDEXED BY run_by_time WHERE'
  if (!scope.tree) return { before: { sql: '', values: [] }, from: { sql: `${table} ${match.sql}`, values: match.values } }
  const before = `WITH RECURSIVE edge AS MATERIALIZED (${familyEdges} WHERE pointer.project_id = ?),
    climbed (run_id) AS (
      SELECT run.run_id FROM run WHERE run.run_id IN (SELECT child_id FROM edge) AND ${match.sql}
      UNION SELECT edge.parent_id FROM climbed JOIN edge ON edge.child_id = climbed.run_id)`
  const roots = `run.project_id = ? AND run.run_id NOT IN (SELECT child_id FROM edge)
    AND ((${match.sql}) OR run.run_id IN (SELECT run_id FROM climbed))`
  return {
    before: { sql: before, values: [scope.projectId, ...match.values] },
    from: { sql: `${table} ${roots}`, values: [scope.projectId, ...match.values] }
  }
}

/** Rows beyond (`after`) or before a place of a sorted list. */
export function besidePlace({ sort, nowUs }: RunScope, side: 'after' | 'before', place: RunPlace): SqlPart {
  const key = sortSql(sort.by, nowUs)
  const sign = (side === 'after') === sort.descending ? '<' : '>'
  return { sql: `(${key.sql}, run.run_id) ${sign} (?, ?)`, values: [...key.values, ...place] }
}

/** A SELECT of ids and sort values in the order of the list, or against it. */
export function orderedSql(scope: RunScope, more: { readonly where?: SqlPart | undefined; readonly backwards?: boolean } = {}): SqlPart {
  const { before, from } = listSource(scope)
  const key = sortSql(scope.sort.by, scope.nowUs)
  const direction = scope.sort.descending === (more.backwards !== true) ? 'DESC' : 'ASC'
  const where = more.where ?? { sql: '', values: [] }
  const sql = `${before.sql} SELECT ${key.sql} AS value, run.run_id AS id ${from.sql} ${where.sql === '' ? '' : `AND ${where.sql}`}
    ORDER BY value ${direction}, id ${direction}`
  return { sql, values: [...before.values, ...key.values, ...from.values, ...where.values] }
}

/** The text that names a place in a list to the one who reads it page by page. */
export function printPlace([value, runId]: RunPlace): string {
  return typeof value === 'number' ? `${value}.${runId}` : `${runId} ${value}`
}

/** The place of {@link printPlace}; throws `invalid-input` for any other text. */
export function parsePlace(text: string): RunPlace {
  const number = /^(-?\d{1,16})\.(\d{1,16})$/.exec(text)
  if (number !== null) return [Number(number[1]), Number(number[2])]
  const named = /^(\d{1,16}) ([^]*)$/.exec(text)
  if (named !== null) return [named[2] ?? '', Number(named[1])]
  throw new AppError({ code: 'invalid-input', message: 'This is not a place in a list of runs.' })
}
