import type { Page } from '@playwright/test'
import { startEmbeddedS3 } from '../scripts/s3/embeddedS3'
import { generate } from '../scripts/seed/generate'
import { writeBuild, writeSteps } from './burrRun'
import { expect, test } from './fixtures'

const bucket = 'runs-of-the-team'
const run = { project: 'order-desk', partitionKey: 'org/emea & ü', appId: 'order-4711' }
const actions = ['receive', 'price', 'confirm']
const credentials = { AWS_ACCESS_KEY_ID: 'e2e', AWS_SECRET_ACCESS_KEY: 'e2e-secret' }

const exception = [
  'Traceback (most recent call last):',
  '  File "/app/orders/actions.py", line 41, in price',
  '    rate = rates[currency]',
  '           ~~~~~^^^^^^^^^^',
  "KeyError: 'CHF has no rate today'",
  ''
].join('\n')

const stepRow = (window: Page, action: string) => window.getByRole('treeitem', { name: new RegExp(`\\b${action}\\b`) })

test('from an empty start to the failing step, live, and again without the bucket', async ({ launchApp }) => {
  const s3 = await startEmbeddedS3({ bucket })
  const now = Date.now()
  for (const object of generate({ seed: 'journey', runs: 40, nowUs: (now - 3_600_000) * 1000 })) s3.put(object.key, object.body, object.metadata)
  writeBuild(s3, run, actions, new Date(now - 3_000))
  writeSteps(
    s3,
    run,
    [
      { sequenceId: 0, action: 'receive', state: { count: 1, order: 'A-1' } },
      { sequenceId: 1, action: 'price', state: { count: 1, order: 'A-1' }, exception }
    ],
    new Date(now - 2_900)
  )

  const first = await launchApp({ env: credentials })
  const { window } = first

  await test.step('type the settings', async () => {
    await window.evaluate(() => {
      location.hash = '#/settings'
    })
    await window.getByLabel('Bucket', { exact: true }).fill(`s3://${bucket}/data/`)
    await window.getByLabel('Endpoint', { exact: true }).fill(s3.endpointUrl)
    await window.getByLabel('Poll every', { exact: true }).fill('1')
    await window.getByRole('button', { name: 'Test connection' }).click()
    const checks = window.getByRole('list', { name: 'Connection checks' })
    await expect(checks).toHaveAttribute('aria-busy', 'false', { timeout: 20_000 })
    await expect(checks.getByRole('listitem')).toHaveCount(5)
    await window.getByRole('button', { name: 'Save' }).click()
  })

  await test.step('see the projects and open the newest run', async () => {
    await window.evaluate(() => {
      location.hash = '#/projects'
    })
    await window.getByRole('row', { name: /order-desk/ }).click({ timeout: 20_000 })
    await window.getByRole('row', { name: /order-4711/ }).click()
  })

  await test.step('read the exception of the failing step', async () => {
    await expect(stepRow(window, 'price')).toHaveAttribute('aria-selected', 'true')
    await expect(window.getByText("'CHF has no rate today'").last()).toBeVisible()
    await expect(window.getByText('rate = rates[currency]')).toBeVisible()
    await stepRow(window, 'receive').click()
    await expect(window.getByText('"A-1"').first()).toBeVisible()
  })

  await test.step('a new event appears by itself, and the selection stays', async () => {
    writeSteps(s3, run, [{ sequenceId: 2, action: 'confirm', state: { count: 2, order: 'A-1' } }], new Date())
    await expect(stepRow(window, 'confirm')).toBeVisible({ timeout: 20_000 })
    await expect(stepRow(window, 'receive')).toHaveAttribute('aria-selected', 'true')
  })

  await first.close()
  await s3.stop()

  await test.step('the same run opens from the index with the bucket gone', async () => {
    const second = await launchApp({ dataDir: first.dataDir, env: credentials })
    await second.window.evaluate(() => {
      location.hash = '#/project/order-desk'
    })
    await second.window.getByRole('row', { name: /order-4711/ }).click()
    await expect(stepRow(second.window, 'confirm')).toBeVisible()
    await expect(stepRow(second.window, 'price')).toHaveAttribute('aria-selected', 'true')
    await expect(second.window.getByText('rate = rates[currency]')).toBeVisible()
  })
})
