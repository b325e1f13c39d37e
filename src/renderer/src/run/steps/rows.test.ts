import { describe, expect, it } from 'vitest'
import type { StepEvents } from '@shared/contract/steps'
import type { RunChild } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { listRows, type ListInput } from './rows'
import { indexOfStep, nextOfAction, nextTrouble, openingStep, stepAfter } from './selection'

const second = 1_000_000
function step(sequenceId: number, more: Partial<StepRow> = {}): StepRow {
  return {
    build: 0, sequenceId, attempt: 0, action: 'a', status: 'ok', startUs: sequenceId * second, endUs: sequenceId * second + second / 2,
    startText: null, endText: null, errorLine: null, beginRecorded: true, stateIs: 'after', spanCount: 0, attributeCount: 0,
    streamed: false, retryOf: null, childCount: 0, ...more
  }
}
const input = (steps: readonly StepRow[], more: Partial<ListInput> = {}): ListInput => ({
  steps, children: [], parents: [], open: new Set(), events: new Map(), newestFirst: false, ...more
})
const kinds = (given: ListInput): string[] => listRows(given).map((row) => row.kind)

describe('listRows', () => {
  it('puts a pause row into gaps of more than a second, above the step that follows', () => {
    const steps = [step(0), step(1), step(9)]
    expect(kinds(input(steps))).toEqual(['step', 'step', 'pause', 'step'])
    expect(listRows(input(steps))[2]).toMatchObject({ kind: 'pause', lengthUs: 7.5 * second })
    expect(listRows(input(steps, { newestFirst: true })).map((row) => row.kind)).toEqual(['step', 'pause', 'step', 'step'])
  })

  it('invents no pause after a step without an end', () => {
    expect(kinds(input([step(0, { endUs: null, status: 'open' }), step(9)]))).toEqual(['step', 'step'])
  })

  it('shows builds and attempts', () => {
    const rows = listRows(input([step(0), step(0, { attempt: 1 }), step(0, { build: 1 })]))
    expect(rows.map((row) => row.kind)).toEqual(['build', 'step', 'step', 'build', 'step'])
    expect(rows.flatMap((row) => (row.kind === 'step' ? [row.attempts] : []))).toEqual([{ nth: 1, of: 2 }, { nth: 2, of: 2 }, null])
    expect(listRows(input([step(0), step(1, { retryOf: 1 })]))[1]).toMatchObject({ attempts: { nth: 2, of: null } })
  })

  it('keeps the place of what is loading, then shows streams, attributes and spans', () => {
    const opened = step(3, { spanCount: 2, attributeCount: 3, streamed: true })
    const open = new Set(['0.3.0', '0.3.0 span 3:0 0'])
    expect(kinds(input([opened], { open }))).toEqual(['step', 'loading', 'loading', 'loading', 'loading'])
    const span = (spanId: string, depth: number) => ({ spanId, parentSpanId: null, name: 's', depth, startUs: 0, endUs: 1, beginRecorded: true })
    const attribute = (spanId: string | null) => ({ key: 'k', spanId, valueText: '1', timeUs: null })
    const events: StepEvents = {
      build: 0, sequenceId: 3, attempt: 0,
      spans: [span('3:0', 1), span('3:0', 1)],
      attributes: [attribute('3:0'), attribute(null), attribute('3:9')],
      stream: { initUs: 0, firstItemUs: 1, endUs: 2, items: 4 }
    }
    const rows = listRows(input([opened], { open, events: new Map([['0.3.0', events]]) }))
    expect(rows.map((row) => row.kind)).toEqual(['step', 'stream', 'attributes', 'span', 'attribute', 'span'])
    expect(rows[2]).toMatchObject({ count: 2 })
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
  })

  it('shows children at their step, step 0 too, and those whose step is unknown at the end', () => {
    const child = (sequenceId: number | null, appId: string): RunChild => ({
      run: { project: 'p', partitionKey: null, appId }, kind: 'fork', sequenceId, timeUs: 1, status: 'ok', stepCount: 1, firstTimeUs: 1, lastTimeUs: 2
    })
    const rows = listRows(input([step(0, { childCount: 1 }), step(1)], { children: [child(0, 'x'), child(null, 'y')], open: new Set(['0.0.0']) }))
    expect(rows.map((row) => (row.kind === 'child' ? row.child.run.appId : row.kind))).toEqual(['step', 'x', 'step', 'y'])
  })

  it('lists 20,000 steps in well under a frame budget of ten', () => {
    const steps = Array.from({ length: 20_000 }, (_, i) => step(i))
    listRows(input(steps))
    const start = performance.now()
    expect(listRows(input(steps))).toHaveLength(20_000)
    expect(performance.now() - start).toBeLessThan(500)
  })
})

describe('selection', () => {
  const steps = [step(0), step(3), step(7, { status: 'failed', action: 'b' }), step(8)]

  it('opens at the first failing step, else at the last', () => {
    expect(openingStep(steps)?.sequenceId).toBe(7)
    expect(openingStep([step(0), step(4)])?.sequenceId).toBe(4)
    expect(openingStep([])).toBeNull()
  })

  it('moves over gaps in the numbers to steps that exist, and stops at the ends', () => {
    expect(stepAfter(steps, step(7), -1)?.sequenceId).toBe(3)
    expect(stepAfter(steps, step(0), -1)?.sequenceId).toBe(0)
    expect(stepAfter(steps, step(3), 1)?.sequenceId).toBe(7)
    expect(stepAfter(steps, null, 1)?.sequenceId).toBe(0)
    expect(stepAfter([], null, 1)).toBeNull()
  })

  it('stays on its step when earlier and later steps arrive', () => {
    const selected = { build: 0, sequenceId: 7, attempt: 0 }
    const grown = [step(0), step(2), step(3), step(7, { status: 'failed' }), step(8), step(9)]
    expect(grown[indexOfStep(grown, selected)]?.sequenceId).toBe(7)
  })

  it('goes from error to error, round the end', () => {
    const more = [...steps, step(9, { status: 'failed' }), step(10)]
    expect(nextTrouble(more, step(0), 1)?.sequenceId).toBe(7)
    expect(nextTrouble(more, step(9), 1)?.sequenceId).toBe(7)
    expect(nextTrouble(more, step(7), -1)?.sequenceId).toBe(9)
    expect(nextTrouble(more, null, 1)?.sequenceId).toBe(7)
    expect(nextTrouble(more, null, -1)?.sequenceId).toBe(9)
    expect(nextTrouble([step(1)], null, 1)).toBeNull()
  })

  it('goes through the steps of one action', () => {
    expect(nextOfAction(steps, step(3), 'a')?.sequenceId).toBe(8)
    expect(nextOfAction(steps, step(8), 'a')?.sequenceId).toBe(0)
    expect(nextOfAction(steps, null, 'zzz')).toBeNull()
  })
})
