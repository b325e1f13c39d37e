import type { Page } from '@playwright/test'
import { startEmbeddedS3 } from '../scripts/s3/embeddedS3'
import { expect, test } from './fixtures'
import { writeHostileRun, writeNamedRuns } from './hostileRuns'
import { hostileName, hostileTexts } from './hostileTexts'
import { watchPage } from './pageWatch'

const bucket = 'hostile-runs'
const isLong = process.env['CI'] === 'true' || process.env['BURR_LONG'] === '1'
const listed = 'listed'
const values = { project: listed, partitionKey: 'values', appId: 'values' }
const names = { project: listed, partitionKey: 'names', appId: 'names' }
const batches = Array.from({ length: 12 }, (_, n) => hostileTexts.filter((_, at) => at % 12 === n))
const tabs = ['code', 'insights', 'reproduce', 'annotations', 'raw', 'graph']
const address = (run: { appId: string; partitionKey: string | null; project: string }, query = ''): string => `#/run/${run.project}/${run.partitionKey}/${run.appId}${query}`

const go = (window: Page, hash: string): Promise<void> => window.evaluate((to) => void (location.hash = to), hash)
const steps = (window: Page) => window.getByRole('tree', { name: 'Steps' })

/** Presses a key so often, and lets what it shows be drawn each time. */
async function press(window: Page, key: string, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    await window.keyboard.press(key)
    await window.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  }
}

function fill(s3: Awaited<ReturnType<typeof startEmbeddedS3>>): void {
  const at = new Date(Date.now() - 7_200_000)
  writeHostileRun(s3, values, batches.map((texts, n) => ({ action: texts[0] ?? '', texts, failed: n % 3 === 2 })), at)
  writeHostileRun(s3, names, hostileTexts.map((text, n) => ({ action: text, texts: [text], failed: n % 4 === 3 })), at)
  writeNamedRuns(s3, hostileTexts, (name) => ({ project: listed, partitionKey: name, appId: name }), at)
  writeNamedRuns(s3, hostileTexts.filter((_, n) => isLong || n % 6 === 0), (name) => ({ project: name, partitionKey: null, appId: 'one' }), at)
  for (const [n, text] of hostileTexts.entries()) s3.put(`data/${listed}/${hostileName(text, n)}`, text)
}

/** Says each text about a step: as tags, a note and the ground truth. */
async function annotate(window: Page): Promise<void> {
  const refused = await window.evaluate(async ([texts, run]) => {
    const { burr } = globalThis as unknown as { burr: { call(method: string, input: unknown): Promise<string> } }
    const replies = await Promise.all(texts.map((text, n) => burr.call('annotations.create', {
      run, step: { build: 0, sequenceId: n % 12, attempt: 0 }, action: text.slice(0, 1000), spanId: null, fieldPath: `state.${text.slice(0, 1000)}`,
      tags: [text.slice(0, 90).trim() || 'blank'], observations: [{ thumbs: 'down', note: text, groundTruth: text, pointers: [{ kind: 'state-field', name: text.slice(0, 1000), spanId: null }] }]
    })))
    return replies.filter((reply) => !(JSON.parse(reply) as { ok: boolean }).ok)
  }, [hostileTexts.filter((text) => !/\p{Cs}/u.test(text)), values] as const)
  expect(refused).toEqual([])
}

