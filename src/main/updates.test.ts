import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { checkForUpdates } from './updates'

const resources = mkdtempSync(join(tmpdir(), 'burr-desktop-updates-'))
afterAll(() => rmSync(resources, { recursive: true, force: true }))

const updater = (checkForUpdates: () => Promise<unknown>) => ({ autoDownload: false, autoInstallOnAppQuit: false, checkForUpdates })

describe('updates', () => {
  it('are not looked for without a feed: the updater is not even loaded', async () => {
    const load = vi.fn()
    expect(await checkForUpdates({ isPackaged: true, resources, load })).toBe('no-feed')
    expect(await checkForUpdates({ isPackaged: false, resources, load })).toBe('no-feed')
    expect(load).not.toHaveBeenCalled()
  })

  it('are looked for once where there is one, and wait for the program to be closed', async () => {
    writeFileSync(join(resources, 'app-update.yml'), 'provider: generic\n')
    const check = vi.fn(() => Promise.resolve(null))
    const found = updater(check)
    expect(await checkForUpdates({ isPackaged: true, resources, load: () => Promise.resolve(found) })).toBe('checked')
    expect(check).toHaveBeenCalledTimes(1)
    expect(found.autoInstallOnAppQuit).toBe(true)
    expect(await checkForUpdates({ isPackaged: true, resources, load: () => Promise.resolve(updater(() => Promise.reject(new Error('away')))) })).toBe('not-reachable')
  })
})
