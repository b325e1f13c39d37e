import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, expect, test } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { electronRuntime } from '../scripts/runtime/electron.mjs'
import { isRoot, repoRoot } from '../scripts/runtime/paths.mjs'
import { makeSandbox } from './isolation'

/** The address at which Chromium can be looked at, which it prints. */
const debuggingAddress = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = ''
    child.once('exit', () => reject(new Error(`The app ended: ${text.slice(-1000)}`)))
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1]
      if (found !== undefined) resolve(found)
    })
  })

// A page that Playwright started is dead to it once it crashed. So the app is started by itself and looked at from outside, twice.
test('a page whose process ended comes back at the same place, and the log says so', async () => {
  const sandbox = await makeSandbox()
  const { executable, env } = electronRuntime()
  const child = spawn(executable, ['--remote-debugging-port=0', ...(isRoot() ? ['--no-sandbox'] : []), repoRoot], {
    env: { ...sandbox.env, ...env, BURR_DESKTOP_DATA_DIR: sandbox.dataDir },
    stdio: ['ignore', 'ignore', 'pipe']
  })
  const opened: Browser[] = []
  /** A page that ended and is not back yet is not seen by who comes then, even later: so each look comes anew. */
  const look = async (address: string): Promise<Page> => {
    for (;;) {
      const browser = await chromium.connectOverCDP(address)
      opened.push(browser)
      const page = browser.contexts()[0]?.pages()[0]
      if (page !== undefined) return page
      await browser.close()
    }
  }
  try {
    const address = await debuggingAddress(child)
    const before = await look(address)
    await before.evaluate(() => {
      location.hash = '#/settings'
    })
    await expect(before.getByRole('heading', { name: 'Settings' })).toBeVisible()
    const crashed = before.waitForEvent('crash')
    const session = await before.context().newCDPSession(before)
    session.send('Page.crash').catch(() => undefined)
    await crashed
    await opened[0]?.close()
    const after = await look(address)
    await expect(after.getByRole('heading', { name: 'Settings' })).toBeVisible()
    expect(after.url()).toContain('#/settings')
    expect(readFileSync(join(sandbox.dataDir, 'logs', 'burr-desktop.log'), 'utf8')).toContain("ERROR window: The page's process ended:")
  } finally {
    for (const browser of opened) await browser.close()
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill()
    await ended
    await rm(sandbox.folder, { recursive: true, force: true, maxRetries: 5 })
  }
})
