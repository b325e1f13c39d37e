import type { RunNeighbours } from '@shared/contract/runs'
import type { RunKey } from '@shared/model/run'
import type { AnyDatabase } from './connection'
import { findRunId, readRunKey } from './readRun'
import { countBefore, matchingIds, pickBeside, placeOf } from './runPage'
import { countRuns } from './runPageCount'
import { findList } from './runPageScope'
import type { RunListQuery } from './runPageScope'

/** The runs before and behind a run in a list; also where it would stand when it does not match any more. */
export function readNeighbours(db: AnyDatabase, query: RunListQuery & { readonly run: RunKey }, nowUs: number): RunNeighbours {
  // Families are walked through unfolded: a sub-run that matches is not skipped.
  const list = findList(db, { ...query, tree: false }, nowUs)
  if (list === null) return { previous: null, next: null, index: -1, total: 0 }
  const { scope } = list
  const runId = findRunId(db, query.run)
  const place = placeOf(db, scope, runId)
  const beside = (side: 'after' | 'before'): RunKey | null => {
    const [found] = pickBeside(db, scope, side, place, 1)
    return found === undefined ? null : readRunKey(db, found.id)
  }
  const isThere = matchingIds(db, scope, [runId]).has(runId)
  return { previous: beside('before'), next: beside('after'), index: isThere ? countBefore(db, scope, place) : -1, total: countRuns(db, list, null).total }
}
