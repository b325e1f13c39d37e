import { transact, statement } from '../database/connection'
import type { WriteDatabase } from '../database/connection'
import { checkCoherence } from '../database/coherence'
import { refoldRun } from './ingestRun'

const runsAtOnce = 50
/** Where more runs than this, and than one in a hundred, come out otherwise, the program has changed and not the disk. */
const fewRuns = 100

/** What a check of all runs came to. */
export interface RunCheck {
  readonly checked: number
  /** Came out otherwise than it stands, and were written anew from what is known of their objects. */
  readonly mended: number
}

interface CheckedRun {
  readonly runId: number
  readonly projectId: number
  readonly rest: string
}

/**
 * Folds every run once more from the facts of its objects: a few bytes that changed on the disk inside a value break no page, but
 * make row and facts tell two stories. Such a run is written anew, and its objects count as changed, so that the next pass over the
 * bucket gets them again. What does not belong together at all is `index-damaged`. Gives others their turn in between.
 */
export function* checkRuns(db: WriteDatabase): Generator<void, RunCheck, undefined> {
  for (const part of checkCoherence(db)) yield part
  const mended: number[] = []
  let [checked, last] = [0, 0]
  for (;;) {
    const sql = '/* runsToCheck */ SELECT run_id AS runId, project_id AS projectId, rest FROM run WHERE run_id > ? ORDER BY run_id LIMIT ?'
    const runs = statement<[number, number], CheckedRun>(db.index, sql).all(last, runsAtOnce)
    if (runs.length === 0) break
    transact(db.index, () => {
      for (const run of runs) if (refoldRun(db, { ...run, isNew: false }).isChanged) mended.push(run.runId)
    })
    checked += runs.length
    last = runs.at(-1)?.runId ?? last
    yield
  }
  if (mended.length <= Math.max(fewRuns, checked / 100)) askAgain(db, mended)
  return { checked, mended: mended.length }
}

// No tag is empty, so every listing finds that these have changed.
function askAgain(db: WriteDatabase, runIds: readonly number[]): void {
  const sql = `/* askAgain */ UPDATE object SET etag = '' WHERE run_id = ?`
  transact(db.index, () => {
    for (const runId of runIds) statement<[number]>(db.index, sql).run(runId)
  })
}
