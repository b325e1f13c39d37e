import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { startEmbeddedS3 } from '../scripts/s3/embeddedS3'
import { writeBuild, writeModelCalls, writeSteps } from './burrRun'
import { expect, test } from './fixtures'

const bucket = 'runs-with-models'
const run = { project: 'help-desk', partitionKey: 'user_7', appId: 'case-0815' }
const subRun = { ...run, appId: 'case-0815-lookup' }
const actions = ['ask', 'search', 'answer']
const credentials = { AWS_ACCESS_KEY_ID: 'e2e', AWS_SECRET_ACCESS_KEY: 'e2e-secret' }
const address = '#/run/help-desk/user_7/case-0815'

const go = (window: Page, hash: string) => window.evaluate((to) => void (location.hash = to), hash)
const total = (window: Page, name: string) => window.getByLabel('Totals').locator('div', { has: window.getByText(name, { exact: true }) }).locator('dd')

/** Violations of WCAG 2.2 AA in light and dark, as one line each. */
async function violations(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const theme of ['light', 'dark']) {
    await page.evaluate((dark) => document.documentElement.classList.toggle('dark', dark), theme === 'dark')
    const { violations: all } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
    found.push(...all.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${theme}: ${id}: ${html.slice(0, 160)}`)))
  }
  return found
}

test.describe.configure({ timeout: 120_000 })

test('what a run cost, words in all runs, what was pasted, and a step once more', async ({ launchApp }) => {
  const s3 = await startEmbeddedS3({ bucket })
  const at = (ms: number) => new Date(Date.now() - 60_000 + ms)
  writeBuild(s3, run, actions, at(0))
  writeSteps(s3, run, actions.map((action, sequenceId) => ({ sequenceId, action, state: { question: `where is parcel ${sequenceId}?` } })), at(100))
  writeModelCalls(s3, run, [
    { sequenceId: 0, model: 'gpt-4o-mini', input: 1000, output: 500, names: 'old' },
    { sequenceId: 2, model: 'house-model', input: 2000, output: 100, names: 'new' }
  ], at(2_000))
  writeBuild(s3, subRun, ['look'], at(300), { kind: 'spawn', run, sequenceId: 1 })
  writeSteps(s3, subRun, [{ sequenceId: 0, action: 'look', state: { found: 'Zwiebelkuchen' } }], at(400))
  writeModelCalls(s3, subRun, [{ sequenceId: 0, model: 'gpt-4o-mini', input: 3000, output: 0, names: 'new' }], at(2_000))
  const { app, window, dataDir } = await launchApp({ env: credentials })
  const reply = await window.evaluate(([name, endpoint]) => {
    const bridge = (globalThis as unknown as { burr: { call(method: string, input: unknown): Promise<string> } }).burr
    return bridge.call('settings.update', { bucket: name, endpointUrl: endpoint, updateIntervalMs: 1000 })
  }, [bucket, s3.endpointUrl] as const)
  expect(JSON.parse(reply)).toMatchObject({ ok: true })

  await test.step('tokens and calls of the run and its sub-run, and a cost that says what it lacks', async () => {
    await go(window, `${address}?tab=insights`)
    await expect(total(window, 'LLM calls')).toHaveText('3', { timeout: 20_000 })
    await expect(total(window, 'Input')).toHaveText('6K')
    await expect(total(window, 'Output')).toHaveText('600')
    await expect(total(window, 'Cost')).toHaveText('≥ at least $0.0009')
    await expect(window.getByText('The cost is partial. Not in it: 1 call of house-model, which has no price.')).toBeVisible()
    await expect(window.getByRole('row', { name: /^house-model/ }).getByText('cost not known')).toBeAttached()
    expect(await violations(window)).toEqual([])
    await window.getByRole('checkbox', { name: /sub-run/ }).press('Space')
    await expect(total(window, 'Input')).toHaveText('3K')
    await window.getByRole('checkbox', { name: /sub-run/ }).press('Space')
  })

  await test.step('a price of one’s own changes old runs at once, and is kept in a file', async () => {
    await go(window, '#/settings')
    await window.getByRole('button', { name: 'Edit prices…' }).press('Enter')
    await window.getByLabel('Model of price 1').fill('house-*')
    await window.getByLabel('Input of price 1').fill('ten')
    await window.getByRole('button', { name: 'Save', exact: true }).last().press('Enter')
    await expect(window.getByText('input is not an amount such as 2.5')).toBeVisible()
    await window.getByLabel('Input of price 1').fill('10')
    await window.getByLabel('Output of price 1').fill('100')
    expect(await violations(window)).toEqual([])
    await window.getByLabel('Output of price 1').press('Enter')
    await expect(window.getByText('1 price of your own')).toBeVisible()
    expect(JSON.parse(readFileSync(join(dataDir, 'prices.json'), 'utf8'))).toMatchObject({ useBuiltIn: true, prices: [{ model: 'house-*', usdPerMillion: { input: 10, output: 100 } }] })
    await go(window, `${address}?tab=insights`)
    await expect(total(window, 'Cost')).toHaveText('$0.031')
  })

  await test.step('words are found in every run, and Enter opens the step', async () => {
    await window.keyboard.press('Control+Shift+F')
    await expect(window.getByRole('searchbox')).toBeFocused()
    await window.keyboard.type('zwiebelk')
    const found = window.getByRole('list', { name: 'What was found' })
    await expect(found.getByText('state.found')).toBeVisible({ timeout: 20_000 })
    expect(await violations(window)).toEqual([])
    await window.keyboard.press('ArrowDown')
    await expect(found.getByRole('link', { name: /state\.found/ })).toBeFocused()
    await window.keyboard.press('Enter')
    await expect(window.getByRole('heading', { name: subRun.appId })).toBeVisible()
    await expect(window.getByRole('treeitem', { name: /\blook\b/ })).toHaveAttribute('aria-selected', 'true')
    await window.keyboard.press('Escape')
    await expect(window.getByRole('searchbox')).toHaveValue('zwiebelk')
  })

  await test.step('an address of Burr’s server that is pasted into the palette opens the step', async () => {
    const location = encodeURIComponent(JSON.stringify({ sequenceId: 1, appId: run.appId, partitionKey: 'user_7' }))
    await window.keyboard.press('Control+k')
    await expect(window.getByRole('combobox', { name: 'Command palette' })).toBeFocused()
    await window.keyboard.insertText(`http://localhost:7241/project/help-desk/user_7/case-0815?sequence_location=${location}&tab=reproduce`)
    await expect(window.getByRole('option', { name: /case-0815 .*step 1/ })).toHaveAttribute('aria-selected', 'true')
    await window.keyboard.press('Enter')
    await expect(window.getByRole('treeitem', { name: /\bsearch\b/ })).toHaveAttribute('aria-selected', 'true')
  })

  await test.step('a step is a test case, and the run a folder that Burr goes on with', async () => {
    await expect(window.getByRole('figure', { name: 'Test case' })).toContainText('"name": "search_case-081_1"')
    const folder = mkdtempSync(join(tmpdir(), 'burr-e2e-'))
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
    }, folder)
    await window.getByRole('button', { name: /^Save as a folder/ }).press('Enter')
    await expect(window.getByRole('figure', { name: 'Fork of the run' })).toContainText('fork_from_sequence_id=0,')
    expect(await violations(window)).toEqual([])
    expect(readdirSync(join(folder, 'help-desk')).toSorted()).toEqual([run.appId, subRun.appId])
    const lines = readFileSync(join(folder, 'help-desk', run.appId, 'log.jsonl'), 'utf8').split('\n')
    expect([lines.pop(), lines.map((line) => (JSON.parse(line) as { type: string }).type).filter((type) => type === 'end_entry').length]).toEqual(['', 3])
    expect(readdirSync(join(folder, 'help-desk', run.appId)).toSorted()).toEqual(['children.jsonl', 'graph.json', 'log.jsonl', 'metadata.json'])
    rmSync(folder, { recursive: true })
  })
  await s3.stop()
})
