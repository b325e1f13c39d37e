// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FieldHistory, FieldWrite } from '@shared/contract/fields'
import type { RunDetail } from '@shared/contract/runs'
import type { StepDetail, StepRow } from '@shared/model/step'
import { fakeGraph } from '../../dev/fakeGraph'
import { fakeRunDetail } from '../../dev/fakeSteps'
import { fakeProjects, fakeRun } from '../../dev/fakeRuns'
import { createQueryClient } from '../../queries/client'
import { DataTab } from '../data/dataTab'
import { StepBody } from '../stepBody'
import { keptPaths } from '../watch/watched'
import { StatePanes } from './statePanes'
import { numbersOf } from './stepOrder'

// Waiting ends when what is awaited is there; the limit only counts on a machine that is very busy.
configure({ asyncUtilTimeout: 15_000 })

const states = ['{"n":1,"who":"a"}', '{"n":2,"who":"a"}', '{"n":2,"who":null,"more":[1]}', '{"n":5,"who":"b"}']
let detail: RunDetail

function runOf(): RunDetail {
  const project = fakeProjects[0]
  if (project === undefined) throw new Error('no made-up project')
  return fakeRunDetail({ ...fakeRun(project, 3), stepCount: states.length, status: 'ok', lastError: null, forkParent: null })
}

function stepDetail(sequenceId: number): StepDetail {
  const step = detail.steps[sequenceId]
  if (step === undefined) throw new Error('no such step')
  return {
    step, stateText: states[sequenceId] ?? null, resultText: '{}', inputsText: '{}', exception: null, previousStateText: states[sequenceId - 1] ?? null,
    previousStep: sequenceId === 0 ? null : { build: 0, sequenceId: sequenceId - 1, attempt: 0 }, spans: [], attributes: [], stream: null, unknownLines: [], beginPlace: null, endPlace: null
  }
}

const text = (value: string): FieldWrite['to'] => ({ text: value, length: value.length })
const write = (sequenceId: number, from: string | null, to: string | null): FieldWrite => ({
  build: 0, sequenceId, attempt: 0, action: detail.steps[sequenceId]?.action ?? '', kind: from === null ? 'first' : 'changed', from: from === null ? null : text(from), to: to === null ? null : text(to), by: 'step', since: null
})

function answer(method: string, input: unknown): unknown {
  if (method === 'steps.get') return stepDetail((input as { step: StepRow }).step.sequenceId)
  if (method === 'steps.forkState') return { run: detail.run, step: { build: 0, sequenceId: 7, attempt: 0 }, action: 'respond', stateText: '{"n":0}', length: 7 }
  if (method === 'runs.graph') return fakeGraph
  if (method === 'steps.lastWrite') return { write: write(1, '1', '2'), searchedTo: null }
  const next = { after: { build: 0, sequenceId: 1, attempt: 0 }, known: null, gap: null, isRebuilt: false }
  const isFirst = (input as { from?: unknown }).from === undefined
  const part: FieldHistory = { writes: isFirst ? [write(0, null, '1'), write(1, '1', '2')] : [write(3, '2', '5')], walked: 2, missing: 0, next: isFirst ? next : null, forkedAt: null }
  return part
}

function Bench() {
  const [selected, setSelected] = useState<StepRow | null>(detail.steps[2] ?? null)
  return (
    <StatePanes detail={detail} selected={selected} onSelect={setSelected} heightPx={700}>
      {selected === null ? null : <StepBody run={detail.run} step={selected}>{(step) => <DataTab detail={step} run={detail} mode="rendered" />}</StepBody>}
      <output data-testid="at">{selected?.sequenceId}</output>
      {detail.steps.map((step) => <button key={step.sequenceId} type="button" onClick={() => setSelected(step)}>go {step.sequenceId}</button>)}
    </StatePanes>
  )
}

const show = () => render(<QueryClientProvider client={createQueryClient()}><Bench /></QueryClientProvider>)
const at = (): string | null => screen.getByTestId('at').textContent
const go = (sequenceId: number): boolean => fireEvent.click(screen.getByRole('button', { name: `go ${sequenceId}` }))
const changes = () => within(screen.getByRole('region', { name: 'Changes' }))

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('ResizeObserver', class { observe(): void {} disconnect(): void {} })
  Element.prototype.scrollTo = () => undefined
  detail = runOf()
  window.burr = { call: (method, input) => Promise.resolve(JSON.stringify({ ok: true, value: answer(method, input) })), openDropped: () => Promise.resolve(''), onChange: () => () => undefined }
})
afterEach(cleanup)

