// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { StateDifference, ValueParts } from '@shared/contract/values'
import type { RunDetail } from '@shared/contract/runs'
import type { StepDetail } from '@shared/model/step'
import { fakeProjects, fakeRun } from '../../dev/fakeRuns'
import { fakeRunDetail, fakeStepDetail } from '../../dev/fakeSteps'
import { createQueryClient } from '../../queries/client'
import { DataTab } from './dataTab'

// Waiting ends when what is awaited is there; the limit only counts on a machine that is very busy.
configure({ asyncUtilTimeout: 15_000 })

const asked: unknown[] = []
const list = { fromCount: 90_000, toCount: 90_001, alikeAtStart: 90_000, alikeAtEnd: 0, fromText: '[]', toText: '[{"id":"new"}]' }
const difference: StateDifference = { fromText: '{"turn":1}', toText: '{"turn":2}', large: [{ path: ['documents'], fromLength: 50_000_000, toLength: 50_000_100, list }] }

function parts(path: readonly unknown[]): ValueParts {
  if (path.length === 0) {
    return { type: 'object', length: 50_000_200, count: 3, piece: null, parts: [
      { name: 'documents', text: null, length: 50_000_100, type: 'list', start: '[{"id":"first"' },
      { name: 'turn', text: '2', length: 1, type: 'other', start: '' },
      { name: '__PRIOR_STEP', text: '"a"', length: 3, type: 'string', start: '' }
    ] }
  }
  return { type: 'list', length: 50_000_100, count: 90_001, piece: null, parts: [{ name: 0, text: '{"id":"first"}', length: 14, type: 'object', start: '' }] }
}

function answer(method: string, input: unknown): unknown {
  asked.push([method, input])
  if (method === 'steps.value') return parts((input as { path: readonly unknown[] }).path)
  return method === 'steps.stateDifference' ? difference : null
}

function made(): { detail: StepDetail; run: RunDetail } {
  const project = fakeProjects[0]
  const row = project === undefined ? null : { ...fakeRun(project, 3), stepCount: 4, status: 'ok' as const, lastError: null, forkParent: null }
  const detail = row === null ? null : fakeStepDetail(row, 2)
  if (row === null || detail === null) throw new Error('nothing made up')
  return { run: fakeRunDetail(row), detail: { ...detail, stateText: null, previousStateText: null, large: { state: 50_000_200, previousState: 50_000_100 } } }
}

afterEach(cleanup)

it('opens a state that is too long for the window part by part, and tells what changed in it', async () => {
  window.burr = { call: (method, input) => Promise.resolve(JSON.stringify({ ok: true, value: answer(method, input) })), openDropped: () => Promise.resolve(''), onChange: () => () => undefined }
  const { detail, run } = made()
  render(<QueryClientProvider client={createQueryClient()}><DataTab detail={detail} run={run} mode="rendered" /></QueryClientProvider>)
  const state = within(screen.getByRole('region', { name: 'State' }))
  const documents = await state.findByRole('button', { name: 'documents' })
  expect(state.getByText(/its parts are read as they are opened/)).toBeTruthy()
  expect(state.queryByText('__PRIOR_STEP')).toBeNull()
  fireEvent.click(documents)
  expect(await state.findByText('{id: "first"}')).toBeTruthy()
  expect(state.getByRole('button', { name: 'Show more of 90,001' })).toBeTruthy()
  const changes = within(screen.getByRole('region', { name: 'Changes' }))
  expect(await changes.findByText(/90,000 → 90,001 items; 90,000 alike at the start, 0 at the end/)).toBeTruthy()
  expect(changes.getByText('documents[90000]')).toBeTruthy()
  expect(changes.getByText('turn')).toBeTruthy()
  expect(asked).toContainEqual(['steps.stateDifference', { run: { project: run.run.project, partitionKey: run.run.partitionKey, appId: run.run.appId }, step: { build: 0, sequenceId: 2, attempt: 0 } }])
})
