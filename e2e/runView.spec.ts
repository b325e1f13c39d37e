import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { startEmbeddedS3 } from '../scripts/s3/embeddedS3'
import { writeBuild, writeSteps } from './burrRun'
import type { WrittenRun } from './burrRun'
import { expect, test } from './fixtures'
import type { LaunchedApp } from './fixtures'

const bucket = 'families'
const project = 'reader'
const credentials = { AWS_ACCESS_KEY_ID: 'e2e', AWS_SECRET_ACCESS_KEY: 'e2e-secret' }
const run = (appId: string, partitionKey: string | null): WrittenRun => ({ project, partitionKey, appId })
const traceback = 'Traceback (most recent call last):\n  File "/app/read.py", line 7, in read\n    page = fetch(url)\nTimeoutError: the page never came\n'

/** A run that maps over fifty others, one of which fails, and forks over three levels, each in a partition of its own. */
function writeFamilies(s3: Awaited<ReturnType<typeof startEmbeddedS3>>): void {
  const start = Date.now() - 600_000
  const map = run('map-of-fifty', 'maps')
  writeBuild(s3, map, ['plan', 'read_all', 'join'], new Date(start))
  const pages = Array.from({ length: 200 }, (_, n) => ({ id: n, text: `${'lorem ipsum '.repeat(850)}${n === 173 ? 'the needle lies here' : ''}` }))
  writeSteps(s3, map, [
    { sequenceId: 0, action: 'plan', state: { count: 0 } },
    { sequenceId: 1, action: 'read_all', state: { count: 1 } },
    { sequenceId: 2, action: 'join', state: { count: 2, pages } }
  ], new Date(start + 1000))
  for (let n = 0; n < 50; n++) {
    const part = run(`part-${String(n).padStart(2, '0')}`, 'parts')
    const at = new Date(start + 1250 + n)
    writeBuild(s3, part, ['fetch', 'read'], at, { kind: 'spawn', run: map, sequenceId: 1 })
    writeSteps(s3, part, [
      { sequenceId: 0, action: 'fetch', state: { count: 1 } },
      { sequenceId: 1, action: 'read', state: { count: n === 40 ? 1 : 2 }, ...(n === 40 ? { exception: traceback } : {}) }
    ], at)
  }
  const turns = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => ({ sequenceId: from + n, action: (from + n) % 2 === 0 ? 'ask' : 'answer', state: { count: from + n } }))
  const [trunk, branch, twig] = [run('trunk', 'a'), run('branch', 'b'), run('twig', 'c')] as const
  writeBuild(s3, trunk, ['ask', 'answer'], new Date(start + 60_000))
  writeSteps(s3, trunk, turns(0, 5), new Date(start + 60_500))
  writeBuild(s3, branch, ['ask', 'answer'], new Date(start + 120_000), { kind: 'fork', run: trunk, sequenceId: 3 })
  writeSteps(s3, branch, turns(4, 7), new Date(start + 120_500))
  writeBuild(s3, twig, ['ask', 'answer'], new Date(start + 180_000), { kind: 'fork', run: branch, sequenceId: 6 })
  writeSteps(s3, twig, turns(7, 9), new Date(start + 180_500))
}

async function configure({ window }: LaunchedApp, endpointUrl: string): Promise<void> {
  const reply = await window.evaluate(
    ([name, endpoint]) => (globalThis as unknown as { burr: { call(method: string, input: unknown): Promise<string> } }).burr.call('settings.update', { bucket: name, endpointUrl: endpoint, updateIntervalMs: 1000 }),
    [bucket, endpointUrl] as const
  )
  expect(JSON.parse(reply)).toMatchObject({ ok: true })
}

const open = (window: Page, { partitionKey, appId }: WrittenRun) => window.evaluate((to) => void (location.hash = to), `#/run/${project}/${partitionKey}/${appId}`)
const steps = (window: Page) => window.getByRole('tree', { name: 'Steps' })
const row = (window: Page, text: string | RegExp) => steps(window).getByRole('treeitem').filter({ hasText: text })
const selected = (window: Page) => steps(window).locator('[aria-selected="true"]')
const shownRun = (window: Page) => window.getByRole('navigation', { name: 'Run that is shown' })

