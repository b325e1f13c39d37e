import { expect, it } from 'vitest'
import type { FamilyRun } from '@shared/contract/runs'
import type { RunRow } from '@shared/model/run'
import { applyPage, emptyWindow } from '../queries/runWindow'
import { foldedRows } from './foldedRows'

function row(appId: string): RunRow {
  return {
    project: 'p', partitionKey: null, appId, status: 'ok', stepCount: 1, failedCount: 0, firstTimeUs: 0, lastTimeUs: 0, lastAction: 'a', lastError: null,
    promptTokens: 0, completionTokens: 0, forkParent: null, spawnParent: null, forkCount: 0, spawnCount: 0, logFileCount: 1, sizeBytes: 1, offline: 'complete'
  }
}
const below = (appId: string, depth: number, matches = true): FamilyRun => ({ run: row(appId), kind: 'spawn', depth, matches })

it('puts the runs of open families below their oldest, and finds every line again', () => {
  const runs = ['a', 'b', 'c', 'd'].map(row)
  const list = applyPage(emptyWindow, 0, { runs, offset: 0, nextCursor: null, total: 4, hiddenNeverStepped: 0, countNext: null, leading: [2] })
  const rows = foldedRows(list, [{ index: 0, runs: [below('a1', 1), below('a11', 2)] }, { index: 2, runs: [below('c1', 1, false)] }])
  const lines = Array.from({ length: rows.count }, (_, line) => rows.lineAt(line))
  expect(lines.map(({ run, depth, dim, listIndex }) => [run?.appId, depth, dim, listIndex])).toEqual([
    ['a', 0, false, 0], ['a1', 1, false, 0], ['a11', 2, false, 0], ['b', 0, false, 1], ['c', 0, true, 2], ['c1', 1, true, 2], ['d', 0, false, 3]
  ])
  for (const [line, { run }] of lines.entries()) if (run !== undefined) expect(rows.lineOf(run)).toBe(line)
  expect(rows.lineOf(row('nobody'))).toBe(-1)
})
