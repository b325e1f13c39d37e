// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, waitFor, configure } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Change } from '@shared/contract/change'
import type { RunPage } from '@shared/contract/runs'
import { okReply } from '@shared/contract/reply'
import type { RunRow } from '@shared/model/run'
import { onChange } from '../api'
import { followChanges } from '../queries/changes'
import { createQueryClient } from '../queries/client'
import { RunsScreen } from './runsScreen'

// A busy machine may take long to draw the first screen.
configure({ asyncUtilTimeout: 20_000 })

let index: RunRow[] = []
let push: (change: Change) => void = () => undefined

function row(appId: string, lastTimeUs: number): RunRow {
  return {
    project: 'p', partitionKey: null, appId, status: 'ok', stepCount: 3, failedCount: 0, firstTimeUs: lastTimeUs - 1_240_000, lastTimeUs, lastAction: 'answer', lastError: null,
    promptTokens: 0, completionTokens: 0, forkParent: null, spawnParent: null, forkCount: 0, spawnCount: 0, logFileCount: 1, sizeBytes: 1, offline: 'complete'
  }
}

function page(input: { cursor?: string; limit?: number }): RunPage {
  const sorted = index.toSorted((a, b) => b.lastTimeUs - a.lastTimeUs)
  const from = input.cursor === undefined ? 0 : sorted.findIndex((run) => run.appId === input.cursor) + 1
  const runs = sorted.slice(from, from + (input.limit ?? 100))
  return { runs, nextCursor: from + runs.length < sorted.length ? (runs.at(-1)?.appId ?? null) : null, total: sorted.length, hiddenNeverStepped: 312 }
}

function answer(method: string, input: unknown): unknown {
  if (method === 'runs.list') return page(input as { cursor?: string; limit?: number })
  if (method === 'projects.partitions') return [{ partitionKey: null, runCount: index.length, lastTimeUs: 0 }]
  throw new Error(`Not expected: ${method}`)
}

beforeEach(() => {
  index = Array.from({ length: 1000 }, (_, at) => row(`run-${at}`, 1_000_000_000 - at * 1000))
  window.burr = {
    call: async (method, input) => okReply(JSON.stringify(answer(method, input))),
    onChange: (listener) => {
      push = listener
      return () => undefined
    }
  }
  // jsdom has no layout; the list is 600 px high.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(1000)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockImplementation(() => index.length * 26 + 33)
  HTMLElement.prototype.scrollTo = function scrollTo(this: HTMLElement, to?: ScrollToOptions | number) {
    if (typeof to === 'object') this.scrollTop = to.top ?? 0
    fireEvent.scroll(this)
  }
  HTMLElement.prototype.scrollBy = function scrollBy(this: HTMLElement, _x?: ScrollToOptions | number, y?: number) {
    this.scrollTop += y ?? 0
    fireEvent.scroll(this)
  }
})

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  history.replaceState(null, '', '#/')
})

async function open(): Promise<HTMLElement> {
  const client = createQueryClient()
  followChanges(client, onChange)
  render(
    <QueryClientProvider client={client}>
      <RunsScreen project="p" partitionKey={undefined} includeNeverStepped={false} />
    </QueryClientProvider>
  )
  await screen.findByText('run-0')
  return screen.getByRole('grid', { name: 'Runs' })
}

const selected = (): string | null | undefined => document.querySelector('tr[aria-selected="true"] td:nth-child(2)')?.textContent

async function news(change: () => void): Promise<void> {
  await act(async () => {
    change()
    push({ kind: 'runs', project: 'p' })
    await new Promise((resolve) => setTimeout(resolve, 30))
  })
}

it('draws a few dozen rows of a list of any size, and says how many there are', async () => {
  const grid = await open()
  expect(grid.getAttribute('aria-rowcount')).toBe('1001')
  expect(grid.querySelectorAll('tbody tr').length).toBeLessThan(60)
  expect(screen.getByText('1,000 runs')).toBeTruthy()
  expect(screen.getByText('312 without steps hidden')).toBeTruthy()
})

it('keeps the selected run selected when new runs come in above it', async () => {
  const grid = await open()
  grid.focus()
  for (let press = 0; press < 3; press++) fireEvent.keyDown(grid, { key: 'ArrowDown' })
  expect(selected()).toBe('run-3')
  await news(() => index.unshift(row('fresh-1', 2_000_000_000), row('fresh-2', 2_000_000_001)))
  await screen.findByText('fresh-2')
  expect(selected()).toBe('run-3')
})

it('keeps the rows on screen where they are when scrolled down, and says what is new', async () => {
  const grid = await open()
  const scroller = grid.parentElement
  if (scroller === null) throw new Error('The grid does not scroll')
  await act(async () => {
    scroller.scrollTop = 40 * 26
    fireEvent.scroll(scroller)
  })
  await news(() => index.push(row('fresh-1', 2_000_000_000), row('fresh-2', 2_000_000_001)))
  expect(scroller.scrollTop).toBe(42 * 26)
  fireEvent.click(screen.getByRole('button', { name: '2 new runs' }))
  expect(selected()).toBe('fresh-2')
})

it.each([
  ['from the rows on screen leaves the others in their place', 'run-45', 40],
  ['from below the rows on screen moves none of them', 'run-700', 41]
])('a run that goes on %s', async (_words, appId, rowsAbove) => {
  const grid = await open()
  const scroller = grid.parentElement
  if (scroller === null) throw new Error('The grid does not scroll')
  await act(async () => {
    scroller.scrollTop = 40 * 26
    fireEvent.scroll(scroller)
  })
  await news(() => {
    index = index.map((run) => (run.appId === appId ? { ...run, lastTimeUs: 2_000_000_000 } : run))
  })
  expect(scroller.scrollTop).toBe(rowsAbove * 26)
})

it('reads on to the last run when End is pressed, and opens the selected one with Enter', async () => {
  const grid = await open()
  grid.focus()
  fireEvent.keyDown(grid, { key: 'End' })
  await waitFor(() => expect(selected()).toBe('run-999'))
  fireEvent.keyDown(grid, { key: 'Enter' })
  expect(location.hash).toBe('#/run/p/~/run-999')
})
