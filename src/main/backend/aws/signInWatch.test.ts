import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchSignIn } from './signInWatch'

let home: string
let told: ReturnType<typeof vi.fn<() => void>>
let watching: { close(): void }

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'burr-watch-'))
  told = vi.fn<() => void>()
})

afterEach(() => {
  watching.close()
  rmSync(home, { recursive: true, force: true })
})

const isTold = async (times: number): Promise<void> => { await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(times), { timeout: 5000, interval: 20 }) }
const put = (name: string, text: string): void => {
  const path = join(home, '.aws', name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}

it('tells of every way to sign in, in folders that were not there before, and of nothing else', async () => {
  watching = watchSignIn({ HOME: home }, told, { lookEveryMs: 50, settleMs: 10 })
  await new Promise((resolve) => setTimeout(resolve, 120))
  const places = ['config', 'credentials', 'sso/cache/a.json', 'cli/cache/b.json', 'login/cache/c.json']
  for (const [at, place] of places.entries()) {
    put(place, 'x')
    await isTold(at + 1)
  }
  put('sso/cache/a.json', 'longer')
  await isTold(places.length + 1)
  put('sso/cache/notes.txt', 'x')
  put('amazonq/settings.json', 'x')
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(told).toHaveBeenCalledTimes(places.length + 1)
  watching.close()
  put('config', 'after the end')
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(told).toHaveBeenCalledTimes(places.length + 1)
})

it('is told by the system itself, long before it would look, where the folders are there', async () => {
  put('elsewhere/config', 'x')
  put('sso/cache/a.json', 'x')
  watching = watchSignIn({ HOME: home, AWS_CONFIG_FILE: join(home, '.aws', 'elsewhere', 'config') }, told, { lookEveryMs: 600_000, settleMs: 10 })
  await new Promise((resolve) => setTimeout(resolve, 100))
  put('elsewhere/config', 'longer')
  await isTold(1)
  put('sso/cache/a.json', 'longer')
  await isTold(2)
})
