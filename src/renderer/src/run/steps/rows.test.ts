import { describe, expect, it } from 'vitest'
import type { Ancestor } from '@shared/contract/family'
import type { StepEvents } from '@shared/contract/steps'
import type { RunDetail } from '@shared/contract/runs'
import type { RunChild, RunRow } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { listRows } from './rows'
import type { ListInput } from './rowTypes'
import { rootScope } from './scope'
import { levelOf, rowAbove } from './cursor'
import { indexOfStep, nextOfAction, nextTrouble, openingStep, stepAfter } from './selection'

const second = 1_000_000
function step(sequenceId: number, more: Partial<StepRow> = {}): StepRow {
  return {
    build: 0, sequenceId, attempt: 0, action: sequenceId % 2 === 0 ? 'a' : `b${sequenceId}`, status: 'ok', startUs: sequenceId * second, endUs: sequenceId * second + second / 2,
    startText: null, endText: null, errorLine: null, beginRecorded: true, stateIs: 'after', spanCount: 0, attributeCount: 0,
    streamed: false, retryOf: null, childCount: 0, ...more
  }
}
const runOf = (appId: string): RunRow => ({
  project: 'p', partitionKey: null, appId, status: 'ok', stepCount: 1, failedCount: 0, firstTimeUs: 0, lastTimeUs: second, lastAction: 'a', lastError: null, promptTokens: 0,
  completionTokens: 0, forkParent: null, spawnParent: null, forkCount: 0, spawnCount: 0, logFileCount: 1, sizeBytes: 1, offline: 'complete'
})
const opened = (...ids: readonly string[]) => ({ isOpen: (id: string, level: number) => level < 2 || ids.includes(id) })
const input = (steps: readonly StepRow[], more: Partial<ListInput> = {}): ListInput => ({
  scope: rootScope(runOf('root')), steps, children: [], parents: [], ancestors: [], isOpen: (_id, level) => level < 2, events: new Map(), subRuns: new Map(),
  newestFirst: false, childOrder: 'started', shows: null, ...more
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
    const retried = listRows(input([step(0), step(5), step(6, { retryOf: 5 }), step(7, { retryOf: 5 }), step(8)].map((each, at) => ({ ...each, startUs: at, endUs: at }))))
    expect(retried.flatMap((row) => (row.kind === 'step' ? [row.attempts] : []))).toEqual([null, null, { nth: 2, of: null }, { nth: 3, of: null }, null])
    expect(listRows(input([step(0), step(1, { retryOf: 0 })]))[1]).toMatchObject({ attempts: { nth: 2, of: null } })
  })

  it('keeps the place of what is loading, then shows streams, attributes and spans', () => {
    const streaming = step(3, { spanCount: 2, attributeCount: 3, streamed: true })
    const open = opened('0.3.0', '0.3.0 span 3:0 0')
    expect(kinds(input([streaming], open))).toEqual(['step', 'loading', 'loading', 'loading', 'loading'])
    const span = (spanId: string, depth: number) => ({ spanId, parentSpanId: null, name: 's', depth, startUs: 0, endUs: 1, beginRecorded: true })
    const attribute = (spanId: string | null) => ({ key: 'k', spanId, valueText: '1', timeUs: null })
    const events: StepEvents = {
      build: 0, sequenceId: 3, attempt: 0,
      spans: [span('3:0', 1), span('3:0', 1)],
      attributes: [attribute('3:0'), attribute(null), attribute('3:9')],
      stream: { initUs: 0, firstItemUs: 1, endUs: 2, items: 4 }
    }
    const rows = listRows(input([streaming], { ...open, events: new Map([['0.3.0', events]]) }))
    expect(rows.map((row) => row.kind)).toEqual(['step', 'stream', 'attributes', 'span', 'attribute', 'span'])
    expect(rows[2]).toMatchObject({ count: 2 })
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
  })

  it('shows children at their step, step 0 too, and those whose step is unknown at the end', () => {
    const child = (sequenceId: number | null, appId: string): RunChild => ({
      run: { project: 'p', partitionKey: null, appId }, kind: 'fork', sequenceId, timeUs: 1, status: 'ok', stepCount: 1, firstTimeUs: 1, lastTimeUs: 2
    })
    const rows = listRows(input([step(0, { childCount: 1 }), step(1)], { children: [child(0, 'x'), child(null, 'y')], ...opened('0.0.0') }))
    expect(rows.map((row) => (row.kind === 'child' ? row.child.run.appId : row.kind))).toEqual(['step', 'x', 'step', 'y'])
  })

  const child = (appId: string, more: Partial<RunChild> = {}): RunChild => ({
    run: { project: 'p', partitionKey: null, appId }, kind: 'spawn', sequenceId: 0, timeUs: 1, status: 'ok', stepCount: 2, firstTimeUs: 0, lastTimeUs: second, ...more
  })
  const detailOf = (appId: string, steps: readonly StepRow[], children: readonly RunChild[] = []): RunDetail => ({
    run: runOf(appId), builds: [], graphHash: null, parents: [], children, steps, badLines: [], clock: null, waiting: null, logFiles: { known: 1, here: 1 }
  })

  it('opens a sub-run inside its step, and one inside that, with its place kept while it is read', () => {
    const children = [child('inner')]
    const subRuns = new Map([['p/~/inner', detailOf('inner', [step(0), step(1)], [child('deep', { sequenceId: 1 })])]])
    const open = opened('0.0.0', 'child p/~/inner spawn 1', 'p/~/inner 0.1.0', 'p/~/inner child p/~/deep spawn 1')
    const rows = listRows(input([step(0), step(1)], { ...open, children, subRuns }))
    expect(rows.map((row) => `${row.kind} ${levelOf(row)}`)).toEqual(['step 1', 'child 2', 'step 3', 'step 3', 'child 4', 'loading 5', 'loading 5', 'step 1'])
    expect(rows[3]).toMatchObject({ scope: { inside: [{ appId: 'inner' }], isOnTimeline: true }, step: { sequenceId: 1 } })
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
    expect(rows[4] === undefined ? null : rowAbove(rows, rows[4])?.id).toBe(rows[3]?.id)
  })

  it('does not follow a run into itself', () => {
    const subRuns = new Map([['p/~/inner', detailOf('inner', [step(0)], [child('root'), child('inner')])]])
    expect(listRows(input([step(0)], { isOpen: () => true, children: [child('inner')], subRuns })).map((row) => row.kind)).toEqual(['step', 'child', 'step', 'child', 'child'])
  })

  it('shows fifty runs of a step as a table, sorted, with those that stand out', () => {
    const children = Array.from({ length: 50 }, (_, n) => child(`part-${n}`, { lastTimeUs: (n === 17 ? 30 : 1 + n / 100) * second, status: n === 40 ? 'failed' : 'ok' }))
    const given = { ...opened('0.0.0'), children }
    const rows = listRows(input([step(0)], given))
    expect(rows[1]).toMatchObject({ kind: 'children', count: 50, failedCount: 1, longestUs: 30 * second })
    expect(rows.flatMap((row) => (row.kind === 'child' && row.isOutlier ? [row.child.run.appId] : []))).toEqual(['part-17'])
    const first = (childOrder: ListInput['childOrder']) => listRows(input([step(0)], { ...given, childOrder }))[2]
    expect([first('started'), first('longest'), first('status')]).toMatchObject([{ child: { run: { appId: 'part-0' } } }, { child: { run: { appId: 'part-17' } } }, { child: { run: { appId: 'part-40' } } }])
  })

  it('shows what a fork builds on before its own steps', () => {
    const ancestor: Ancestor = { kind: 'fork', pointer: { appId: 'parent', sequenceId: 1, partitionKey: null }, run: runOf('parent'), forks: [], inherited: [step(0), step(1)], inheritedCount: 2 }
    const rows = listRows(input([step(2)], { ancestors: [ancestor], parents: [{ kind: 'fork', pointer: ancestor.pointer, run: ancestor.run }] }))
    expect(rows.map((row) => row.kind)).toEqual(['inherited', 'step', 'step', 'step'])
    expect(rows.map((row) => row.scope.isInherited)).toEqual([false, true, true, false])
  })

  it('leaves out what a filter does, but not the step around what stays', () => {
    const children = [child('good'), child('bad', { status: 'failed' })]
    const rows = listRows(input([step(0), step(1), step(9)], { ...opened('0.0.0'), children, shows: (row) => row.kind === 'child' && row.child.status === 'failed' }))
    expect(rows.map((row) => row.kind)).toEqual(['step', 'child'])
  })

  it('names what repeats', () => {
    const loop = Array.from({ length: 28 }, (_, n) => step(n + 1, { action: n % 2 === 0 ? 'rag' : 'grade', startUs: n * second, endUs: n * second + 1 }))
    const rows = listRows(input([step(0, { action: 'ask', startUs: 0, endUs: 1 }), ...loop, step(29, { action: 'answer', startUs: 28 * second, endUs: 28 * second + 1 })]))
    expect(rows.filter((row) => row.kind === 'repeat')).toMatchObject([{ actions: ['rag', 'grade'], times: 14, to: 28 }])
  })

  it('lists 20,000 steps in well under a frame budget of ten', () => {
    const steps = Array.from({ length: 20_000 }, (_, i) => step(i))
    listRows(input(steps))
    const start = performance.now()
    expect(listRows(input(steps))).toHaveLength(20_000)
    expect(performance.now() - start).toBeLessThan(3000)
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
