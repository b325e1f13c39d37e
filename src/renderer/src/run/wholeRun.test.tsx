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
const run = [...Array(400).keys()].map((index) => fakeRun(project, index)).find(({ stepCount, status, lastError }) => stepCount > 8 && stepCount < 14 && status === 'ok' && lastError === null)
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
  const steps = await waitFor(() => {
    const found = document.querySelector<HTMLElement>('[role=tree]')
    if (found === null) throw new Error('the steps are not there yet')
    return found
  })
  await waitFor(() => expect(rows(steps).length).toBeGreaterThan(5))
  return steps
}
// By attribute: asking jsdom for roles costs a second where there are many rows.
const rows = (steps: HTMLElement): HTMLElement[] => [...steps.querySelectorAll<HTMLElement>('[role=treeitem]')]
const numbers = (steps: HTMLElement): (string | undefined)[] => rows(steps).filter((row) => row.getAttribute('aria-level') === '1').map((row) => /^\d+/.exec(row.textContent ?? '')?.[0]).filter((text) => text !== undefined)
const tab = (name: string): void => {
  const found = [...document.querySelectorAll('[role=tab]')].find((each) => each.textContent === name)
  fireEvent.mouseDown(found ?? document.body, { button: 0 })
}
const press = (key: string): void => void fireEvent.keyDown(document.body, { key })

const button = (name: string): HTMLElement => screen.getByLabelText(name)

it('has the tabs that Burr’s own page has, and one more; stands oldest first or newest first; expands and collapses all steps at once', async () => {
  const steps = await open()
  expect([...document.querySelectorAll('[role=tab]')].map((each) => each.textContent)).toEqual(['Data', 'Code', 'Graph', 'Insights', 'Reproduce', 'Annotations', 'Raw'])
  expect(numbers(steps).slice(0, 3)).toEqual(['0', '1', '2'])
  fireEvent.click(button('Oldest first. Show the newest first'))
  expect(numbers(steps)[0]).toBe(String(run.stepCount - 1))
  fireEvent.click(button('Newest first. Show the oldest first'))
  expect(numbers(steps)[0]).toBe('0')
  const before = rows(steps).length
  fireEvent.click(button('Expand all'))
  expect((await within(steps).findAllByText('openai.chat')).length).toBeGreaterThan(0)
  fireEvent.click(button('Collapse all'))
  expect(rows(steps)).toHaveLength(before)
})

it('marks the action of the row below the pointer; shows an attribute that is pressed in the Data tab, and marks it there', async () => {
  const steps = await open(<><Box action="classify" /><Box action="retrieve" /></>)
  fireEvent.pointerOver(rows(steps).find((each) => /^\d+classify/.test(each.textContent ?? '')) ?? steps)
  expect([screen.getByTestId('classify').textContent, screen.getByTestId('retrieve').textContent]).toEqual(['marked', 'quiet'])
  fireEvent.pointerLeave(steps)
  await waitFor(() => expect(screen.getByTestId('classify').textContent).toBe('quiet'))
  tab('Code')
  fireEvent.click(button('Expand all'))
  const span = (await within(steps).findAllByText('openai.chat'))[0]?.closest('[role=treeitem]')
  fireEvent.click(span?.querySelector('svg') ?? steps)
  fireEvent.click((await within(steps).findAllByText('temperature'))[0] ?? steps)
  expect(parseRoute(location.hash)).toMatchObject({ screen: 'run', tab: 'data', step: { sequenceId: 3 } })
  const section = await screen.findByLabelText('Attributes')
  await waitFor(() => expect(section.querySelectorAll('[aria-current]')).toHaveLength(1))
  expect(section.querySelector('[aria-current]')?.textContent).toContain('temperature')
})

const openTab = (): string | null | undefined => document.querySelector('[role=tab][aria-selected=true]')?.textContent

it('gives the steps the whole width by key, and the panel back with what is asked of it: shows the code of the action with what it reads, writes and needs', async () => {
  await open()
  press('i')
  expect(openTab()).toBeUndefined()
  press('c')
  expect(openTab()).toBe('Code')
  fireEvent.click(button('Hide this panel (i)'))
  fireEvent.click(button('Show the panel beside the steps (i)'))
  expect(openTab()).toBe('Code')
  const copy = await screen.findByLabelText('Copy the code')
  const pane = copy.closest('[role=tabpanel]')
  expect(pane?.textContent).toMatch(/reads.*writes.*inputs/s)
  expect(pane?.textContent).toContain('client.chat.completions.create')
  fireEvent.click(copy)
  await waitFor(() => expect(copied[0]).toMatch(/^@action\(reads=/))
})

it('says so when the graph has no such action', async () => {
  const before = window.burr
  if (before === undefined) throw new Error('no bridge')
  window.burr = {
    ...before,
    call: async (method, input) => {
      const text = await before.call(method, input)
      return method === 'runs.graph' ? text.replaceAll('"name":"generate"', '"name":"renamed"') : text
    }
  }
  await open()
  tab('Code')
  expect(await screen.findByText('The graph has no action generate')).toBeTruthy()
})

it('opens and closes a section of the data, and knows it the next time; says where the numbers of the insights come from', async () => {
  await open()
  const head = async () => within(await screen.findByLabelText('Result')).getByText('Result')
  fireEvent.click(await head())
  expect((await head()).getAttribute('aria-expanded')).toBe('false')
  cleanup()
  await open()
  expect((await head()).getAttribute('aria-expanded')).toBe('false')
  tab('Insights')
  expect((await screen.findByText('which attributes')).getAttribute('href')).toContain('opentelemetry.io')
  expect(screen.getByText('Burr records its spans').getAttribute('href')).toContain('burr.apache.org')
})
