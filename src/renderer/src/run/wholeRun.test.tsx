// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fakeBridge } from '../dev/fakeBridge'
import { fakeProjects, fakeRun } from '../dev/fakeRuns'
import { startKeyboard } from '../keyboard/actions'
import { useRoute } from '../navigation'
import { createQueryClient } from '../queries/client'
import { formatRoute, parseRoute } from '../route'
import { RunScreen } from './runScreen'
import { useIsHovered } from './steps/hovered'

// A busy machine may take long to draw the first screen.
configure({ asyncUtilTimeout: 20_000 })

const project = fakeProjects[0]
if (project === undefined) throw new Error('no made-up project')
const run = [...Array(60).keys()].map((index) => fakeRun(project, index)).find(({ stepCount, status, lastError }) => stepCount > 8 && stepCount < 60 && status === 'ok' && lastError === null)
if (run === undefined) throw new Error('no made-up run that went well')

function App() {
  const route = useRoute()
  return route.screen === 'run' ? <RunScreen route={route} /> : null
}

/** Stands for a box of the graph. */
function Box({ action }: { action: string }) {
  return <p data-testid={action}>{useIsHovered(action) ? 'marked' : 'quiet'}</p>
}

let stop: () => void
let copied: string[]

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('ResizeObserver', class { observe(): void {} disconnect(): void {} })
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }))
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(480)
  Element.prototype.scrollTo = () => undefined
  Element.prototype.scrollBy = () => undefined
  Element.prototype.scrollIntoView = () => undefined
  copied = []
  const bridge = fakeBridge('?fake=full&delay=0')
  window.burr = {
    ...bridge,
    call: (method, input) => {
      if (method === 'app.copy') copied.push((input as { text: string }).text)
      return bridge.call(method, input)
    }
  }
  location.hash = formatRoute({ screen: 'run', run, step: { build: 0, sequenceId: 3, attempt: 0 }, tab: null })
  stop = startKeyboard()
})

afterEach(() => {
  cleanup()
  stop()
  vi.restoreAllMocks()
})

async function open(more = <></>): Promise<HTMLElement> {
  render(<QueryClientProvider client={createQueryClient()}><App />{more}</QueryClientProvider>)
  const steps = await screen.findByRole('tree', { name: 'Steps' })
  await waitFor(() => expect(rows(steps).length).toBeGreaterThan(5))
  return steps
}
const rows = (steps: HTMLElement): HTMLElement[] => within(steps).getAllByRole('treeitem')
const numbers = (steps: HTMLElement): (string | undefined)[] => rows(steps).filter((row) => row.getAttribute('aria-level') === '1').map((row) => /^\d+/.exec(row.textContent ?? '')?.[0]).filter((text) => text !== undefined)
const tab = (name: string): void => void fireEvent.mouseDown(screen.getByRole('tab', { name }), { button: 0 })
const press = (key: string): void => void fireEvent.keyDown(document.body, { key })

it('has the tabs that Burr’s own page has, and one more', async () => {
  await open()
  expect(screen.getAllByRole('tab').map((each) => each.textContent)).toEqual(['Data', 'Code', 'Graph', 'Insights', 'Reproduce', 'Annotations', 'Raw'])
})

it('stands oldest first or newest first, as chosen', async () => {
  const steps = await open()
  expect(numbers(steps).slice(0, 3)).toEqual(['0', '1', '2'])
  fireEvent.click(screen.getByRole('button', { name: /^Oldest first/ }))
  expect(numbers(steps)[0]).toBe(String(run.stepCount - 1))
  fireEvent.click(screen.getByRole('button', { name: /^Newest first/ }))
  expect(numbers(steps)[0]).toBe('0')
})

it('expands and collapses all steps at once', async () => {
  const steps = await open()
  const before = rows(steps).length
  fireEvent.click(screen.getByRole('button', { name: 'Expand all' }))
  expect((await within(steps).findAllByText('openai.chat')).length).toBeGreaterThan(0)
  fireEvent.click(screen.getByRole('button', { name: 'Collapse all' }))
  expect(rows(steps)).toHaveLength(before)
})

it('shows an attribute that is pressed in the Data tab, and marks it there', async () => {
  const steps = await open()
  tab('Code')
  fireEvent.click(screen.getByRole('button', { name: 'Expand all' }))
  const span = (await within(steps).findAllByText('openai.chat'))[0]?.closest('[role=treeitem]')
  fireEvent.click(span?.querySelector('svg') ?? steps)
  fireEvent.click((await within(steps).findAllByText('temperature'))[0] ?? steps)
  const route = parseRoute(location.hash)
  expect(route).toMatchObject({ screen: 'run', tab: 'data', step: { sequenceId: 3 } })
  const section = await screen.findByRole('region', { name: 'Attributes' })
  await waitFor(() => expect(section.querySelectorAll('[aria-current]')).toHaveLength(1))
  expect(section.querySelector('[aria-current]')?.textContent).toContain('temperature')
})

it('marks the action of the row below the pointer', async () => {
  const steps = await open(<><Box action="classify" /><Box action="retrieve" /></>)
  const row = rows(steps).find((each) => /^\d+classify/.test(each.textContent ?? ''))
  fireEvent.pointerOver(row ?? steps)
  expect([screen.getByTestId('classify').textContent, screen.getByTestId('retrieve').textContent]).toEqual(['marked', 'quiet'])
  fireEvent.pointerLeave(steps)
  await waitFor(() => expect(screen.getByTestId('classify').textContent).toBe('quiet'))
})

it('gives the steps the whole width by key, and the panel back with what is asked of it', async () => {
  await open()
  press('i')
  expect(screen.queryByRole('tab')).toBeNull()
  press('c')
  expect(screen.getByRole('tab', { name: 'Code', selected: true })).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Hide this panel (i)' }))
  fireEvent.click(screen.getByRole('button', { name: 'Show the panel beside the steps (i)' }))
  expect(screen.getByRole('tab', { name: 'Code', selected: true })).toBeTruthy()
})

it('shows the code of the action with what it reads, writes and needs, and copies it', async () => {
  await open()
  tab('Code')
  const pane = screen.getByRole('tabpanel')
  const copy = await within(pane).findByRole('button', { name: 'Copy the code' })
  expect(pane.textContent).toMatch(/reads.*writes.*inputs/s)
  expect(pane.textContent).toContain('client.chat.completions.create')
  fireEvent.click(copy)
  await waitFor(() => expect(copied[0]).toMatch(/^@action\(reads=/))
})

it('opens and closes a section of the data, and knows it the next time', async () => {
  await open()
  const section = await screen.findByRole('region', { name: 'Result' })
  fireEvent.click(within(section).getByRole('button', { name: /^Result/ }))
  expect(within(section).getByRole('button', { name: /^Result/ }).getAttribute('aria-expanded')).toBe('false')
  cleanup()
  await open()
  expect(within(await screen.findByRole('region', { name: 'Result' })).getByRole('button', { name: /^Result/ }).getAttribute('aria-expanded')).toBe('false')
})

it('says where the numbers of the insights come from, with links', async () => {
  await open()
  tab('Insights')
  expect((await screen.findByRole('link', { name: 'which attributes' })).getAttribute('href')).toContain('opentelemetry.io')
  expect(screen.getByRole('link', { name: 'Burr records its spans' }).getAttribute('href')).toContain('burr.apache.org')
})