describe('the history of a field', () => {
  it('lists every write over all parts, follows the selection, and goes on with [ and ]', async () => {
    show()
    fireEvent.click((await screen.findAllByRole('button', { name: 'History of state["n"]' }))[0] ?? document.body)
    const dock = within(screen.getByRole('region', { name: 'History of state["n"]' }))
    await waitFor(() => expect(dock.getAllByRole('option')).toHaveLength(3))
    expect(dock.getAllByRole('option').map((row) => row.textContent)).toEqual(['0first seen•1', `1${detail.steps[1]?.action}~1→2`, `3${detail.steps[3]?.action}~2→5`])
    expect(dock.getByRole('option', { selected: true }).textContent).toContain('1→2')
    expect(dock.getByRole('img', { name: 'From 1 to 5 over 3 writes' })).toBeTruthy()
    fireEvent.keyDown(document.body, { key: ']' })
    expect(at()).toBe('3')
    fireEvent.keyDown(document.body, { key: ']' })
    expect(at()).toBe('3')
    fireEvent.keyDown(document.body, { key: '[' })
    fireEvent.keyDown(document.body, { key: '[' })
    expect(at()).toBe('0')
    const list = dock.getByRole('listbox')
    fireEvent.keyDown(list, { key: 'End' })
    expect(at()).toBe('3')
    fireEvent.keyDown(list, { key: 'Escape' })
    expect(screen.queryByRole('region', { name: /^History/ })).toBeNull()
    fireEvent.click(within(screen.getByRole('region', { name: 'State' })).getByRole('button', { name: 'who' }))
    expect(screen.getByRole('region', { name: 'History of state["who"]' })).toBeTruthy()
  })

  it('says who wrote a field last while its name has the focus, and leads there', async () => {
    show()
    const state = within(await screen.findByRole('region', { name: 'State' }))
    state.getByRole('button', { name: 'n' }).focus()
    fireEvent.click(await state.findByRole('button', { name: /written by step 1/ }))
    expect(at()).toBe('1')
  })

  it('draws numbers only', () => {
    expect(numbersOf([write(0, null, '1'), write(1, '1', 'null'), write(2, null, '-2.5e3')])).toEqual([1, Number.NaN, -2500])
    expect(numbersOf([write(0, null, '1'), write(1, '1', '"x"')])).toBeNull()
    expect(numbersOf([write(0, null, '1')])).toBeNull()
  })
})

describe('watched fields', () => {
  it('follow the selection, tell what changed, and are kept for the project', async () => {
    const first = show()
    fireEvent.click((await screen.findAllByRole('button', { name: 'Watch state["who"]' }))[0] ?? document.body)
    const strip = within(screen.getByRole('region', { name: 'Watched fields' }))
    expect(strip.getByRole('listitem').textContent).toBe('whonullwas "a"')
    go(3)
    await waitFor(() => expect(strip.getByRole('listitem').textContent).toBe('who"b"was null'))
    go(1)
    await waitFor(() => expect(strip.getByRole('listitem').textContent).toBe('who"a"'))
    first.unmount()
    show()
    const again = within(await screen.findByRole('region', { name: 'Watched fields' }))
    fireEvent.click(again.getByRole('button', { name: 'Stop watching who' }))
    expect(screen.queryByRole('region', { name: 'Watched fields' })).toBeNull()
  })

  it('refuses what is no list of paths', () => {
    expect(keptPaths([['a', 0]])).toEqual([['a', 0]])
    for (const bad of [null, 'a', [[]], [['a', -1]], [['a', {}]], [1]]) expect(keptPaths(bad)).toBeUndefined()
  })
})

describe('the base of the changes', () => {
  it('is the step before, a pinned step, or the fork, and holds while the selection moves', async () => {
    detail = { ...detail, parents: [{ kind: 'fork', run: detail.run, pointer: { appId: 'parent', partitionKey: null, sequenceId: 7 } }] }
    show()
    await screen.findByRole('region', { name: 'Changes' })
    expect(changes().getAllByRole('listitem').map((row) => row.textContent)).toEqual(['~changedwho"a"→null', '+addedmore[1]'])
    go(0)
    await waitFor(() => expect(changes().getAllByRole('listitem').map((row) => row.textContent)).toEqual(['~changedn0→1', '+addedwho"a"']))
    fireEvent.click(changes().getByRole('button', { name: 'Pin this step as base (b)' }))
    await waitFor(() => expect(changes().getByText('Both states are the same.')).toBeTruthy())
    go(3)
    await waitFor(() => expect(changes().getAllByRole('listitem').map((row) => row.textContent)).toEqual(['~changedn1→5', '~changedwho"a"→"b"']))
    const number = changes().getByRole('spinbutton', { name: 'Number of the step to compare with' })
    fireEvent.change(number, { target: { value: '2' } })
    fireEvent.keyDown(number, { key: 'Enter' })
    await waitFor(() => expect(changes().getAllByRole('listitem').map((row) => row.textContent)).toEqual(['~changedn2→5', '~changedwhonull→"b"', '−removedmore[1]']))
    fireEvent.change(changes().getByRole('combobox', { name: 'Compare with' }), { target: { value: 'fork' } })
    await waitFor(() => expect(changes().getByText(/As step 7 of .* where this run was forked/)).toBeTruthy())
  })
})

describe('the tree of values', () => {
  it('moves with arrows, opens and closes, and stays open over steps', async () => {
    show()
    const state = within(await screen.findByRole('region', { name: 'State' }))
    const n = state.getByRole('button', { name: 'n' })
    n.focus()
    for (const key of ['ArrowDown', 'ArrowDown']) fireEvent.keyDown(document.activeElement ?? n, { key })
    const more = state.getByRole('button', { name: 'more' })
    expect([document.activeElement, more.tabIndex, n.tabIndex]).toEqual([more, 0, -1])
    fireEvent.keyDown(more, { key: 'ArrowLeft' })
    expect(more.getAttribute('aria-expanded')).toBe('false')
    go(3)
    await waitFor(() => expect(state.queryByRole('button', { name: 'more' })).toBeNull())
    go(2)
    expect((await state.findByRole('button', { name: 'more' })).getAttribute('aria-expanded')).toBe('false')
    fireEvent.keyDown(state.getByRole('button', { name: 'more' }), { key: 'ArrowRight' })
    fireEvent.keyDown(state.getByRole('button', { name: 'more' }), { key: 'ArrowRight' })
    expect(document.activeElement?.textContent).toBe('0')
  })
})
