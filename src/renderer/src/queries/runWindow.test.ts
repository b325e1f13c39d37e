import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunPage } from '@shared/contract/runs'
import type { RunRow } from '@shared/model/run'
import { applyPage, emptyWindow, indexOfRun, markStale, rowAt, wantedPage } from './runWindow'
import type { RunWindow } from './runWindow'

function row(appId: string, lastTimeUs: number, partitionKey: string | null = null): RunRow {
  return {
    project: 'p', partitionKey, appId, status: 'ok', stepCount: 1, failedCount: 0, firstTimeUs: 0, lastTimeUs, lastAction: 'a', lastError: null,
    promptTokens: 0, completionTokens: 0, forkParent: null, spawnParent: null, forkCount: 0, spawnCount: 0, logFileCount: 1, sizeBytes: 1, offline: 'complete'
  }
}

/** An index that answers as the program does: by key, newest first. */
class Index {
  runs: RunRow[] = []

  page(cursor: string | null, limit: number): RunPage {
    const sorted = this.runs.toSorted((a, b) => b.lastTimeUs - a.lastTimeUs || (a.appId < b.appId ? -1 : 1))
    const [timeText = '', appId = ''] = cursor?.split(' ') ?? []
    const rest = cursor === null ? sorted : sorted.filter((run) => run.lastTimeUs < Number(timeText) || (run.lastTimeUs === Number(timeText) && run.appId > appId))
    const runs = rest.slice(0, limit)
    const last = runs.at(-1)
    return { runs, nextCursor: last === undefined || rest.length <= limit ? null : `${last.lastTimeUs} ${last.appId}`, total: this.runs.length, hiddenNeverStepped: 0 }
  }
}

const rows = (list: RunWindow): RunRow[] => list.chunks.flatMap((chunk) => chunk.rows)
const ids = (list: RunWindow): string[] => rows(list).map((each) => each.appId)

function settle(index: Index, start: RunWindow, to: number, limit: number): RunWindow {
  let list = start
  for (let round = 0; round < 500; round++) {
    const wanted = wantedPage(list, 0, to)
    if (wanted === null) return list
    list = applyPage(list, wanted.chunk, index.page(wanted.cursor, limit))
  }
  throw new Error('The list never settled')
}

describe('the window on a run list', () => {
  it('keeps a run that moves to the top from being there twice', () => {
    const index = new Index()
    index.runs = Array.from({ length: 10 }, (_, at) => row(`r${at}`, 100 - at))
    let list = settle(index, applyPage(emptyWindow, 0, index.page(null, 3)), 9, 3)
    index.runs = index.runs.map((run) => (run.appId === 'r7' ? { ...run, lastTimeUs: 200 } : run))
    list = applyPage(markStale(list), 0, index.page(null, 3))
    expect(ids(list)).toEqual(['r7', 'r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r8', 'r9'])
  })

  it('reads again only what is looked at', () => {
    const index = new Index()
    index.runs = Array.from({ length: 30 }, (_, at) => row(`r${String(at).padStart(2, '0')}`, 100 - at))
    let list = settle(index, applyPage(emptyWindow, 0, index.page(null, 10)), 29, 10)
    expect(wantedPage(list, 0, 29)).toBeNull()
    list = applyPage(markStale(list), 0, index.page(null, 10))
    expect(wantedPage(list, 0, 9)).toBeNull()
    expect(wantedPage(list, 20, 25)).toMatchObject({ chunk: 2 })
  })

  it('tells runs of two partitions with the same app id apart', () => {
    const page = { runs: [row('a', 2, 'x'), row('a', 1, null)], nextCursor: null, total: 2, hiddenNeverStepped: 0 }
    const list = applyPage(emptyWindow, 0, page)
    expect(indexOfRun(list, { appId: 'a', partitionKey: null })).toBe(1)
    expect(rowAt(list, 2)).toBeUndefined()
  })

  it('never shows a run twice and ends up as the index is, whatever happens between the reads', () => {
    const happening = fc.oneof(
      fc.record({ what: fc.constant('new' as const), times: fc.integer({ min: 1, max: 12 }) }),
      fc.record({ what: fc.constant('older' as const), at: fc.nat(1000) }),
      fc.record({ what: fc.constant('goesOn' as const), at: fc.nat(1000) }),
      fc.record({ what: fc.constant('gone' as const), at: fc.nat(1000) }),
      fc.record({ what: fc.constant('look' as const), at: fc.nat(60) })
    )
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 30 }), fc.integer({ min: 2, max: 7 }), (happenings, limit) => {
        const index = new Index()
        let clock = 1000
        let count = 0
        const born = (timeUs: number): number => index.runs.push(row(`r${count++}`, timeUs))
        for (let at = 0; at < 20; at++) born(at * 10)
        let list = applyPage(emptyWindow, 0, index.page(null, limit))
        const at = (place: number): number => place % Math.max(1, index.runs.length)
        for (const each of happenings) {
          if (each.what === 'new') for (let n = 0; n < each.times; n++) born(clock++)
          else if (each.what === 'older') born(each.at)
          else if (each.what === 'gone') index.runs.splice(at(each.at), 1)
          else if (each.what === 'goesOn') index.runs = index.runs.map((run, place) => (place === at(each.at) ? { ...run, lastTimeUs: clock++ } : run))
          else {
            const wanted = wantedPage(list, each.at, each.at + 5)
            if (wanted !== null) list = applyPage(list, wanted.chunk, index.page(wanted.cursor, limit))
          }
          if (each.what !== 'look') list = applyPage(markStale(list), 0, index.page(null, limit))
          expect(new Set(ids(list)).size).toBe(list.loaded)
        }
        list = settle(index, applyPage(markStale(list), 0, index.page(null, limit)), Infinity, limit)
        expect(rows(list)).toEqual(index.page(null, 10_000).runs)
        expect(list.loaded).toBe(list.total)
      }),
      { numRuns: 400 }
    )
  })
})