test('nothing that a run says runs, loads, leads away or hides on any screen', async ({ launchApp }) => {
  test.setTimeout(isLong ? 300_000 : 120_000)
  expect(hostileTexts.length).toBeGreaterThanOrEqual(200)
  const s3 = await startEmbeddedS3({ bucket })
  fill(s3)
  const { app, window } = await launchApp({
    env: { AWS_ACCESS_KEY_ID: 'e2e', AWS_SECRET_ACCESS_KEY: 'e2e-secret', AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: s3.endpointUrl, BURR_S3_BUCKET: bucket }
  })
  const watch = await watchPage(app, window)
  const main = window.locator('main')
  const onScreen = (name: string, doing: () => Promise<void>): Promise<void> => test.step(name, async () => {
    await doing()
    expect.soft(await watch.take(), name).toEqual([])
  })

  await onScreen('projects and the sidebar', async () => {
    await expect(window.getByRole('grid', { name: 'Projects' }).getByRole('row', { name: /<script>/ }).first()).toBeVisible({ timeout: 30_000 })
    await press(window, 'End', 1)
  })

  await onScreen('the list of runs, a peek at them, its filter and its insights', async () => {
    await go(window, `#/project/${listed}`)
    const table = window.getByRole('treegrid', { name: 'Runs' })
    await expect(window.getByText(`${hostileTexts.length + 2} runs`, { exact: true })).toBeVisible({ timeout: 60_000 })
    await table.focus()
    await press(window, 'Space', 1)
    await expect(window.getByRole('complementary', { name: 'Peek' })).toBeVisible()
    await press(window, 'PageDown', isLong ? hostileTexts.length / 15 : 12)
    await press(window, 'Escape', 1)
    for (const text of ['action:', 'partition:', '"><img src=x onerror=globalThis.__ran=1>', 'error:"\u202E<script>']) {
      await press(window, '/', 1)
      await window.getByRole('combobox', { name: 'Filter' }).fill(text)
      await press(window, 'Enter', 1)
    }
    await window.getByRole('button', { name: 'Insights of these runs' }).click()
    await expect(window.getByRole('dialog')).toContainText('By action')
    await press(window, 'Escape', 1)
  })

  await annotate(window)

  await onScreen('values, spans, exceptions, history and the other sides of a step', async () => {
    await go(window, address(values, '?step=0.0.0&tab=data'))
    await expect(window.getByRole('region', { name: 'State' })).toContainText('script', { timeout: 30_000 })
    await steps(window).focus()
    await press(window, 'ArrowRight', 1)
    await press(window, 'End', 1)
    await press(window, 'Home', 1)
    const field = window.getByRole('region', { name: 'State' }).getByTitle('Show its history').first()
    await field.press('Enter')
    await expect(window.getByRole('region', { name: /^History of/ })).toBeVisible()
    await field.focus()
    await window.getByRole('button', { name: /^Watch state/ }).first().press('Enter')
    await steps(window).focus()
    for (const { length } of batches) {
      await press(window, 'ArrowRight', 1)
      await press(window, 'ArrowDown', isLong ? length : 1)
      await press(window, 'e', 1)
    }
    for (const tab of tabs) {
      await go(window, address(values, `?step=0.0.0&tab=${tab}`))
      await expect(window.getByRole('tab', { selected: true })).toHaveText(new RegExp(tab, 'i'))
      await steps(window).focus()
      await press(window, 'ArrowDown', isLong ? 40 : 3)
      await expect(window.getByRole('tabpanel')).toContainText(/\S{3}/)
    }
    await go(window, address(values, '?step=0.0.0&tab=data'))
    await window.getByRole('radio', { name: 'Raw' }).first().click()
    await press(window, 'Control+f', 1)
    await window.keyboard.type('globalThis')
    await expect(window.getByRole('search').getByRole('status')).toContainText(/\d/)
    await press(window, 'F3', 12)
    await press(window, 'Escape', 1)
  })

  await onScreen('names of actions, in the list, the lanes and the graph', async () => {
    await go(window, address(names, '?step=0.0.0&tab=graph'))
    await expect(steps(window)).toContainText('script', { timeout: 30_000 })
    await steps(window).focus()
    await press(window, 'PageDown', hostileTexts.length / 20 + 1)
    await expect(window.locator('.react-flow__node').first()).toBeVisible({ timeout: 30_000 })
    await press(window, 'p', 2)
  })

  await onScreen('annotations', async () => {
    await go(window, '#/annotations')
    const grid = window.getByRole('grid', { name: 'Annotations' })
    await expect(grid).toContainText('script')
    await grid.focus()
    await press(window, 'PageDown', 16)
  })

  await onScreen('search, palette, activity and what is exported', async () => {
    await go(window, '#/search?text=globalThis')
    await expect(window.getByLabel('What was found')).toContainText('globalThis', { timeout: 30_000 })
    await go(window, `#/search?text=${encodeURIComponent('<img src=x onerror=globalThis.__ran=1>\u202E')}`)
    await expect(main).toContainText(/found|Nothing/i)
    await press(window, 'Control+k', 1)
    await window.getByRole('combobox', { name: 'Command palette' }).fill('script>')
    await expect(window.getByRole('dialog').getByRole('option').first()).toBeVisible()
    await press(window, 'Escape', 1)
    await go(window, '#/activity')
    for (const tab of await window.getByRole('tab').all()) await tab.click()
    await expect(main).toContainText('script')
    await go(window, address(values))
    await press(window, 'Control+Shift+S', 1)
    await expect(window.getByRole('dialog').getByRole('status')).toContainText(/\d+ objects?/, { timeout: 20_000 })
    await press(window, 'Escape', 1)
    await go(window, `#/run/${encodeURIComponent('<script>\u202E')}/~/${encodeURIComponent('"><img src=x onerror=globalThis.__ran=1>\u202E')}`)
    await expect(main.getByText(/cannot be opened/)).toBeVisible()
  })

  await s3.stop()
})
