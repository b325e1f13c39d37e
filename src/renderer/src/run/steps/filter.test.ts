import { describe, expect, it } from 'vitest'
import type { StepRow } from '@shared/model/step'
import { makeAxis } from './axis'
import { noFilter, slowFrom, stepTest, type StepFilter } from './filter'
import { lanesOf } from './lanes'
import { findRepeats } from './repeats'
import { itemsPerSecond, streamWords } from './streamWords'
import { fitView } from './waterfall'

const step = (sequenceId: number, action: string, lengthUs = 10, more: Partial<StepRow> = {}) =>
  ({ build: 0, sequenceId, attempt: 0, action, status: 'ok', startUs: sequenceId * 100, endUs: sequenceId * 100 + lengthUs, ...more }) as StepRow
const way = [step(0, 'ask'), step(1, 'rag'), step(2, 'grade'), step(3, 'rag', 90), step(4, 'grade', 10, { status: 'failed' }), step(5, 'grade'), step(6, 'answer')]
const left = (filter: Partial<StepFilter>): number[] => way.filter(stepTest({ ...noFilter, ...filter }, way)).map((each) => each.sequenceId)

describe('filter', () => {
  it('leaves errors, slow steps, one action, or one way of the graph, and what is all of them', () => {
    expect(left({})).toHaveLength(7)
    expect(left({ onlyErrors: true })).toEqual([4])
    expect([slowFrom(way), left({ onlySlow: true })]).toEqual([90, [3]])
    expect(left({ action: 'grade' })).toEqual([2, 4, 5])
    expect(left({ action: 'grade', onlyErrors: true })).toEqual([4])
    expect(left({ passage: { from: 'rag', to: 'grade' } })).toEqual([1, 2, 3, 4])
    // After a failure nothing was passed: the same action again is a retry.
    expect(left({ passage: { from: 'grade', to: 'grade' } })).toEqual([])
  })
})

describe('repeats', () => {
  it('are the shortest cycle that tells a loop, and none in what does not repeat', () => {
    const loop = ['ask', ...Array.from({ length: 6 }, () => ['a', 'b']).flat(), 'c', 'c', 'c', 'c', 'end'].map((action, index) => step(index, action))
    expect(findRepeats(loop).map(({ from, to, actions, times }) => [from, to, actions.join('>'), times])).toEqual([[1, 12, 'a>b', 6], [13, 16, 'c', 4]])
    expect(findRepeats(way)).toEqual([])
  })
})

describe('lanes', () => {
  it('hold all times of one action; those too close to be told apart are one bar that fails when one of them does', () => {
    const axis = makeAxis([{ startUs: 0, endUs: 610 }], [])
    const place = { axis, view: fitView(axis), widthPx: 610, openUs: 0 }
    expect(lanesOf(way, place).map(({ action, count, failed, bars }) => [action, count, failed, bars.length])).toEqual([['ask', 1, 0, 1], ['rag', 2, 0, 2], ['grade', 3, 1, 3], ['answer', 1, 0, 1]])
    const narrow = lanesOf(way, { ...place, widthPx: 3 })[2]
    expect(narrow?.bars).toMatchObject([{ count: 3, hasFailed: true, step: { sequenceId: 4 } }])
  })
})

describe('streams', () => {
  const second = 1_000_000
  it('tell the time to the first item and how many came a second, as far as it is recorded', () => {
    expect(streamWords({ initUs: 0, firstItemUs: second / 2, endUs: 2.5 * second, items: 41 })).toBe('41 items · first after 500 ms · 20 items/s')
    expect(itemsPerSecond({ initUs: 0, firstItemUs: 0, endUs: second, items: 1 })).toBeNull()
    expect(streamWords({ initUs: null, firstItemUs: null, endUs: null, items: null })).toBe('no end recorded')
  })
})
