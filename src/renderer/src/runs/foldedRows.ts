import type { FamilyRun } from '@shared/contract/runs'
import type { RunRow } from '@shared/model/run'
import { indexOfRun, isLeading, isSameRun, rowAt } from '../queries/runWindow'
import type { RunWindow } from '../queries/runWindow'

/** An opened family: the index of its oldest run in the list, and the runs below it. */
export interface OpenFamily {
  readonly index: number
  readonly runs: readonly FamilyRun[]
}

/** One line on screen. */
export interface Line {
  /** `undefined` = not loaded yet. */
  readonly run: RunRow | undefined
  /** 0 = a line of the list itself. */
  readonly depth: number
  readonly kind: FamilyRun['kind'] | null
  /** It does not match and only leads to one that does. */
  readonly dim: boolean
  /** Index of the line of the list it belongs to. */
  readonly listIndex: number
}

/** A list with some of its families opened, line by line. */
export interface FoldedRows {
  readonly count: number
  readonly lineAt: (line: number) => Line
  readonly lineOf: (run: Pick<RunRow, 'appId' | 'partitionKey'>) => number
}

/** Puts the runs of opened families below their oldest; `open` is in the order of the list. */
export function foldedRows(list: RunWindow, open: readonly OpenFamily[]): FoldedRows {
  const added = open.reduce((sum, { runs }) => sum + runs.length, 0)
  return {
    count: list.total + added,
    lineAt(line) {
      let shift = 0
      for (const { index, runs } of open) {
        const at = line - shift - index - 1
        if (at < 0) break
        const found = runs[at]
        if (found !== undefined) return { run: found.run, depth: found.depth, kind: found.kind, dim: !found.matches, listIndex: index }
        shift += runs.length
      }
      const listIndex = line - shift
      return { run: rowAt(list, listIndex), depth: 0, kind: null, dim: isLeading(list, listIndex), listIndex }
    },
    lineOf(run) {
      let shift = 0
      const index = indexOfRun(list, run)
      for (const family of open) {
        const at = family.runs.findIndex((each) => isSameRun(each.run, run))
        if (at >= 0) return family.index + shift + 1 + at
        if (index >= 0 && family.index >= index) break
        shift += family.runs.length
      }
      return index < 0 ? -1 : index + shift
    }
  }
}
