import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { electronRuntime } from '../scripts/runtime/electron.mjs'
import { isRoot, repoRoot } from '../scripts/runtime/paths.mjs'
import { FakeS3 } from '../scripts/s3/fakeS3'
import { generate } from '../scripts/seed/generate'
import { makeSandbox } from './isolation'
import { listening, networkJournal } from './networkJournal'
import type { NetworkJournal } from './networkJournal'

const idleMs = process.env['BURR_LONG'] === '1' ? 600_000 : 2_000
const ownPage = /^burr:\/\/app\//

interface Alone {
  readonly child: ChildProcess
  readonly journal: NetworkJournal
  readonly dataDir: string
  readonly end: () => Promise<void>
}

/** Starts the app by itself: what drives tests would bring ports of its own. */
async function startAlone(settings: Readonly<Record<string, string>> = {}): Promise<Alone> {
  const sandbox = await makeSandbox()
  const journal = await networkJournal(sandbox.folder)
  const { executable, env } = electronRuntime()
  // The app must know by itself that it may ask no metadata service.
  const { AWS_EC2_METADATA_DISABLED: _, ...around } = sandbox.env as Record<string, string>
  const child = spawn(executable, [...(isRoot() ? ['--no-sandbox'] : []), ...journal.args, repoRoot], {
    env: { ...around, ...env, ...journal.env, ...settings, BURR_DESKTOP_DATA_DIR: sandbox.dataDir },
    stdio: 'ignore'
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  return {
    child, journal, dataDir: sandbox.dataDir,
    end: async () => {
      child.kill()
      await ended
    }
  }
}

test('without a bucket no connection is opened, no name looked up and no port listened at', async () => {
  test.setTimeout(idleMs + 60_000)
  const { child, journal, dataDir, end } = await startAlone()
  try {
    await expect.poll(async () => (await journal.node().catch((): string[] => [])).includes('heard in thread'), { timeout: 20_000 }).toBe(true)
    await pause(idleMs)
    if (process.platform === 'linux') expect(await listening(child.pid ?? 0)).toEqual([])
  } finally {
    await end()
  }
  expect((await journal.node()).toSorted()).toEqual(['heard in main', 'heard in thread'])
  expect((await journal.chromium()).filter((each) => !ownPage.test(each))).toEqual([])
  await rm(join(dataDir, '..'), { recursive: true, force: true, maxRetries: 5 })
})

test('with a bucket it is the only place that is gone to, also when it refuses', async () => {
  const s3 = await FakeS3.start({ bucket: 'journal-runs' })
  s3.load(generate({ seed: 'journal', runs: 4, nowUs: (Date.now() - 3_600_000) * 1000 }))
  const { child, journal, dataDir, end } = await startAlone({
    AWS_ACCESS_KEY_ID: 'e2e', AWS_SECRET_ACCESS_KEY: 'e2e-secret', AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: s3.endpointUrl,
    BURR_S3_BUCKET: s3.bucketName, BURR_UPDATE_INTERVAL_MILLISECONDS: '1000'
  })
  try {
    await expect.poll(() => s3.requests('GetObject').length, { timeout: 20_000 }).toBeGreaterThan(4)
    s3.policy.denyList = true
    await expect.poll(() => s3.journal.filter(({ status }) => status === 403).length, { timeout: 20_000 }).toBeGreaterThan(0)
    if (process.platform === 'linux') {
      expect(await listening(child.pid ?? 0)).toEqual([])
      // The server of this test does listen, and is seen.
      expect(await listening(process.pid)).not.toEqual([])
    }
  } finally {
    await end()
  }
  const went = (await journal.node()).filter((each) => !each.startsWith('heard'))
  expect([...new Set(went)]).toEqual([`connect 127.0.0.1:${s3.port}`])
  expect((await journal.chromium()).filter((each) => !ownPage.test(each))).toEqual([])
  await rm(join(dataDir, '..'), { recursive: true, force: true, maxRetries: 5 })
  await s3.stop()
})
