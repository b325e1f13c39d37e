// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunDetail } from '@shared/contract/runs'
import { stringifyExact, RawJson } from '@shared/exactJson/write'
import type { StepDetail, StepRow } from '@shared/model/step'
import { startKeyboard } from '../keyboard/actions'
import { useRoute } from '../navigation'
import { createQueryClient } from '../queries/client'
import { runRoot } from '../queries/run'
import { formatRoute, parseRoute } from '../route'
import { RunScreen } from './runScreen'

const attack = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>'
const run = { project: 'p', partitionKey: null, appId: `app ${attack}` }

function step(sequenceId: number, more: Partial<StepRow> = {}): StepRow {
  return {
    build: 0, sequenceId, attempt: 0, action: `act_${sequenceId}`, status: 'ok', startUs: sequenceId * 10_000, endUs: sequenceId * 10_000 + 5_000,
    startText: null, endText: null, errorLine: null, beginRecorded: true, stateIs: 'after', spanCount: 0, attributeCount: 0,
    streamed: false, retryOf: null, childCount: 0, ...more
  }
}

let steps: StepRow[]
let stateText: string

function detail(): RunDetail {
  return {
    run: {
      ...run, status: 'ok', stepCount: steps.length, failedCount: 0, firstTimeUs: 0, lastTimeUs: 1_000_000, lastAction: null,
      lastError: { type: attack, message: attack, action: attack, sequenceId: 0 }, promptTokens: 0, completionTokens: 0,
      forkParent: null, spawnParent: null, forkCount: 0, spawnCount: 0, logFileCount: 1, sizeBytes: 1, offline: 'complete'
    },
    builds: [], graphHash: null, parents: [{ pointer: { appId: attack, sequenceId: 1, partitionKey: null }, kind: 'fork', run: null }], children: [], steps,
    badLines: [{ objectKey: attack, line: 1, offsetBytes: 0, lengthBytes: 1, reason: attack, textStart: attack }],
    clock: null, waiting: null, logFiles: { known: 1, here: 1 }
  }
}

function stepDetail(sequenceId: number): StepDetail {
  const found = steps.find((each) => each.sequenceId === sequenceId) ?? step(0)
  return {
    step: found, stateText, resultText: JSON.stringify({ [attack]: attack }), inputsText: JSON.stringify([attack]),
    exception: found.status === 'failed' ? `Traceback (most recent call last):\n  File "${attack}", line 1, in ${attack}\n    ${attack}\nValueError: ${attack}\n` : null,
    previousStateText: sequenceId === 0 ? null : '{"q":"before"}', previousStep: null, spans: [], stream: null,
    attributes: [{ key: attack, spanId: null, valueText: JSON.stringify(attack), timeUs: null }],
    unknownLines: [], beginPlace: null, endPlace: null
  }
}

function reply(method: string, input: unknown): string {
  if (method === 'runs.get') return stringifyExact({ ok: true, value: new RawJson(JSON.stringify(detail())) })
  if (method === 'steps.get') return JSON.stringify({ ok: true, value: stepDetail((input as { step: { sequenceId: number } }).step.sequenceId) })
  return JSON.stringify({ ok: true, value: [] })
}

function App() {
  const route = useRoute()
  return route.screen === 'run' ? <RunScreen route={route} /> : null
}

const client = createQueryClient()
let stop: () => void

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', class { observe(): void {} disconnect(): void {} })
  Element.prototype.scrollTo = () => undefined
  Element.prototype.scrollBy = () => undefined
  window.burr = { call: (method, input) => Promise.resolve(reply(method, input)), onChange: () => () => undefined }
  steps = [step(0), step(2), step(3), step(7), step(8)]
  stateText = `{"q":${JSON.stringify(attack)},"${attack.replaceAll('"', '\\"')}":1180591620717411303424}`
  location.hash = formatRoute({ screen: 'run', run, step: null, tab: null })
  stop = startKeyboard()
})

afterEach(() => {
  cleanup()
  client.clear()
  stop()
})

