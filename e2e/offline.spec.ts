import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { startEmbeddedS3 } from '../scripts/s3/embeddedS3'
import type { EmbeddedS3 } from '../scripts/s3/embeddedS3'
import { writeBuild, writeSteps } from './burrRun'
import { expect, test } from './fixtures'
import type { LaunchedApp } from './fixtures'

const bucket = 'runs-to-take-along'
const failing = { project: 'order-desk', partitionKey: null, appId: 'order-1' }
const other = { project: 'order-desk', partitionKey: null, appId: 'order-2' }
const credentials = { AWS_ACCESS_KEY_ID: 'e2e', AWS_SECRET_ACCESS_KEY: 'e2e-secret' }
const exception = 'Traceback (most recent call last):\n  File "/app/orders/actions.py", line 41, in price\n    rate = rates[currency]\nKeyError: \'CHF has no rate today\'\n'

const go = (window: Page, hash: string) => window.evaluate((to) => void (location.hash = to), hash)
const row = (window: Page, appId: string) => window.getByRole('row', { name: new RegExp(appId) })
const openRun = (window: Page, appId: string) => go(window, `#/run/order-desk/~/${appId}`)

/** A store whose objects can be put into another one that takes its place: the same keys with the same bytes. */
async function startStore(port?: number): Promise<EmbeddedS3 & { comeBack(): Promise<EmbeddedS3> }> {
  const s3 = await startEmbeddedS3({ bucket, ...(port === undefined ? {} : { port }) })
  const written: Parameters<EmbeddedS3['put']>[] = []
  return {
    ...s3,
    put: (...object) => {
      written.push(object)
      s3.put(...object)
    },
    async comeBack() {
      const back = await startEmbeddedS3({ bucket, port: s3.port })
      for (const object of written) back.put(...object)
      return back
    }
  }
}

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

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

test('a run that is kept is debugged without the bucket; another one says what is missing, and comes when the bucket is back', async ({ launchApp }) => {
  const s3 = await startStore()
  const now = Date.now()
  for (const [run, more] of [[failing, { exception }], [other, {}]] as const) {
    writeBuild(s3, run, ['receive', 'price'], new Date(now - 5_000))
    writeSteps(s3, run, [{ sequenceId: 0, action: 'receive', state: { order: run.appId } }, { sequenceId: 1, action: 'price', state: { order: run.appId }, ...more }], new Date(now - 4_900))
  }
  const first = await launchApp({ env: credentials })
  await configure(first, s3.endpointUrl)

  await test.step('the size is told before a run is kept', async () => {
    const { window } = first
    await go(window, '#/project/order-desk')
    await expect(row(window, 'order-2')).toBeVisible({ timeout: 20_000 })
    await openRun(window, 'order-1')
    await window.getByRole('button', { name: 'Keep offline' }).click()
    const dialog = window.getByRole('dialog', { name: 'Keep offline' })
    await expect(dialog.getByText(/^1 run, 3 files, /)).toBeVisible()
    await expect(dialog.getByText('nothing', { exact: true })).toBeVisible()
    expect(await violations(window)).toEqual([])
    await dialog.getByRole('button', { name: 'Keep offline' }).click()
    await expect(window.getByRole('dialog', { name: 'Kept offline' }).getByRole('button', { name: 'Stop keeping' })).toBeVisible()
    await window.keyboard.press('Escape')
  })

  await test.step('what is not kept is given up, and both say so in the list', async () => {
    const { window } = first
    await go(window, '#/activity')
    await window.getByRole('tab', { name: 'Storage' }).click()
    await expect(window.getByRole('list', { name: 'Kept offline' }).getByRole('listitem')).toHaveCount(1)
    await window.getByRole('button', { name: 'Free space' }).click()
    await expect(window.getByText('3 files given up; the bucket still has them')).toBeVisible()
    expect(await violations(window)).toEqual([])
    await go(window, '#/project/order-desk')
    await expect(row(window, 'order-1').getByText('All its log files are on this computer; kept offline')).toBeAttached()
    await expect(row(window, 'order-2').getByText('Only its index is on this computer')).toBeAttached()
  })

  await first.close()
  await s3.stop()
  const { window } = await launchApp({ dataDir: first.dataDir, env: credentials })

  await test.step('without the bucket the failing run is read down to its exception', async () => {
    await go(window, '#/project/order-desk')
    await row(window, 'order-1').click()
    await expect(window.getByText("'CHF has no rate today'").last()).toBeVisible()
    await expect(window.getByText('rate = rates[currency]')).toBeVisible()
    await expect(window.getByRole('status').filter({ hasText: 'Offline.' })).toContainText('It goes on by itself', { timeout: 20_000 })
    await expect(window.getByRole('alert')).toHaveCount(0)
  })

  await test.step('the other one says what is missing, and why it has to wait', async () => {
    await openRun(window, 'order-2')
    await expect(window.getByText('1 of 1 log file of this run is not on this computer')).toBeVisible()
    const bring = window.getByRole('button', { name: 'Bring them here' }).first()
    await expect(bring).toBeDisabled()
    await expect(bring).toHaveAttribute('title', /cannot be reached/)
    expect(await violations(window)).toEqual([])
    await window.keyboard.press('Control+Shift+K')
    const dialog = window.getByRole('dialog', { name: 'Keep offline' })
    await expect(dialog.getByText(/What is missing is fetched when the bucket is back/)).toBeVisible()
    await dialog.getByRole('button', { name: 'Keep offline' }).click()
    await window.keyboard.press('Escape')
    await go(window, '#/project/order-desk?filter=offline%3Ano')
    await expect(row(window, 'order-2')).toBeVisible()
    await expect(row(window, 'order-1')).toBeHidden()
  })

  await test.step('when the network is back it goes on by itself', async () => {
    const back = await s3.comeBack()
    await openRun(window, 'order-2')
    // What the system tells the window; without it the next try comes within a minute.
    await window.evaluate(() => void globalThis.dispatchEvent(new Event('online')))
    await expect(window.getByText('"order-2"').first()).toBeVisible({ timeout: 20_000 })
    await expect(window.getByText(/of this run is not on this computer/)).toBeHidden()
    await expect(window.getByRole('status').filter({ hasText: 'Offline.' })).toHaveCount(0)
    await back.stop()
  })
})
