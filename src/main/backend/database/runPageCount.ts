import type { RunCount } from '@shared/contract/runs'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { hidesNothing, listSource, matchSql, parsePlace, printPlace } from './runPageSql'
import type { RunPlace, RunScope } from './runPageSql'
import type { FoundList } from './runPageScope'

/** Runs looked at in one statement. */
const sliceRuns = 50_000
/** A call stops counting after this; the window calls again, or does not when the filter is another one by then. */
const budgetMs = 150

const newest: RunPlace = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]

function sliceEnd(db: AnyDatabase, scope: RunScope, from: RunPlace): RunPlace | null {
  const sql = `/* countSliceEnd */ SELECT last_time_us, run_id FROM run INDEXED BY run_by_time
    WHERE project_id = ? AND (last_time_us, run_id) < (?, ?) ORDER BY last_time_us DESC, run_id DESC LIMIT 1 OFFSET ${sliceRuns - 1}`
  return statement<unknown[], RunPlace>(db.index, sql).raw().get(scope.projectId, ...from) ?? null
}

function countSlice(db: AnyDatabase, scope: RunScope, from: RunPlace, end: RunPlace | null): { stepped: number; never: number } {
  const match = matchSql({ ...scope, tree: false }, true)
  const sql = `/* countRuns */ SELECT count(run.last_action) AS stepped, count(*) - count(run.last_action) AS never FROM run INDEXED BY run_by_time
    WHERE ${match.sql} AND (run.last_time_us, run.run_id) < (?, ?) ${end === null ? '' : 'AND (run.last_time_us, run.run_id) >= (?, ?)'}`
  const found = statement<unknown[], { stepped: number; never: number }>(db.index, sql).get(...match.values, ...from, ...(end ?? []))
  return found ?? { stepped: 0, never: 0 }
}

function countTree(db: AnyDatabase, scope: RunScope): number {
  const { before, from } = listSource(scope)
  const sql = `/* countTree */ ${before.sql} SELECT count(*) AS count ${from.sql}`
  return statement<unknown[], { count: number }>(db.index, sql).get(...before.values, ...from.values)?.count ?? 0
}

/**
 * How many runs a list has. Whole projects and partitions have kept numbers; a filter is counted, newest runs first, as far as
 * the budget goes, and from there on by the next call.
 */
export function countRuns(db: AnyDatabase, { scope, runCount, neverSteppedCount }: FoundList, fromText: string | null): RunCount {
  const showsAll = hidesNothing(scope)
  if (scope.terms.length === 0) {
    const hiddenNeverStepped = showsAll ? 0 : neverSteppedCount
    const total = scope.tree ? countTree(db, scope) : runCount - hiddenNeverStepped
    return { total, hiddenNeverStepped, next: null }
  }
  const limit = performance.now() + budgetMs
  let from = fromText === null ? newest : parsePlace(fromText)
  let total = 0
  let hiddenNeverStepped = 0
  for (;;) {
    const end = sliceEnd(db, scope, from)
    const { stepped, never } = countSlice(db, scope, from, end)
    total += stepped + (showsAll ? never : 0)
    hiddenNeverStepped += showsAll ? 0 : never
    if (end === null) return { total: scope.tree ? countTree(db, scope) : total, hiddenNeverStepped, next: null }
    if (performance.now() > limit) return { total, hiddenNeverStepped, next: printPlace(end) }
    from = end
  }
}
