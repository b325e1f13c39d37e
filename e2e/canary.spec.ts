import { readFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { FakeS3 } from '../scripts/s3/fakeS3'
import { generate } from '../scripts/seed/generate'
import { expect, test } from './fixtures'
import { makeSandbox } from './isolation'
import { canaries, canariesIn, filesWithCanaries, writeAwsFiles } from './secrets'

const bucket = 'canary-runs'

interface Captured {
  replies: string[]
}

/** Keeps the text of every reply and every push from now on, as the main process sends it. */
async function capture(app: ElectronApplication): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ ipcMain, BrowserWindow }) => {
    const kept: Captured = { replies: [] };
    (globalThis as unknown as { captured: Captured }).captured = kept
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...given: unknown[]) => unknown> })._invokeHandlers
    const own = handlers.get('burr:call')
    handlers.set('burr:call', async (...given) => {
      const reply = await own?.(...given)
      kept.replies.push(String(reply))
      return reply
    })
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      const send = webContents.send.bind(webContents)
      webContents.send = (channel, ...given) => {
        kept.replies.push(JSON.stringify(given))
        send(channel, ...given)
      }
    }
  })
  return () => app.evaluate(() => (globalThis as unknown as { captured: Captured }).captured.replies)
}

const call = <Value>(window: Page, method: string, input: unknown): Promise<Value> =>
  window.evaluate(async ([name, given]) => {
    const { burr } = globalThis as unknown as { burr: { call(method: string, input: unknown): Promise<string> } }
    const reply = JSON.parse(await burr.call(name, given)) as { value: unknown; error: unknown }
    return (reply.value ?? reply.error) as never
  }, [method, input] as const)

/** Files of the app, and folders on the way to them, that other people of this computer may read or write. */
async function openToOthers(dataDir: string): Promise<readonly string[]> {
  const own = (await readdir(dataDir, { recursive: true })).filter((path) => /^(?:workspaces|logs)(?:\/|$)|^[\w.-]+\.json$/.test(path))
  expect(own.filter((path) => path.endsWith('.db')).length).toBeGreaterThanOrEqual(2)
  const modes = await Promise.all(['.', ...own].map(async (path) => [path, (await stat(join(dataDir, path))).mode & 0o077] as const))
  return modes.filter(([, mode]) => mode !== 0).map(([path]) => path)
}

/** What goes wrong with the connection is said, and asked for in every way that a person can. */
async function fail(window: Page, expected: RegExp): Promise<void> {
  await call(window, 'poll.now', {})
  await expect.poll(async () => JSON.stringify((await call<{ error: unknown }>(window, 'status.get', {})).error), { timeout: 20_000 }).toMatch(expected)
  await Promise.all(['connection.check', 'profiles.list', 'snapshots.list', 'snapshots.create', 'help.diagnostics', 'settings.get', 'app.info', 'signIn.status'].map((method) => call(window, method, {})))
}

test('keys, tokens and codes reach no file, log, snapshot, page or message, whatever fails', async ({ launchApp }) => {
  const s3 = await FakeS3.start({ bucket })
  s3.load(generate({ seed: 'canary', runs: 6, nowUs: (Date.now() - 3_600_000) * 1000 }))
  const { folder, env: { HOME: home = '' } } = await makeSandbox()
  await writeAwsFiles(home)
  const { app, window, dataDir, close } = await launchApp({
    dataDir: join(folder, 'fresh'),
    env: {
      HOME: home, AWS_CONFIG_FILE: join(home, '.aws', 'config'), AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws', 'credentials'),
      AWS_REGION: 'us-east-1', BURR_DESKTOP_LOG: 'debug'
    }
  })
  const printed: Buffer[] = []
  for (const stream of [app.process().stdout, app.process().stderr]) stream?.on('data', (chunk: Buffer) => printed.push(chunk))
  const replies = await capture(app)

  await test.step('all is well: indexed and published with the keys', async () => {
    await call(window, 'settings.update', { profile: 'keys', bucket, endpointUrl: s3.endpointUrl, updateIntervalMs: 1000, publishSnapshots: true })
    await expect.poll(async () => (await call<unknown[]>(window, 'projects.list', {})).length, { timeout: 20_000 }).toBeGreaterThan(0)
    await call(window, 'snapshots.create', {})
    await expect.poll(() => s3.bucket.keys().some((key) => key.endsWith('manifest.json')), { timeout: 20_000 }).toBe(true)
    expect(s3.journal.some(({ accessKeyId, headers }) => accessKeyId === canaries.keyId && headers['x-amz-security-token'] === canaries.sessionToken)).toBe(true)
  })
  await test.step('all is refused', async () => {
    s3.policy.denyList = true
    await fail(window, /access-denied/)
    s3.policy.denyList = false
  })
  await test.step('the keys are over', async () => {
    s3.policy.expireAfterRequests = 0
    await fail(window, /sign-in-needed/)
  })
  await test.step('a helper program fails and chats', async () => {
    await call(window, 'settings.update', { profile: 'helper' })
    await fail(window, /helper/)
  })
  await test.step('a sign-in is over, and a code is typed that nobody asked for', async () => {
    await call(window, 'settings.update', { profile: 'sso' })
    await fail(window, /sign-in-needed/)
    await call(window, 'signIn.answerMfa', { id: 1, code: canaries.mfaCode })
  })
  await test.step('a bug prints what it was sent', async () => {
    await app.evaluate((_electron, [id, secret, token]) => {
      process.stderr.write(`Error: request failed {"accessKeyId":"${id}","secretAccessKey":"${secret}","sessionToken":"${token}"}\n    at send\nX-Amz-Security-Token=${token}&x=1\n`)
    }, [canaries.keyId, canaries.secret, canaries.sessionToken] as const)
  })

  const seen = await replies()
  const page = await window.content()
  await close()
  expect(seen.length).toBeGreaterThan(40)
  expect(seen.filter((text) => canariesIn(Buffer.from(text)).length > 0).map((text) => text.slice(0, 300))).toEqual([])
  expect(canariesIn(Buffer.from(page))).toEqual([])
  expect(canariesIn(Buffer.concat(printed))).toEqual([])
  expect(await filesWithCanaries(dataDir)).toEqual([])
  expect(await readFile(join(dataDir, 'logs', 'burr-desktop.log'), 'utf8')).toContain('Error: request failed')
  expect((await readFile(join(dataDir, 'settings.json'), 'utf8'))).toContain('"sso"')
  if (process.platform !== 'win32') expect(await openToOthers(dataDir)).toEqual([])
  const bodies = s3.bucket.keys().map((key) => [key, s3.bucket.get(key)?.body() ?? Buffer.alloc(0)] as const)
  expect(bodies.some(([key]) => key.startsWith('burr-desktop/v1/'))).toBe(true)
  expect(bodies.filter(([key, body]) => canariesIn(Buffer.concat([Buffer.from(key), body])).length > 0 || canariesIn(body).length > 0).map(([key]) => key)).toEqual([])
  // What is looked for is found where it is: in the person's own files, and in each of its disguises.
  expect((await filesWithCanaries(join(home, '.aws'))).join(' ')).toMatch(/keyId.*|sessionToken/)
  expect(canariesIn(Buffer.from(Buffer.from(`x${canaries.secret}`).subarray(1).toString('base64')))).toEqual(['secret'])
  expect(canariesIn(Buffer.from(`code: ${canaries.mfaCode}.`))).toEqual(['mfaCode'])
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  await s3.stop()
})
