import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunPage } from '@shared/contract/runs'
import type { RunRow } from '@shared/model/run'
import { applyPage, emptyWindow, indexOfRun, isLeading, markStale, rowAt, wantedRows } from './runWindow'
import type { RunWindow } from './runWindow'

function row(appId: string): RunRow {
  return {
    project: 'p', partitionKey: null, appId, status: 'ok', stepCount: 1, failedCount: 0, firstTimeUs: 0, lastTimeUs: 0, lastAction: 'a', lastError: null,
    promptTokens: 0, completionTokens: 0, forkParent: null, spawnParent: null, forkCount: 0, spawnCount: 0, logFileCount: 1, sizeBytes: 1, offline: 'complete'
  }
}

function page(all: readonly RunRow[], offset: number, limit: number, more: Partial<RunPage> = {}): RunPage {
  const runs = all.slice(offset, offset + limit)
  return { runs, offset, nextCursor: offset + limit < all.length ? 'more' : null, total: all.length, hiddenNeverStepped: 0, countNext: null, leading: [], ...more }
}

const rows = (count: number, name = 'run'): RunRow[] => Array.from({ length: count }, (_, at) => row(`${name}-${at}`))

function settle(list: RunWindow, all: readonly RunRow[], from: number, to: number): RunWindow {
  let settled = list
  for (let round = 0; round < 20; round++) {
    const wanted = wantedRows(settled, from, to)
    if (wanted === null) return settled
    settled = applyPage(settled, wanted.offset, page(all, wanted.offset, wanted.limit, { total: null }))
  }
  throw new Error('Never settled')
}

describe('what is loaded of a run list', () => {
  it('wherever someone looks, soon holds the rows of the index there and no piece overlaps another', () => {
    const looks = fc.array(fc.record({ from: fc.nat(5000), grow: fc.integer({ min: -300, max: 300 }) }), { maxLength: 8 })
    fc.assert(
      fc.property(looks, (each) => {
        let all = rows(3000)
        let list = applyPage(emptyWindow, 0, page(all, 0, 200))
        for (const { from, grow } of each) {
          all = grow < 0 ? all.slice(-grow) : [...rows(grow, `new-${from}`), ...all]
          list = applyPage(markStale(list), 0, page(all, 0, 200))
          list = settle(list, all, from, from + 40)
          for (let index = from; index <= Math.min(from + 40, all.length - 1); index++) expect(rowAt(list, index)?.appId).toBe(all[index]?.appId)
          expect(list.total).toBe(all.length)
          let end = 0
          for (const segment of list.segments) {
            expect(segment.from).toBeGreaterThanOrEqual(end)
            end = segment.from + segment.rows.length
          }
          expect(end).toBeLessThanOrEqual(all.length)
        }
      }),
      { numRuns: 200 }
    )
  })

  it('wants nothing of rows that are there, and reads on without a gap', () => {
    const all = rows(1000)
    const list = applyPage(emptyWindow, 0, page(all, 0, 200))
    expect(wantedRows(list, 0, 100)).toBeNull()
    expect(wantedRows(list, 190, 210)).toEqual({ offset: 200, limit: 200 })
    expect(wantedRows(list, 700, 740)).toEqual({ offset: 600, limit: 200 })
    expect(wantedRows(list, 2000, 2040)).toBeNull()
  })

  it('finds a run where it was read last', () => {
    const all = rows(600)
    let list = applyPage(emptyWindow, 0, page(all, 0, 200))
    list = applyPage(list, 400, page(all, 400, 200))
    expect(indexOfRun(list, row('run-450'))).toBe(450)
    expect(indexOfRun(list, row('run-300'))).toBe(-1)
    const moved = [row('run-450'), ...all.filter(({ appId }) => appId !== 'run-450')]
    list = applyPage(markStale(list), 0, page(moved, 0, 200))
    expect(indexOfRun(list, row('run-450'))).toBe(0)
  })

  it('keeps which rows only lead to a match when pieces are cut', () => {
    const all = rows(300)
    let list = applyPage(emptyWindow, 0, page(all, 0, 200, { leading: [3, 150] }))
    list = applyPage(list, 100, page(all, 100, 30))
    expect([3, 4, 150].map((index) => isLeading(list, index))).toEqual([true, false, true])
  })

  it('is at least as long as what is seen while it is still counted', () => {
    const list = applyPage(emptyWindow, 0, page(rows(500), 0, 200, { total: 40, countNext: '1.1' }))
    expect([list.total, list.countNext]).toEqual([200, '1.1'])
  })
})
