// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, waitFor, configure } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Change } from '@shared/contract/change'
import type { RunPage } from '@shared/contract/runs'
import { okReply } from '@shared/contract/reply'
import type { RunRow } from '@shared/model/run'
import { parseFilter } from '@shared/filter/parse'
import { newestFirst } from '@shared/model/runSort'
import type { RunSort } from '@shared/model/runSort'
import { onChange } from '../api'
import { startNavigation, useRoute } from '../navigation'
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

interface ListInput {
  readonly offset?: number
  readonly around?: { readonly appId: string }
  readonly limit?: number
  readonly filter?: string
  readonly sort?: RunSort
}

/** Filtered by words in the app id and by status, sorted by activity or steps: enough to tell whether the screen asks for it. */
function matching({ filter = '', sort = newestFirst }: ListInput): RunRow[] {
  const terms = parseFilter(filter).terms.map(({ term }) => term)
  const found = index.filter((run) => terms.every((term) => (term.key === 'text' ? run.appId.includes(term.text) : term.key !== 'status' || term.statuses.includes(run.status) !== term.negated)))
  const key = (run: RunRow): number => (sort.by === 'steps' ? run.stepCount : run.lastTimeUs)
  return found.toSorted((a, b) => (key(b) - key(a)) * (sort.descending ? 1 : -1))
}

function page(input: ListInput): RunPage {
  const sorted = matching(input)
  const limit = input.limit ?? 100
  const at = input.around === undefined ? -1 : sorted.findIndex((run) => run.appId === input.around?.appId)
  const offset = input.offset ?? Math.max(0, at - limit / 2)
  const runs = sorted.slice(offset, offset + limit)
  return { runs, offset, nextCursor: offset + limit < sorted.length ? 'more' : null, total: sorted.length, hiddenNeverStepped: 312, countNext: null, leading: [] }
}

let asked: string[] = []

function answer(method: string, input: unknown): unknown {
  asked.push(method)
  if (method === 'runs.list') return page(input as ListInput)
  if (method === 'projects.partitions') return [{ partitionKey: null, runCount: index.length, lastTimeUs: 0 }]
  if (method === 'runs.actions') return ['rag', 'rerank']
  if (method === 'runs.histogram') return { fromUs: 0, toUs: 999_999_999, parts: Array.from({ length: 10 }, () => ({ ok: 5, failed: 1, other: 0 })), newestOnly: null }
  if (method === 'runs.get') return { run: index[0], steps: [], builds: [], graphHash: null, parents: [], children: [], badLines: [], clock: null, logFiles: { known: 1, here: 1 } }
  throw new Error(`Not expected: ${method}`)
}

/** The screen at the address, as the window has it. */
function AtAddress() {
  const route = useRoute()
  return route.screen === 'project' ? <RunsScreen {...route} /> : <p>{route.screen}</p>
}

