import type { RunPage } from '@shared/contract/runs'
import { AppError } from '@shared/errors'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { rowToRun, selectRun } from './readRun'
import type { RunTableRow } from './readRun'

/** Which runs, and which page of them. */
export interface RunQuery {
  readonly project: string
  /** `undefined` = all partitions, `null` = runs without one. */
  readonly partitionKey?: string | null | undefined
  readonly includeNeverStepped: boolean
  readonly cursor?: string | undefined
  readonly limit: number
}

interface Scope {
  readonly column: 'project_id' | 'partition_id'
  readonly id: number
  readonly runCount: number
  readonly neverSteppedCount: number
}

function scopeOf(db: AnyDatabase, { project, partitionKey }: RunQuery): Scope | null {
  type Row = { id: number; runCount: number; neverSteppedCount: number }
  const counts = 'run_count AS runCount, never_stepped_count AS neverSteppedCount'
  if (partitionKey === undefined) {
    const sql = `/* projectScope */ SELECT project_id AS id, ${counts} FROM project WHERE name = ?`
    const row = statement<[string], Row>(db.index, sql).get(project)
    return row === undefined ? null : { column: 'project_id', ...row }
  }
  const sql = `/* partitionScope */ SELECT partition_id AS id, ${counts} FROM partition
    WHERE project_id = (SELECT project_id FROM project WHERE name = ?) AND partition_key = ?`
  const row = statement<[string, string], Row>(db.index, sql).get(project, partitionKey ?? '')
  return row === undefined ? null : { column: 'partition_id', ...row }
}

/** The statement behind a page: a walk in an index, newest first, from a place in it. Parameters: scope, time, id, limit. */
export function listSql(column: Scope['column'], includeNeverStepped: boolean): string {
  const stepped = includeNeverStepped ? '' : 'AND run.last_action IS NOT NULL'
  return `/* listRuns */ ${selectRun} WHERE run.${column} = ? AND (run.last_time_us, run.run_id) < (?, ?) ${stepped}
    ORDER BY run.last_time_us DESC, run.run_id DESC LIMIT ?`
}

const farthest = { lastTimeUs: Number.MAX_SAFE_INTEGER, runId: Number.MAX_SAFE_INTEGER }

function readCursor(cursor: string | undefined): typeof farthest {
  if (cursor === undefined) return farthest
  const match = /^(-?\d{1,16})\.(\d{1,16})$/.exec(cursor)
  if (match === null) throw new AppError({ code: 'invalid-input', message: 'This is not a place in a list of runs.' })
  return { lastTimeUs: Number(match[1]), runId: Number(match[2]) }
}

/** A page of runs, newest activity first; a project that the index does not know has none. */
export function listRuns(db: AnyDatabase, query: RunQuery, nowUs: number): RunPage {
  const from = readCursor(query.cursor)
  const scope = scopeOf(db, query)
  if (scope === null) return { runs: [], nextCursor: null, total: 0, hiddenNeverStepped: 0 }
  const { includeNeverStepped, limit } = query
  const walk = statement<unknown[], RunTableRow>(db.index, listSql(scope.column, includeNeverStepped))
  const rows = walk.all(scope.id, from.lastTimeUs, from.runId, limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const hidden = includeNeverStepped ? 0 : scope.neverSteppedCount
  return {
    runs: shown.map((row) => rowToRun(row, nowUs)),
    nextCursor: rows.length > limit && last !== undefined ? `${last.last_time_us}.${last.run_id}` : null,
    total: scope.runCount - hidden,
    hiddenNeverStepped: hidden
  }
}
