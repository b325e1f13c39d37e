import { describe, expect, it } from 'vitest'
import { findPauses, makeAxis, toDrawn, toTime, type Interval } from './axis'
import { barOf, fitView, panView, ticks, zoomTo, zoomView } from './waterfall'

const second = 1_000_000
const at = (from: number, to: number): Interval => ({ startUs: from * second, endUs: to * second })
const steps = [at(100, 101), at(101, 103), at(113, 114), at(112.5, 114), at(114, 120)]

describe('pauses', () => {
  it('are what nothing covers for more than a second', () => {
    expect(findPauses(steps)).toEqual([at(103, 112.5)])
    expect(findPauses([at(0, 1), at(2, 3)])).toEqual([])
    expect(findPauses([at(0, 50), at(1, 2), at(10, 11), at(60, 61)])).toEqual([at(50, 60)])
    expect(findPauses([])).toEqual([])
  })
})

describe('axis', () => {
  it('is wall time when nothing is folded', () => {
    const axis = makeAxis(steps, [])
    expect(axis.length).toBe(20 * second)
    expect(toDrawn(axis, 110 * second)).toBe(10 * second)
  })

  it('folds: shown + folded = wall time', () => {
    const axis = makeAxis(steps, findPauses(steps))
    const shown = axis.segments.filter((segment) => !segment.isFolded).reduce((sum, each) => sum + each.endUs - each.startUs, 0)
    const folded = axis.segments.filter((segment) => segment.isFolded).reduce((sum, each) => sum + each.endUs - each.startUs, 0)
    expect([shown, folded, shown + folded]).toEqual([10.5 * second, 9.5 * second, 20 * second])
    expect(axis.length).toBe(10.5 * second + (10.5 * second) / 50)
  })

  it('finds back every instant', () => {
    const axis = makeAxis(steps, findPauses(steps))
    for (const time of [100, 100.5, 103, 105, 112.5, 113.25, 120]) {
      expect(toTime(axis, toDrawn(axis, time * second))).toBeCloseTo(time * second, 0)
    }
    expect(toDrawn(axis, 0)).toBe(0)
    expect(toDrawn(axis, 999 * second)).toBe(axis.length)
  })

  it('survives no steps and one instant', () => {
    expect(makeAxis([], [])).toEqual({ segments: [], length: 0 })
    const axis = makeAxis([at(5, 5)], [])
    expect(barOf(axis, fitView(axis), at(5, 5), 400)).toMatchObject({ left: 0, width: 2 })
  })
})

describe('bars', () => {
  const axis = makeAxis([at(0, 100)], [])
  const all = fitView(axis)

  it('stand at their pixels', () => {
    expect(barOf(axis, all, at(25, 50), 400)).toEqual({ left: 100, width: 100, startsBefore: false, endsAfter: false })
    expect(barOf(axis, all, at(100, 100), 400)).toMatchObject({ left: 398, width: 2 })
  })

  it('are never backwards nor too thin', () => {
    expect(barOf(axis, all, at(50, 40), 400)).toMatchObject({ left: 200, width: 2 })
  })

  it('are cut at the view and say so', () => {
    const view = { from: 40 * second, to: 60 * second }
    expect(barOf(axis, view, at(30, 50), 400)).toEqual({ left: 0, width: 200, startsBefore: true, endsAfter: false })
    expect(barOf(axis, view, at(70, 80), 400)).toBeNull()
  })
})

describe('view', () => {
  const axis = makeAxis([at(0, 100)], [])

  it('zooms about the pointer and stays on the axis', () => {
    expect(zoomView(axis, fitView(axis), 2, 25 * second)).toEqual({ from: 12.5 * second, to: 62.5 * second })
    expect(zoomView(axis, { from: 0, to: 10 * second }, 0.01)).toEqual(fitView(axis))
  })

  it('pans and stops at the ends', () => {
    const view = { from: 0, to: 10 * second }
    expect(panView(axis, view, 0.5)).toEqual({ from: 5 * second, to: 15 * second })
    expect(panView(axis, view, -3)).toEqual(view)
    expect(panView(axis, view, 100)).toEqual({ from: 90 * second, to: 100 * second })
  })

  it('fits one step with room around it', () => {
    expect(zoomTo(axis, at(50, 60))).toEqual({ from: 49 * second, to: 61 * second })
  })
})

describe('ruler', () => {
  const labels = (from: number, to: number, width = 400): string[] => {
    const axis = makeAxis([at(from, to)], [])
    return ticks(axis, fitView(axis), width).map((tick) => tick.label)
  }

  it('uses round times', () => {
    expect(labels(0, 10)).toEqual(['0', '2 s', '4 s', '6 s', '8 s', '10 s'])
    expect(labels(0, 0.004)).toEqual(['0', '1 ms', '2 ms', '3 ms', '4 ms'])
    expect(labels(0, 7200)).toEqual(['0', '30 min', '1 h', '1 h 30 min', '2 h'])
    expect(labels(0, 2.5)).toEqual(['0', '500 ms', '1 s', '1.5 s', '2 s', '2.5 s'])
  })

  it('shows a break for a folded pause and no mark inside it', () => {
    const axis = makeAxis(steps, findPauses(steps))
    const marks = ticks(axis, fitView(axis), 800)
    expect(marks.filter((tick) => tick.isBreak).map((tick) => tick.label)).toEqual(['9.5 s'])
    expect(marks.every((tick) => tick.isBreak || tick.timeUs <= 103 * second || tick.timeUs >= 112.5 * second)).toBe(true)
    expect(marks.every((tick, index) => index === 0 || tick.left > (marks[index - 1]?.left ?? 0))).toBe(true)
  })

  it('stays small for a run of years', () => {
    expect(labels(0, 3 * 365 * 86_400).length).toBeLessThan(8)
  })
})
