import type { Page } from '@playwright/test'
import { startEmbeddedS3 } from '../scripts/s3/embeddedS3'
import { generate } from '../scripts/seed/generate'
import { writeBuild, writeSteps } from './burrRun'
import { expect, test } from './fixtures'

const bucket = 'runs-of-the-team'
const credentials = { AWS_ACCESS_KEY_ID: 'e2e', AWS_SECRET_ACCESS_KEY: 'e2e-secret', AWS_REGION: 'us-east-1', BURR_S3_BUCKET: bucket, BURR_UPDATE_INTERVAL_MILLISECONDS: '1000' }
const run = { project: 'order-desk', partitionKey: null, appId: 'order-4711' }

const go = (window: Page, hash: string): Promise<void> => window.evaluate((target) => { location.hash = target }, hash)

test('a snapshot that one computer publishes starts another, which catches up and can go back to it', async ({ launchApp }) => {
  const s3 = await startEmbeddedS3({ bucket })
  const now = Date.now()
  for (const object of generate({ seed: 'snapshots', runs: 30, nowUs: (now - 3_600_000) * 1000 })) s3.put(object.key, object.body, object.metadata)
  writeBuild(s3, run, ['receive'], new Date(now - 3_000))
  writeSteps(s3, run, [{ sequenceId: 0, action: 'receive', state: { count: 1 } }], new Date(now - 2_900))
  const env = { ...credentials, AWS_ENDPOINT_URL: s3.endpointUrl }
  const manifests = (): string[] => s3.keys().filter((key) => key.endsWith('/manifest.json'))

  const first = await launchApp({ env })
  await test.step('the first computer is asked whether to publish, and what it says yes to is written', async () => {
    const { window } = first
    const question = window.getByRole('region', { name: 'Publish snapshots' })
    await expect(question).toContainText(`${bucket}/burr-desktop/v1/`, { timeout: 20_000 })
    await expect(window.getByRole('row', { name: /order-desk/ })).toBeVisible()
    await go(window, '#/snapshots')
    await expect(window.getByText('No snapshots yet')).toBeVisible()
    await question.getByRole('button', { name: 'Publish', exact: true }).click()
    await expect(question).toBeHidden()
    await expect(window.getByRole('row', { name: /this computer/ }).first()).toBeVisible({ timeout: 20_000 })
    expect(manifests().length).toBeGreaterThan(0)
  })

  await test.step('what has changed since is published once more when the app is closed', async () => {
    const before = manifests().length
    writeBuild(s3, { ...run, appId: 'order-4712' }, ['receive'], new Date())
    writeSteps(s3, { ...run, appId: 'order-4712' }, [{ sequenceId: 0, action: 'receive', state: { count: 1 } }], new Date())
    await go(first.window, '#/project/order-desk')
    await expect(first.window.getByRole('row', { name: /order-4712/ })).toBeVisible({ timeout: 20_000 })
    await first.close()
    expect(manifests().length).toBe(before + 1)
  })

  await test.step('an empty computer starts from it, shows its runs and catches up', async () => {
    writeBuild(s3, { ...run, appId: 'order-4713' }, ['receive'], new Date())
    writeSteps(s3, { ...run, appId: 'order-4713' }, [{ sequenceId: 0, action: 'receive', state: { count: 1 } }], new Date())
    const { window } = await launchApp({ env })
    await expect(window.getByRole('region', { name: 'Start from a snapshot' })).toContainText('Started from the snapshot that', { timeout: 20_000 })
    await go(window, '#/project/order-desk')
    for (const appId of ['order-4711', 'order-4712', 'order-4713']) await expect(window.getByRole('row', { name: new RegExp(appId) })).toBeVisible({ timeout: 20_000 })

    await test.step('and an older one is restored from the list by hand', async () => {
      await go(window, '#/snapshots')
      const rows = window.getByRole('table', { name: 'Snapshots' }).getByRole('row').filter({ has: window.getByRole('button', { name: 'Restore…' }) })
      await expect(rows.first()).toBeVisible()
      await rows.last().getByRole('button', { name: 'Restore…' }).click()
      await window.getByRole('dialog', { name: 'Restore this snapshot?' }).getByRole('button', { name: 'Restore' }).click()
      await expect(window.getByText(/restored\. They are compared with the bucket now/)).toBeVisible({ timeout: 20_000 })
      await go(window, '#/project/order-desk')
      await expect(window.getByRole('row', { name: /order-4713/ })).toBeVisible({ timeout: 20_000 })
    })
  })

  // Fails when the app wrote anything outside burr-desktop/v1/.
  await s3.stop()
})
