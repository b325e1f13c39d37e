import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { ElectronApplication, Page } from '@playwright/test'
import { startEmbeddedS3 } from '../scripts/s3/embeddedS3'
import { writeBuild, writeSteps } from './burrRun'
import { expect, test } from './fixtures'
import type { LaunchedApp } from './fixtures'

const bucket = 'runs-to-judge'
const run = { project: 'help-desk', partitionKey: 'user_7', appId: 'case-0815' }
const actions = ['ask', 'search', 'answer']
const credentials = { AWS_ACCESS_KEY_ID: 'e2e', AWS_SECRET_ACCESS_KEY: 'e2e-secret' }
const address = '#/run/help-desk/user_7/case-0815'

const go = (window: Page, hash: string) => window.evaluate((to) => void (location.hash = to), hash)
const step = (window: Page, action: string) => window.getByRole('treeitem', { name: new RegExp(`\\b${action}\\b`) })
const items = (window: Page) => window.getByRole('list', { name: 'Annotations of this run' }).getByRole('listitem').filter({ has: window.getByRole('button', { name: /^Change/ }) })

async function configure({ window }: LaunchedApp, endpointUrl: string): Promise<void> {
  const reply = await window.evaluate(
    ([name, endpoint]) => {
      const bridge = (globalThis as unknown as { burr: { call(method: string, input: unknown): Promise<string> } }).burr
      return bridge.call('settings.update', { bucket: name, endpointUrl: endpoint, updateIntervalMs: 1000 })
    },
    [bucket, endpointUrl] as const
  )
  expect(JSON.parse(reply)).toMatchObject({ ok: true })
}

/** Answers the next save dialog with a path, as a person would. */
async function saveAt(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
  }, filePath)
}

