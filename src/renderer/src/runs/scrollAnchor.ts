import type { RunRow } from '@shared/model/run'
import { indexOfRun, rowAt } from '../queries/runWindow'
import type { RunWindow } from '../queries/runWindow'

/** The runs on screen and where they stood. */
export interface Anchor {
  readonly from: number
  readonly runs: readonly Pick<RunRow, 'appId' | 'partitionKey'>[]
}

/** Remembers the runs between two indexes. */
export function anchorOf(list: RunWindow, from: number, to: number): Anchor {
  const runs: RunRow[] = []
  for (let index = from; index <= to; index++) {
    const row = rowAt(list, index)
    if (row === undefined) break
    runs.push(row)
  }
  return { from, runs }
}

/**
 * By how many rows the runs of an anchor have moved down: the move most of them made, since a run with news leaves its place
 * for the top.
 */
export function rowsMoved(list: RunWindow, anchor: Anchor): number {
  const votes = new Map<number, number>()
  let best = 0
  for (const [at, run] of anchor.runs.entries()) {
    const index = indexOfRun(list, run)
    if (index < 0) continue
    const moved = index - (anchor.from + at)
    const count = (votes.get(moved) ?? 0) + 1
    votes.set(moved, count)
    if (count > (votes.get(best) ?? 0)) best = moved
  }
  return best
}
