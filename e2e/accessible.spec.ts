import type { Locator, Page } from '@playwright/test'
import { startEmbeddedS3 } from '../scripts/s3/embeddedS3'
import { generate } from '../scripts/seed/generate'
import { violationsInLooks } from './axe'
import { writeBuild, writeModelCalls, writeSteps } from './burrRun'
import { expect, test } from './fixtures'

const bucket = 'runs-for-everybody'
const run = { project: 'order-desk', partitionKey: 'emea', appId: 'order-1' }
const address = '#/run/order-desk/emea/order-1'
const exception = 'Traceback (most recent call last):\n  File "/app/orders.py", line 41, in price\n    rate = rates[currency]\nKeyError: \'no rate today\'\n'

const go = (window: Page, hash: string): Promise<void> => window.evaluate((to) => void (location.hash = to), hash)

async function command(window: Page, words: string): Promise<void> {
  await window.keyboard.press('Control+k')
  await window.getByRole('combobox', { name: 'Command palette' }).fill(words)
  await window.getByRole('dialog').getByRole('option', { name: words }).last().click()
}

test('every screen and dialog is free of WCAG violations in every theme', async ({ launchApp }) => {
  test.setTimeout(240_000)
  const s3 = await startEmbeddedS3({ bucket })
  const now = Date.now()
  for (const object of generate({ seed: 'accessible', runs: 40, nowUs: (now - 3_600_000) * 1000 })) s3.put(object.key, object.body, object.metadata)
  writeBuild(s3, run, ['receive', 'price', 'confirm'], new Date(now - 9_000))
  writeSteps(s3, run, [
    { sequenceId: 0, action: 'receive', state: { count: 1, order: 'A-1', chat: [{ role: 'user', content: 'a **loud** word' }], lines: [{ sku: 'A', n: 1 }, { sku: 'B', n: 2 }] } },
    { sequenceId: 1, action: 'price', state: { count: 2, order: 'A-1', note: 'x'.repeat(400), lines: [{ sku: 'A', n: 1 }] }, exception }
  ], new Date(now - 8_000))
  writeModelCalls(s3, run, [{ sequenceId: 0, model: 'house-model', input: 2000, output: 100, names: 'new' }], new Date(now - 7_000))
  s3.put('data/order-desk/stray.txt', 'no run')
  const { window } = await launchApp({ env: { AWS_ACCESS_KEY_ID: 'e2e', AWS_SECRET_ACCESS_KEY: 'e2e-secret', AWS_REGION: 'us-east-1' } })
  const main = window.locator('main')

  const check = (name: string, shown: Locator): Promise<void> => test.step(name, async () => {
    await expect(shown).toBeVisible({ timeout: 30_000 })
    expect.soft(await violationsInLooks(window), name).toEqual([])
  })
  const tab = async (name: string, shown: (panel: Locator) => Locator = (panel) => panel): Promise<void> => {
    await go(window, `${address}?step=0.1.0&tab=${name}`)
    await check(`run, ${name}`, shown(window.getByRole('tabpanel', { name: new RegExp(`^${name}`, 'i') })))
  }

  await check('welcome', window.getByRole('button', { name: 'Connect to a bucket' }))
  await go(window, '#/settings')
  await check('settings', window.getByLabel('Bucket', { exact: true }))
  await go(window, '#/snapshots')
  await check('snapshots without a bucket', main)
  const reply = await window.evaluate(([name, endpointUrl]) => (globalThis as unknown as { burr: { call(method: string, input: unknown): Promise<string> } }).burr.call('settings.update', { bucket: name, endpointUrl, updateIntervalMs: 1000 }), [bucket, s3.endpointUrl] as const)
  expect(JSON.parse(reply)).toMatchObject({ ok: true })

  await go(window, '#/projects')
  await check('projects', window.getByRole('row', { name: /order-desk/ }))
  await go(window, '#/project/support-bot')
  await expect(window.getByRole('treegrid', { name: 'Runs' }).getByRole('row').nth(3)).toContainText(/\S/, { timeout: 30_000 })
  await window.getByRole('treegrid', { name: 'Runs' }).focus()
  await window.keyboard.press('Home')
  await window.keyboard.press('Space')
  await check('run list with a peek', window.getByRole('complementary', { name: 'Peek' }))
  await window.keyboard.press('Escape')
  await window.getByRole('button', { name: 'Fold sub-runs and forks under their parents' }).click()
  await window.getByRole('button', { name: 'Insights of these runs' }).click()
  await check('insights of a list', window.getByRole('dialog').getByText('By action'))
  await window.keyboard.press('Escape')
  await go(window, '#/project/nowhere')
  await check('a project without runs', main.getByRole('heading').last())

  await tab('data', (panel) => panel.getByText('rate = rates[currency]'))
  for (const name of ['code', 'insights', 'reproduce', 'raw']) await tab(name)
  await tab('graph', (panel) => panel.locator('.react-flow__node').first())
  await tab('annotations')
  await window.keyboard.press('a')
  await window.getByLabel('Note').fill('Names a wrong window.')
  await window.getByLabel('Another tag').fill('incorrect')
  await window.keyboard.press('Enter')
  await check('annotation form', window.getByRole('form', { name: 'New annotation' }))
  await window.getByLabel('Note').press('Control+Enter')
  await expect(window.getByRole('form', { name: 'New annotation' })).toBeHidden()
  await go(window, `${address}?step=0.0.0&tab=data`)
  await window.getByRole('region', { name: 'State' }).getByTitle('Show its history').first().click()
  await window.keyboard.press('Control+f')
  await window.keyboard.type('A-1')
  await check('history and find', window.getByRole('region', { name: /^History of/ }))
  await window.getByRole('search').getByRole('button', { name: /^Close/ }).click()
  await window.keyboard.press('Control+Shift+S')
  await expect(window.getByRole('dialog').getByRole('status')).toContainText(/\d+ objects?/, { timeout: 20_000 })
  await check('export', window.getByRole('dialog'))
  await window.keyboard.press('Escape')
  await window.keyboard.press('Control+Shift+K')
  await check('keep offline', window.getByRole('dialog'))
  await window.keyboard.press('Escape')
  await go(window, '#/run/order-desk/~/nobody')
  await check('a run that is not there', main.getByText(/cannot be opened/))

  await go(window, '#/annotations')
  await check('annotations', window.getByRole('grid', { name: 'Annotations' }).getByText('Names a wrong window.'))
  await go(window, '#/search?text=loud')
  await check('search', window.getByLabel('What was found'))
  await go(window, '#/activity')
  for (const each of await window.getByRole('tab').all()) {
    await each.click()
    await check(`activity, ${await each.innerText()}`, main)
  }
  await go(window, '#/snapshots')
  await check('snapshots', main)
  await window.keyboard.press('Control+k')
  await check('palette', window.getByRole('dialog'))
  await window.keyboard.press('Escape')
  await window.keyboard.press('?')
  await check('shortcuts', window.getByRole('dialog'))
  await window.keyboard.press('Escape')
  for (const words of ['Choose what to bring in', 'Make a report for whoever helps you', 'Show the licences']) {
    await command(window, words)
    await check(words, window.getByRole('dialog'))
    await window.keyboard.press('Escape')
  }
  await s3.stop()
})
