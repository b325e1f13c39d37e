import type { RunHistogram } from '@shared/contract/runs'
import { statusOrder } from '@shared/filter/term'
import type { RunStatus } from '@shared/model/run'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { statusRankSql } from './runFilterSql'
import { findList } from './runPageScope'
import type { RunListQuery } from './runPageScope'
import { matchSql } from './runPageSql'
import type { RunScope } from './runPageSql'

/** Of a larger list only so many of the newest are looked at, which keeps it to about a fifth of a second. */
const mostRuns = 200_000

interface Edges {
  readonly first: number | null
  readonly last: number | null
}

function oldestLookedAt(db: AnyDatabase, scope: RunScope): number | null {
  const sql = `/* histogramStart */ SELECT last_time_us AS us FROM run INDEXED BY run_by_time WHERE project_id = ?
    ORDER BY last_time_us DESC, run_id DESC LIMIT 1 OFFSET ${mostRuns}`
  return statement<[number], { us: number }>(db.index, sql).get(scope.projectId)?.us ?? null
}

const ranks = (statuses: readonly RunStatus[]): string => statuses.map((status) => statusOrder.indexOf(status)).join(', ')

/** The runs of a list by the time of their last activity; `null` instants when there are none. */
export function readHistogram(db: AnyDatabase, query: RunListQuery & { readonly parts: number }, nowUs: number): RunHistogram {
  const list = findList(db, query, nowUs)
  const none = { fromUs: 0, toUs: 0, parts: [], newestOnly: null }
  if (list === null) return none
  const { scope } = list
  const oldestUs = oldestLookedAt(db, scope)
  const match = matchSql({ ...scope, tree: true })
  const where = `FROM run INDEXED BY run_by_time WHERE ${match.sql} AND run.last_time_us > ?`
  const values = [...match.values, oldestUs ?? -1]
  const edges = statement<unknown[], Edges>(db.index, `/* histogramEdges */ SELECT min(run.last_time_us) AS first, max(run.last_time_us) AS last ${where}`).get(...values)
  if (edges === undefined || edges.first === null || edges.last === null) return none
  const { first: fromUs, last: toUs } = edges
  // A filter names seconds, so no part is shorter.
  const partUs = Math.max(1_000_000, Math.ceil((toUs - fromUs + 1) / query.parts))
  const status = statusRankSql(nowUs)
  const sql = `/* histogram */ SELECT CAST((run.last_time_us - ?) / CAST(? AS INTEGER) AS INTEGER) AS part,
      CASE WHEN ${status.sql} IN (${ranks(['ok', 'recovered'])}) THEN 'ok' WHEN ${status.sql} IN (${ranks(['failed'])}) THEN 'failed' ELSE 'other' END AS kind,
      count(*) AS count ${where} GROUP BY part, kind`
  type Row = { part: number; kind: 'ok' | 'failed' | 'other'; count: number }
  const rows = statement<unknown[], Row>(db.index, sql).all(fromUs, partUs, ...status.values, ...status.values, ...values)
  const parts = Array.from({ length: query.parts }, () => ({ ok: 0, failed: 0, other: 0 }))
  for (const { part, kind, count } of rows) {
    const found = parts[part]
    if (found !== undefined) found[kind] = count
  }
  return { fromUs, toUs: fromUs + parts.length * partUs - 1, parts, newestOnly: oldestUs === null ? null : mostRuns }
}
