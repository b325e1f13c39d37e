import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBody } from '../database/bodies'
import type { WriteDatabase } from '../database/connection'
import { nameObject } from '../database/objectName'
import { findObject } from '../database/objects'
import { closeDatabase, openWriter } from '../database/open'
import { readPrefixState } from '../database/prefixState'
import { testWorkspace } from '../handlers/testWorkspace'
import { ingest } from './ingest'
import { dumpIndex } from './ingestDump'
import { killedObjects } from './ingestKilledObjects'

const cycles = Number(process.env['BURR_KILL_CYCLES'] ?? (process.env['BURR_LONG'] === '1' ? '1000' : '60'))
const root = fileURLToPath(new URL('../../../../', import.meta.url))
const built = join(root, '.cache', 'test-ingest-killed')
const objects = killedObjects()
const byKey = new Map(objects.map((object) => [object.listed.key, object]))
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burr-killed-'))
  await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { alias: { '@shared': join(root, 'src', 'shared') } },
    build: {
      ssr: fileURLToPath(new URL('./ingestKilledChild.ts', import.meta.url)),
      outDir: built,
      rollupOptions: { external: ['better-sqlite3'], output: { entryFileNames: 'child.mjs' } }
    }
  })
}, 60_000)
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  rmSync(built, { recursive: true, force: true })
})

interface Life {
  readonly acked: string[]
  readonly isDone: boolean
  readonly signal: NodeJS.Signals | null
}

/** Runs the child until it ends or, some time after it opened its index, is killed. */
function live(into: string, batchSize: number, killAfterMs: number): Promise<Life> {
  const child = spawn(process.execPath, [join(built, 'child.mjs'), into, String(batchSize)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  let timer: NodeJS.Timeout | undefined
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part
    timer ??= setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (_code, signal) => {
      clearTimeout(timer)
      const lines = text.split('\n').slice(0, -1)
      const acked = lines.flatMap((line) => (line.startsWith('ack ') ? [line.slice(4)] : []))
      resolve({ acked, isDone: lines.includes('done'), signal })
    })
  })
}

function expectPromised(db: WriteDatabase, acked: ReadonlySet<string>): void {
  for (const key of acked) {
    const object = findObject(db, nameObject(key))
    const fetched = byKey.get(key)
    expect({ key, state: object?.state }).toEqual({ key, state: 'indexed' })
    const bytes = readBody(db, { objectId: object?.object_id ?? 0, key, etag: object?.etag ?? '' })
    expect(Buffer.compare(bytes ?? new Uint8Array(), fetched?.bytes ?? new Uint8Array([1]))).toBe(0)
  }
  expect(db.index.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(db.index.pragma('foreign_key_check')).toEqual([])
  expect(db.content.pragma('integrity_check', { simple: true })).toBe('ok')
}

describe('an indexing process that is killed', () => {
  it(`loses nothing it promised and ends like one that lived, ${cycles} kills`, async () => {
    const whole = testWorkspace()
    ingest(whole.writer, { objects, setAside: [] })
    const expected = dumpIndex(whole.reader)
    whole.close()
    let kills = 0
    let finished = 0
    let random = 20_261_122
    let into = mkdtempSync(join(folder, 'life-'))
    let acked = new Set<string>()
    while (kills < cycles || finished === 0) {
      random = (random * 1_103_515_245 + 12_345) % 2_147_483_648
      const spare = kills < cycles ? random % 60 : 60_000
      const life = await live(into, 1 + (random % 7), spare)
      for (const key of life.acked) acked.add(key)
      if (life.signal === 'SIGKILL') kills++
      const db = openWriter(into)
      expectPromised(db, acked)
      if (!life.isDone) {
        const cursor = readPrefixState(db, 'demo', 'data/demo/')?.cursor ?? null
        if (cursor !== null) expect(findObject(db, nameObject(cursor))?.state).toBe('indexed')
        closeDatabase(db)
        continue
      }
      expect(dumpIndex(db)).toEqual(expected)
      closeDatabase(db)
      finished++
      into = mkdtempSync(join(folder, 'life-'))
      acked = new Set()
    }
    console.log(`F-DB-01 ${kills} kills, ${finished} indexes finished, nothing lost`)
    expect(kills).toBeGreaterThanOrEqual(cycles)
  }, 60_000 + cycles * 10_000)
})