beforeEach(() => {
  asked = []
  localStorage.clear()
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
  history.replaceState(null, '', '#/project/p')
  startNavigation()
  const client = createQueryClient()
  followChanges(client, onChange)
  render(
    <QueryClientProvider client={client}>
      <AtAddress />
    </QueryClientProvider>
  )
  await screen.findByText('run-0')
  return screen.getByRole('treegrid', { name: 'Runs' })
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

const filterBox = (): HTMLInputElement => screen.getByRole<HTMLInputElement>('combobox', { name: 'Filter' })
const shown = (): (string | null | undefined)[] => [...document.querySelectorAll('tbody tr td:nth-child(2)')].map((cell) => cell.textContent)

async function filterBy(text: string): Promise<void> {
  fireEvent.focus(filterBox())
  fireEvent.change(filterBox(), { target: { value: text } })
  await act(async () => {
    fireEvent.keyDown(filterBox(), { key: 'Enter' })
  })
}

it('filters by the line, keeps it in the address, and takes terms away one by one', async () => {
  await open()
  await filterBy('run-99 -status:failed')
  await screen.findByText('11 runs match')
  expect(location.hash).toContain('filter=run-99%20-status%3Afailed')
  fireEvent.click(screen.getByRole('button', { name: 'Remove run-99' }))
  await screen.findByText('1,000 runs match')
  expect(filterBox().value).toBe('-status:failed')
  await act(async () => history.back())
  await screen.findByText('11 runs match')
  expect(filterBox().value).toBe('run-99 -status:failed')
})

it('says in words what is wrong with a line, under its column, and does not apply it', async () => {
  await open()
  await filterBy('status:faild')
  const words = screen.getByText('Column 8: “faild” is not a status. Did you mean failed?')
  expect(filterBox().getAttribute('aria-describedby')).toBe(words.parentElement?.id)
  expect(filterBox().getAttribute('aria-invalid')).toBe('true')
  expect(location.hash).toBe('#/project/p')
})

it('completes a line from the keyboard: keys, then values', async () => {
  await open()
  await waitFor(() => expect(asked).toContain('runs.actions'))
  fireEvent.focus(filterBox())
  fireEvent.change(filterBox(), { target: { value: 'act' } })
  expect(screen.getAllByRole('option').map((each) => each.textContent)).toEqual(['action:a step of the run ran this action'])
  fireEvent.keyDown(filterBox(), { key: 'ArrowDown' })
  expect(filterBox().getAttribute('aria-activedescendant')).toBe(screen.getByRole('option').id)
  fireEvent.keyDown(filterBox(), { key: 'Enter' })
  expect(filterBox().value).toBe('action:')
  fireEvent.change(filterBox(), { target: { value: 'action:re' } })
  fireEvent.keyDown(filterBox(), { key: 'ArrowDown' })
  await act(async () => {
    fireEvent.keyDown(filterBox(), { key: 'Enter' })
  })
  expect(location.hash).toContain('filter=action%3Arerank')
})

it('says that no runs match, and clears the filter', async () => {
  await open()
  await filterBy('"nothing like it"')
  await screen.findByText('No runs match')
  expect(screen.getAllByRole('button', { name: 'Remove "nothing like it"' })).toHaveLength(2)
  fireEvent.click(screen.getAllByRole('button', { name: 'Clear the filter' }).at(-1) ?? document.body)
  await screen.findByText('run-0')
})

it('sorts by a press on a head, and turns it round', async () => {
  index = index.map((run, at) => ({ ...run, stepCount: (at * 7) % 1000 }))
  await open()
  fireEvent.click(screen.getByRole('button', { name: 'Steps' }))
  await waitFor(() => expect(shown()[0]).toBe('run-857'))
  const head = (): string | null | undefined => screen.getByRole('button', { name: 'Steps' }).closest('th')?.getAttribute('aria-sort')
  expect(head()).toBe('descending')
  fireEvent.click(screen.getByRole('button', { name: 'Steps' }))
  await waitFor(() => expect(shown()[0]).toBe('run-0'))
  expect(head()).toBe('ascending')
  expect(location.hash).toContain('sort=steps.up')
})

it('peeks with Space, walks with J, and closes with Escape', async () => {
  const grid = await open()
  grid.focus()
  fireEvent.keyDown(grid, { key: ' ' })
  const peek = await screen.findByRole('complementary', { name: 'Peek' })
  expect(peek.textContent).toContain('run-0')
  fireEvent.keyDown(grid, { key: 'j' })
  await waitFor(() => expect(screen.getByRole('complementary', { name: 'Peek' }).textContent).toContain('run-1'))
  fireEvent.keyDown(grid, { key: 'Escape' })
  expect(screen.queryByRole('complementary', { name: 'Peek' })).toBeNull()
})

it('jumps to rows far down and reads only those', async () => {
  const grid = await open()
  const scroller = grid.parentElement
  if (scroller === null) throw new Error('The grid does not scroll')
  const before = asked.filter((method) => method === 'runs.list').length
  await act(async () => {
    scroller.scrollTop = 700 * 26
    fireEvent.scroll(scroller)
  })
  await screen.findByText('run-705')
  expect(asked.filter((method) => method === 'runs.list').length - before).toBeLessThanOrEqual(2)
})

it('marks a time by keyboard and filters by it', async () => {
  await open()
  const bar = await screen.findByRole('slider', { name: 'Runs over time' })
  fireEvent.keyDown(bar, { key: 'ArrowRight' })
  fireEvent.keyDown(bar, { key: 'ArrowRight', shiftKey: true })
  await act(async () => {
    fireEvent.keyDown(bar, { key: 'Enter' })
  })
  expect(decodeURIComponent(location.hash)).toContain('since:1970-01-01T00:00:00Z until:1970-01-01T00:03:19Z')
})

it('hides a column and remembers it', async () => {
  await open()
  fireEvent.click(screen.getByRole('button', { name: 'Columns' }))
  fireEvent.click(await screen.findByLabelText('Tokens'))
  expect(document.querySelector('th[data-column="tokens"]')).toBeNull()
  expect(localStorage.getItem('runs.columns')).toContain('tokens')
})
