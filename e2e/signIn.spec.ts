import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { FakeS3 } from '../scripts/s3/fakeS3'
import { startFakeSignIn } from '../scripts/s3/fakeSignIn'
import { writeBuild, writeSteps } from './burrRun'
import { expect, test } from './fixtures'

const bucket = 'signed-in-runs'
const canary = 'CANARYe2e7f3'
const config = `[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Dev
region = us-east-1
[profile helper]
credential_process = sh -c "echo the vault is locked, token=${canary}-said >&2; exit 2"
`

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

/** The files below a folder that hold a text. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const found = await Promise.all(files.map(async (file) => (await readFile(file).catch(() => Buffer.alloc(0))).includes(text)))
  return files.filter((_file, at) => found[at])
}

const row = (window: Page, appId: string) => window.getByRole('row', { name: new RegExp(appId) })

test('a person signs in within the window, is asked again when that ends, and a sign-in made elsewhere goes on by itself; no secret is on disk', async ({ launchApp }) => {
  const home = await mkdtemp(join(tmpdir(), 'burr-desktop-signin-'))
  await mkdir(join(home, '.aws'))
  await writeFile(join(home, '.aws', 'config'), config)
  const service = await startFakeSignIn({ token: `${canary}-token` })
  service.keys = { accessKeyId: `AKIA${canary}1`, secretAccessKey: `${canary}-secret`, sessionToken: `${canary}-session` }
  const s3 = await FakeS3.start({ bucket })
  const now = Date.now()
  const put = (appId: string): void => {
    const run = { project: 'order-desk', partitionKey: null, appId }
    const into = { put: (key: string, body: string | Uint8Array, options?: Parameters<typeof s3.bucket.put>[2]) => void s3.bucket.put(key, body, options) }
    writeBuild(into as never, run, ['receive'], new Date(now - 5_000))
    writeSteps(into as never, run, [{ sequenceId: 0, action: 'receive', state: { order: appId } }], new Date(now - 4_900))
  }
  put('order-1')
  const launched = await launchApp({
    env: { HOME: home, USERPROFILE: home, AWS_CONFIG_FILE: join(home, '.aws', 'config'), AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws', 'credentials'), AWS_ENDPOINT_URL_SSO_OIDC: service.url, AWS_ENDPOINT_URL_SSO: service.url }
  })
  const { window, app } = launched
  const update = async (patch: object): Promise<void> => {
    const reply = await window.evaluate((values) => (globalThis as unknown as { burr: { call(method: string, input: unknown): Promise<string> } }).burr.call('settings.update', values), patch)
    expect(JSON.parse(reply)).toMatchObject({ ok: true })
  }
  const banner = window.getByRole('status').filter({ hasText: 'AWS needs you to sign in again' })
  const tokenFile = join(home, '.aws', 'sso', 'cache', `${createHash('sha1').update('corp').digest('hex')}.json`)
  await app.evaluate(({ dialog, shell }) => {
    const seen = globalThis as unknown as { opened: string[] }
    seen.opened = []
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false })
    shell.openExternal = (url) => {
      seen.opened.push(url)
      return Promise.resolve()
    }
  })
  const opened = (): Promise<string[]> => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)

  await test.step('one quiet banner offers the sign-in, and one page is opened', async () => {
    await update({ profile: 'dev', bucket, endpointUrl: s3.endpointUrl, updateIntervalMs: 1000 })
    await expect(banner).toBeVisible({ timeout: 20_000 })
    await banner.getByRole('button', { name: 'Sign in' }).click()
    const dialog = window.getByRole('dialog', { name: 'Sign in: dev' })
    await expect(dialog.getByText('WXYZ-1234', { exact: true })).toBeVisible()
    expect(await violations(window)).toEqual([])
    await dialog.getByRole('button', { name: 'Open the page' }).click()
    await expect.poll(opened).toEqual([`${service.url}/page?user_code=WXYZ-1234`])
    service.agree()
    await expect(dialog.getByText(/Signed in\./)).toBeVisible({ timeout: 10_000 })
    await expect(dialog).toBeHidden({ timeout: 10_000 })
    await expect(banner).toBeHidden()
    expect((await stat(tokenFile)).mode & 0o777).toBe(0o600)
    await window.evaluate(() => void (location.hash = '#/project/order-desk'))
    await expect(row(window, 'order-1')).toBeVisible({ timeout: 20_000 })
  })

  await test.step('F-S3-15 the session ends: all stays readable, and a sign-in of another tool goes on within five seconds', async () => {
    s3.policy.expireAfterRequests = 0
    await expect(banner).toBeVisible({ timeout: 20_000 })
    await expect(row(window, 'order-1')).toBeVisible()
    put('order-2')
    service.keys = { ...service.keys, accessKeyId: `AKIA${canary}2` }
    const token = await readFile(tokenFile, 'utf8')
    await writeFile(`${tokenFile}.new`, token.replace('eu-west-1', 'eu-west-1 '))
    const signedInMs = Date.now()
    await rename(`${tokenFile}.new`, tokenFile)
    await expect(row(window, 'order-2')).toBeVisible({ timeout: 15_000 })
    const tookMs = Date.now() - signedInMs
    console.log(`F-S3-15 polling went on ${tookMs} ms after a sign-in made elsewhere`)
    await expect(banner).toBeHidden()
    await expect(window.getByRole('dialog')).toHaveCount(0)
    expect(service.asked.filter((path) => path === '/device_authorization')).toHaveLength(1)
  })

  await test.step('a helper program that fails says why, without what may be a secret', async () => {
    await update({ profile: 'helper' })
    await expect(banner).toContainText('profile helper: its credential_process ended with code 2: the vault is locked, token=***', { timeout: 20_000 })
  })

  await test.step('AWS-12 no key, token or secret is in the data folder, running or ended', async () => {
    expect(await filesWith(launched.dataDir, bucket)).not.toEqual([])
    expect(await filesWith(launched.dataDir, canary)).toEqual([])
    await launched.close()
    expect(await filesWith(launched.dataDir, canary)).toEqual([])
  })
  await Promise.all([s3.stop(), service.stop(), rm(home, { recursive: true, force: true })])
})