/** Violations of WCAG 2.2 AA on what is on screen, as one line each. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

async function inBothThemes(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const theme of ['light', 'dark']) {
    await page.evaluate((dark) => document.documentElement.classList.toggle('dark', dark), theme === 'dark')
    found.push(...(await violations(page)).map((line) => `${theme}: ${line}`))
  }
  return found
}

test('annotated, changed, deleted and brought back by keyboard; still there after a restart; saved as CSV', async ({ launchApp }) => {
  const s3 = await startEmbeddedS3({ bucket })
  const now = Date.now()
  writeBuild(s3, run, actions, new Date(now - 5_000))
  writeSteps(s3, run, actions.map((action, sequenceId) => ({ sequenceId, action, state: { question: 'may I return it?', policy: `rule ${sequenceId}` } })), new Date(now - 4_900))
  const first = await launchApp({ env: credentials })
  const { window } = first
  await configure(first, s3.endpointUrl)

  await test.step('a project without annotations says how to make one', async () => {
    await go(window, '#/annotations/help-desk')
    await expect(window.getByRole('heading', { name: 'No annotations yet' })).toBeVisible()
    expect(await inBothThemes(window)).toEqual([])
  })

  await test.step('annotate the selected step with keys alone', async () => {
    await go(window, address)
    await expect(step(window, 'answer')).toHaveAttribute('aria-selected', 'true', { timeout: 20_000 })
    await window.keyboard.press('a')
    const form = window.getByRole('form', { name: 'New annotation' })
    await expect(form.getByLabel('Note')).toBeFocused()
    await window.keyboard.type('Names a window of 14 days.')
    await expect(step(window, 'answer')).toHaveAttribute('aria-selected', 'true')
    expect(await inBothThemes(window)).toEqual([])
    await window.keyboard.press('Control+Enter')
    await expect(form).toBeHidden()
    await expect(items(window)).toHaveCount(1)
    await expect(step(window, 'answer').getByText('1 annotation')).toBeAttached()
  })

  await test.step('rate another step with one key, and take it back with the same', async () => {
    await window.keyboard.press('ArrowUp')
    await expect(step(window, 'search')).toHaveAttribute('aria-selected', 'true')
    await window.keyboard.press('2')
    await expect(step(window, 'search').getByText('Thumbs down')).toBeAttached()
    await window.keyboard.press('1')
    await expect(step(window, 'search').getByText('Thumbs up')).toBeAttached()
    await window.keyboard.press('1')
    await expect(step(window, 'search').getByText('Thumbs up')).toHaveCount(0)
    await window.keyboard.press('2')
    await expect(items(window)).toHaveCount(2)
    expect(await inBothThemes(window)).toEqual([])
  })

  await test.step('change what was said: tags, what it is about, ground truth', async () => {
    await window.keyboard.press('ArrowDown')
    await window.keyboard.press('a')
    const form = window.getByRole('form', { name: 'Change the annotation' })
    await expect(form.getByLabel('Note')).toHaveValue('Names a window of 14 days.')
    await form.getByRole('button', { name: 'incorrect', exact: true }).press('Space')
    await form.getByLabel('Another tag').fill('=policy')
    await window.keyboard.press('Enter')
    await form.getByRole('button', { name: 'Thumbs down' }).press('Space')
    await form.getByLabel('What it is about').selectOption('state.policy')
    await form.getByRole('button', { name: 'Ground truth' }).press('Space')
    await form.getByLabel('Ground truth', { exact: true }).last().fill('=30 days')
    expect(await inBothThemes(window)).toEqual([])
    await window.keyboard.press('Control+Enter')
    await expect(items(window).filter({ hasText: '=30 days' })).toHaveCount(1)
    await expect(items(window)).toHaveCount(2)
  })

  await test.step('leaving a form that was written in does not lose it', async () => {
    await window.keyboard.press('a')
    const form = window.getByRole('form', { name: 'Change the annotation' })
    await form.getByLabel('Note').fill('Something else')
    await window.keyboard.press('Escape')
    await expect(form).toBeHidden()
    await expect(step(window, 'answer')).toBeVisible()
    await window.getByRole('button', { name: 'Go on writing' }).press('Enter')
    await expect(form.getByLabel('Note')).toHaveValue('Something else')
    await window.keyboard.press('Escape')
  })

  await test.step('delete and take it back', async () => {
    await window.getByRole('button', { name: 'Delete the annotation on step 2' }).press('Enter')
    await expect(items(window)).toHaveCount(1)
    await window.getByRole('button', { name: 'Undo' }).press('Enter')
    await expect(items(window)).toHaveCount(2)
  })

  await first.close()
  const second = await launchApp({ dataDir: first.dataDir, env: credentials })
  const path = join(tmpdir(), `burr-e2e-${process.pid}.csv`)

  await test.step('after a restart the project lists them, filtered as asked', async () => {
    await go(second.window, '#/annotations/help-desk')
    const rows = second.window.getByRole('grid', { name: 'Annotations' }).getByRole('row', { name: /case-0815/ })
    await expect(rows).toHaveCount(2)
    expect(await inBothThemes(second.window)).toEqual([])
    await second.window.getByLabel('Add a filter by tag').selectOption('incorrect')
    await expect(rows).toHaveCount(1)
    await expect(rows).toContainText('Names a window of 14 days.')
  })

  await test.step('what is filtered is saved as CSV, and nothing in it is a formula', async () => {
    await saveAt(second.app, path)
    await second.window.getByRole('button', { name: 'CSV' }).press('Enter')
    await expect(second.window.getByText(/1 annotation saved as/)).toBeVisible()
    const [head = '', row = '', end] = readFileSync(path, 'utf8').split('\r\n')
    expect(head).toContain('"id","project_id","app_id","span_id","step_sequence_id","step_name","tags"')
    expect(row).toMatch(/^"\d+","help-desk","case-0815","","2","answer","incorrect =policy","0","Names a window of 14 days\.","'=30 days","false","state_field","policy","user_7",/)
    expect(end).toBe('')
    rmSync(path, { force: true })
  })

  await test.step('a row opens its run at the step, and Esc comes back to the filtered table', async () => {
    await second.window.getByRole('grid', { name: 'Annotations' }).focus()
    await second.window.keyboard.press('Enter')
    await expect(step(second.window, 'answer')).toHaveAttribute('aria-selected', 'true')
    await expect(items(second.window).filter({ hasText: '=30 days' })).toBeVisible()
    await second.window.keyboard.press('Escape')
    await expect(second.window.getByRole('button', { name: /Tag incorrect/ })).toBeVisible()
  })
  await s3.stop()
})

test('twenty steps are rated in less than a minute', async ({ launchApp }) => {
  const s3 = await startEmbeddedS3({ bucket })
  const now = Date.now()
  const many = Array.from({ length: 20 }, (_, sequenceId) => ({ sequenceId, action: 'answer', state: { n: sequenceId } }))
  writeBuild(s3, run, ['answer'], new Date(now - 9_000))
  writeSteps(s3, run, many, new Date(now - 8_900))
  const launched = await launchApp({ env: credentials })
  const { window } = launched
  await configure(launched, s3.endpointUrl)
  await go(window, `${address}?step=0.0.0`)
  await expect(window.getByRole('treeitem', { name: /answer/, selected: true })).toBeVisible({ timeout: 20_000 })
  const startMs = Date.now()
  for (const { sequenceId } of many) {
    await window.keyboard.press(sequenceId % 3 === 0 ? '2' : '1')
    await window.keyboard.press('ArrowDown')
  }
  await expect(window.getByRole('treeitem').getByText(/Thumbs (up|down)/)).toHaveCount(20)
  const tookMs = Date.now() - startMs
  test.info().annotations.push({ type: 'twenty ratings', description: `${tookMs} ms` })
  expect(tookMs).toBeLessThan(60_000)
  await go(window, '#/annotations')
  await expect(window.getByText('20 annotations')).toBeVisible()
  await s3.stop()
})
