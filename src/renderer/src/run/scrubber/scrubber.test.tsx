// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { RunDetail } from '@shared/contract/runs'
import type { StepRow } from '@shared/model/step'
import { fakeRunDetail } from '../../dev/fakeSteps'
import { fakeProjects, fakeRun } from '../../dev/fakeRuns'
import { createQueryClient } from '../../queries/client'
import { runKeyText } from '../../route'
import { FilteringContext, noFilter } from '../steps/filter'
import { indexAt, shareOf, trackMarks } from './marks'
import { Scrubber } from './scrubber'

function runOf(count: number): RunDetail {
  const project = fakeProjects[0]
  if (project === undefined) throw new Error('no made-up project')
  const run = { ...fakeRun(project, 3), stepCount: count, status: 'ok' as const, lastError: null }
  return fakeRunDetail(run)
}

const asked: number[] = []
let detail: RunDetail

function Bench({ from }: { from: number }) {
  const [selected, setSelected] = useState<StepRow | null>(detail.steps[from] ?? null)
  return (
    <>
      <Scrubber detail={detail} selected={selected} onSelect={setSelected} />
      <button type="button" onClick={() => setSelected(detail.steps[150] ?? null)}>elsewhere</button>
    </>
  )
}

const show = (from: number, action: string | null = null): HTMLElement => {
  const filtering = { root: runKeyText(detail.run), filter: { ...noFilter, action }, change: () => undefined }
  render(<QueryClientProvider client={createQueryClient()}><FilteringContext value={filtering}><Bench from={from} /></FilteringContext></QueryClientProvider>)
  return screen.getByRole('slider', { name: 'Step in time' })
}

beforeEach(() => {
  asked.length = 0
  detail = runOf(200)
  window.burr = {
    call: (_method, input) => {
      asked.push((input as { step: { sequenceId: number } }).step.sequenceId)
      return Promise.resolve('{"ok":true,"value":{}}')
    },
    openDropped: () => Promise.resolve(''), onChange: () => () => undefined
  }
  vi.useFakeTimers()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

it('moves by arrows, Shift, pages, Home and End, and says where it is', () => {
  const slider = show(100)
  const at = (): string | null => slider.getAttribute('aria-valuenow')
  expect(slider.getAttribute('aria-valuetext')).toMatch(/^Step 100, \w+, OK$/)
  const places = ['ArrowRight', 'ArrowUp', 'ArrowLeft', 'PageUp', 'End', 'ArrowRight', 'PageDown', 'Home', 'ArrowLeft'].map((key) => {
    fireEvent.keyDown(slider, { key })
    return Number(at())
  })
  expect(places).toEqual([102, 103, 102, 112, 200, 200, 190, 1, 1])
  fireEvent.keyDown(slider, { key: 'ArrowRight', shiftKey: true })
  expect(at()).toBe('11')
})

it('plays with Space as fast as is chosen, and stops at the end and when moved by hand', async () => {
  const slider = show(190)
  fireEvent.change(screen.getByRole('combobox', { name: 'Speed' }), { target: { value: '20' } })
  fireEvent.keyDown(slider, { key: ' ' })
  expect(screen.getByRole('button', { name: 'Stop playing the steps' })).toBeTruthy()
  for (let tick = 0; tick < 4; tick++) await act(() => vi.advanceTimersByTimeAsync(50))
  expect(slider.getAttribute('aria-valuenow')).toBe('195')
  fireEvent.keyDown(slider, { key: 'ArrowLeft' })
  await act(() => vi.advanceTimersByTimeAsync(500))
  expect(slider.getAttribute('aria-valuenow')).toBe('194')
  fireEvent.keyDown(slider, { key: ' ' })
  for (let tick = 0; tick < 20; tick++) await act(() => vi.advanceTimersByTimeAsync(50))
  expect(slider.getAttribute('aria-valuenow')).toBe('200')
  expect(screen.getByRole('button', { name: 'Play the steps' })).toBeTruthy()
  fireEvent.keyDown(slider, { key: 'ArrowLeft' })
  await act(() => vi.advanceTimersByTimeAsync(500))
  expect(slider.getAttribute('aria-valuenow')).toBe('199')
  fireEvent.keyDown(slider, { key: 'End' })
  fireEvent.keyDown(slider, { key: ' ' })
  for (let tick = 0; tick < 4; tick++) await act(() => vi.advanceTimersByTimeAsync(50))
  expect(slider.getAttribute('aria-valuenow')).toBe('5')
  // Moved by something else, such as a click in the list.
  fireEvent.click(screen.getByRole('button', { name: 'elsewhere' }))
  await act(() => vi.advanceTimersByTimeAsync(500))
  expect(slider.getAttribute('aria-valuenow')).toBe('151')
})

it('changes twice a second at most where little motion is asked for', async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }))
  const slider = show(0)
  fireEvent.change(screen.getByRole('combobox', { name: 'Speed' }), { target: { value: '20' } })
  fireEvent.keyDown(slider, { key: ' ' })
  for (let tick = 0; tick < 20; tick++) await act(() => vi.advanceTimersByTimeAsync(100))
  expect(slider.getAttribute('aria-valuenow')).toBe('5')
  vi.unstubAllGlobals()
})

it('moves over the steps of a filter alone', () => {
  const slider = show(3, 'classify')
  expect(screen.getByText(/— \/ 34 of 200/)).toBeTruthy()
  fireEvent.keyDown(slider, { key: 'ArrowLeft' })
  expect(slider.getAttribute('aria-valuetext')).toContain('Step 0, classify')
  fireEvent.keyDown(slider, { key: 'ArrowRight' })
  expect(slider.getAttribute('aria-valuetext')).toContain('Step 6, classify')
  expect(screen.getByText(/2 \/ 34 of 200/)).toBeTruthy()
})

it('reads the values of the neighbours, the nearest ahead first', async () => {
  const slider = show(50)
  await act(() => vi.advanceTimersByTimeAsync(100))
  asked.length = 0
  fireEvent.keyDown(slider, { key: 'Home' })
  fireEvent.keyDown(slider, { key: 'ArrowRight' })
  await act(() => vi.advanceTimersByTimeAsync(200))
  expect(asked.toSorted((a, b) => a - b)).toEqual([0, 2, 3, 4])
})

it('marks failures and forks, at most one a place, however many steps there are', () => {
  const [first] = detail.steps
  if (first === undefined) throw new Error('no step')
  const steps = Array.from({ length: 20_001 }, (_, sequenceId): StepRow => ({ ...first, sequenceId, status: sequenceId % 2 === 0 ? 'failed' : 'ok' }))
  const fork = { run: detail.run, kind: 'fork' as const, sequenceId: 5_000, timeUs: 0, status: 'ok' as const, stepCount: 1, firstTimeUs: 0, lastTimeUs: 0 }
  const { failures, forks } = trackMarks(steps, [fork, { ...fork, kind: 'spawn', sequenceId: 9 }])
  expect(failures).toHaveLength(1001)
  expect(forks).toEqual([0.25])
  expect([indexAt(-1, 5), indexAt(0.5, 5), indexAt(2, 5), indexAt(0.3, 1), shareOf(0, 1), shareOf(4, 5)]).toEqual([0, 2, 4, 0, 0, 1])
})