/** Violations of WCAG 2.2 AA in light and dark, as one line each. */
async function violations(page: Page): Promise<string[]> {
  const lines: string[] = []
  for (const dark of [false, true]) {
    await page.evaluate((on) => void document.documentElement.classList.toggle('dark', on), dark)
    const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
    lines.push(...found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${dark ? 'dark' : 'light'} ${id}: ${html.slice(0, 200)}`)))
  }
  return lines
}

test('sub-runs, forks, find and the graph of a run, with the keyboard alone', async ({ launchApp }) => {
  test.slow()
  const s3 = await startEmbeddedS3({ bucket })
  writeFamilies(s3)
  const app = await launchApp({ env: credentials })
  const { window } = app
  // A change of the settings before the window listens would not be seen by it.
  await expect(window.getByText('No bucket', { exact: true })).toBeVisible({ timeout: 30_000 })
  await configure(app, s3.endpointUrl)
  await window.evaluate((to) => void (location.hash = to), `#/project/${project}`)
  await expect(window.getByText('54 runs', { exact: true })).toBeVisible({ timeout: 30_000 })

  await test.step('fifty runs of a step stand below it as a table', async () => {
    await open(window, run('map-of-fifty', 'maps'))
    await expect(row(window, 'read_all')).toContainText('50')
    await steps(window).focus()
    await window.keyboard.press('Home')
    await window.keyboard.press('ArrowDown')
    await window.keyboard.press('ArrowRight')
    await expect(row(window, '50 sub-runs')).toContainText('1 failed')
    await window.keyboard.press('ArrowDown')
    await expect(selected(window)).toContainText('part-00')
    await expect(selected(window)).toContainText('→2')
  })

  await test.step('the next error is inside one of them, shown without leaving the run', async () => {
    await window.keyboard.press('e')
    await expect(shownRun(window)).toContainText('part-40')
    await expect(window.getByRole('heading', { name: 'map-of-fifty' })).toBeVisible()
    await expect(selected(window)).toContainText('TimeoutError: the page never came')
    await expect(selected(window)).toHaveAttribute('aria-level', '3')
    await expect(window.getByRole('tabpanel').getByText('fetch(url)')).toBeVisible()
    expect(await violations(window)).toEqual([])
    await window.keyboard.press('Escape')
    await expect(shownRun(window)).toBeHidden()
    await expect(selected(window)).toContainText('read_all')
  })

  await test.step('find reaches a value folded in two megabytes of state', async () => {
    await window.keyboard.press('Control+f')
    await window.keyboard.type('NEEDLE lies')
    const find = window.getByRole('search')
    await expect(find.getByRole('status')).toHaveText('1')
    await window.keyboard.press('F3')
    await expect(find.getByRole('status')).toHaveText('1 of 1')
    await expect(find).toContainText('state["pages"][173]["text"]')
    await expect(find.locator('mark')).toHaveText('needle lies')
    await expect(selected(window)).toContainText('join')
    await window.keyboard.press('Escape')
    await expect(find).toBeHidden()
  })

  await test.step('an action of the graph filters the steps', async () => {
    await window.keyboard.press('g')
    const node = window.getByRole('tabpanel').locator('.react-flow__node[data-id="plan"]')
    await node.focus()
    await window.keyboard.press('Enter')
    await expect(window.getByRole('group', { name: 'Filter of the steps' })).toContainText('1 of 3 steps')
    await expect(selected(window)).toContainText('plan')
    await window.getByRole('button', { name: 'Show all' }).press('Enter')
    await expect(window.getByRole('group', { name: 'Filter of the steps' })).toBeHidden()
    await expect(row(window, 'read_all')).toBeVisible()
  })

  await test.step('a fork shows what it builds on, over three levels and partitions, and leads both ways', async () => {
    await open(window, run('twig', 'c'))
    const family = window.getByRole('navigation', { name: 'Family of the run' })
    await expect(family).toContainText(/trunk.*@ 3.*branch.*@ 6.*this run/)
    await expect(row(window, /Forked from.*trunk/)).toContainText('builds on 4 steps')
    await expect(row(window, 'inherited')).toHaveCount(7)
    expect(await violations(window)).toEqual([])
    await family.getByRole('link', { name: /branch/ }).press('Enter')
    await expect(window.getByRole('heading', { name: 'branch' })).toBeVisible()
    await expect(selected(window)).toContainText('6')
    await family.getByRole('link', { name: /twig/ }).press('Enter')
    await expect(window.getByRole('heading', { name: 'twig' })).toBeVisible()
  })
  await s3.stop()
})
