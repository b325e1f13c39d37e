import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { backupFolder, listBackups } from './userBackup'
import { readUser } from './userFile'
import { UserStore } from './userStore'

const cycles = Number(process.env['BURR_KILL_CYCLES'] ?? '25')
const root = fileURLToPath(new URL('../../../../', import.meta.url))
const built = join(root, '.cache', 'test-user-killed')
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burr-user-killed-'))
  await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { alias: { '@shared': join(root, 'src', 'shared') } },
    build: {
      ssr: fileURLToPath(new URL('./userKilledChild.ts', import.meta.url)),
      outDir: built,
      rollupOptions: { external: ['better-sqlite3'], output: { entryFileNames: 'child.mjs' } }
    }
  })
}, 60_000)
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  rmSync(built, { recursive: true, force: true })
})

interface Row {
  readonly id: number
  readonly deletedUs: number | null
  readonly observations: string
}

/** Runs the child, kills it some time after its first word, and gives what it promised. */
function live(killAfterMs: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [join(built, 'child.mjs'), folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  let timer: NodeJS.Timeout | undefined
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part
    timer ??= setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve(text.split('\n').slice(0, -1)))
  })
}

it(`killed ${cycles} times while it writes and backs up, it keeps every annotation it promised and no other`, async () => {
  const made = new Set<number>()
  const gone = new Set<number>()
  for (let cycle = 0; cycle < cycles; cycle++) {
    for (const line of await live(cycle * 7)) {
      const [word, id] = line.split(' ')
      ;(word === 'made' ? made : gone).add(Number(id))
    }
    // A deleted row stays for a while, so a deletion that was not said to be done is not taken for a loss.
    const rows = readUser(folder, [], ({ user }) => user.prepare<[], Row>('SELECT annotation_id AS id, deleted_us AS deletedUs, observations FROM annotation').all())
    const here = new Map(rows.map((row) => [row.id, row]))
    expect([...made].filter((id) => here.get(id)?.observations.endsWith('xxx","groundTruth":null,"pointers":[]}]') !== true)).toEqual([])
    expect([...gone].filter((id) => here.get(id)?.deletedUs === null)).toEqual([])
    expect(rows.length - made.size).toBeLessThanOrEqual(1)
    for (const { id } of rows) made.add(id)
    for (const { name } of listBackups(folder)) {
      const copy = new Database(join(folder, backupFolder, name), { readonly: true })
      expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
      copy.close()
    }
    expect(listBackups(folder).length).toBeLessThanOrEqual(4)
  }
  expect(made.size).toBeGreaterThan(cycles)
  const store = new UserStore(folder)
  expect(store.write(({ user }) => user.pragma('integrity_check', { simple: true }))).toBe('ok')
  store.close()
  expect(readdirSync(join(folder, backupFolder)).length).toBeLessThanOrEqual(4)
}, 120_000)