async function open(): Promise<void> {
  render(<QueryClientProvider client={client}><App /></QueryClientProvider>)
  await screen.findByRole('tree', { name: 'Steps' })
}

const selectedId = (): number | undefined => {
  const route = parseRoute(location.hash)
  return route.screen === 'run' ? route.step?.sequenceId : undefined
}
const selectedName = (): string | null => screen.getByRole('treeitem', { selected: true }).textContent
const tree = (): HTMLElement => screen.getByRole('tree', { name: 'Steps' })

describe('the run screen', () => {
  it('opens at the last step when none failed, and at the first that did', async () => {
    await open()
    expect(selectedName()).toContain('act_8')
    cleanup()
    client.clear()
    steps = [step(0), step(2, { status: 'failed' }), step(3), step(7, { status: 'failed' })]
    await open()
    expect(selectedName()).toContain('act_2')
  })

  it('moves over gaps to steps that exist, and stops at the ends', async () => {
    await open()
    fireEvent.keyDown(tree(), { key: 'ArrowUp' })
    expect(selectedId()).toBe(7)
    fireEvent.keyDown(tree(), { key: 'k' })
    expect(selectedId()).toBe(3)
    fireEvent.keyDown(tree(), { key: 'Home' })
    fireEvent.keyDown(tree(), { key: 'ArrowUp' })
    expect(selectedId()).toBe(0)
    fireEvent.keyDown(tree(), { key: 'End' })
    expect(selectedId()).toBe(8)
  })

  it('leaves keys alone that are typed into a field', async () => {
    await open()
    const field = document.body.appendChild(document.createElement('input'))
    field.focus()
    for (const key of ['ArrowUp', 'k', 'j', 'e', 'Home']) fireEvent.keyDown(field, { key })
    expect(selectedId()).toBeUndefined()
    field.remove()
  })

  it('goes to the next error with e', async () => {
    steps = [step(0), step(2, { status: 'failed' }), step(3), step(7, { status: 'failed' })]
    await open()
    act(() => tree().focus())
    fireEvent.keyDown(tree(), { key: 'e' })
    expect(selectedId()).toBe(7)
    fireEvent.keyDown(tree(), { key: 'E', shiftKey: true })
    expect(selectedId()).toBe(2)
  })

  it('keeps its selection when steps arrive before and after it, even failed ones', async () => {
    await open()
    expect(selectedName()).toContain('act_8')
    steps = [step(0), step(1, { status: 'failed' }), step(2), step(3), step(7), step(8), step(9), step(10)]
    await act(() => client.invalidateQueries({ queryKey: runRoot(run) }))
    await screen.findByText('act_10')
    expect(selectedName()).toContain('act_8')
  })

  it('says that the initial state was not logged', async () => {
    location.hash = formatRoute({ screen: 'run', run, step: { build: 0, sequenceId: 0, attempt: 0 }, tab: null })
    await open()
    expect(await screen.findByText(/initial state was not logged|its initial state is in that run/)).toBeTruthy()
  })

  it('shows every digit of a large integer', async () => {
    await open()
    expect((await screen.findAllByText('1180591620717411303424')).length).toBeGreaterThan(0)
  })

  it('shows markup from a log as text, in every field', async () => {
    steps = [step(0, { action: attack, status: 'failed', errorLine: attack, attributeCount: 1, stateIs: 'before' })]
    await open()
    await waitFor(() => expect(screen.getAllByText(/onerror/).length).toBeGreaterThan(8))
    expect(document.querySelectorAll('img, script, iframe').length).toBe(0)
    expect((window as { broken?: number }).broken).toBeUndefined()
  })

  it('says so when the step of the address does not exist', async () => {
    location.hash = formatRoute({ screen: 'run', run, step: { build: 0, sequenceId: 5, attempt: 0 }, tab: null })
    await open()
    expect(await screen.findByText('That step is not here')).toBeTruthy()
  })

  it('says so when there are no steps', async () => {
    steps = []
    render(<QueryClientProvider client={client}><App /></QueryClientProvider>)
    expect(await screen.findByText('This run has no steps')).toBeTruthy()
  })
})
