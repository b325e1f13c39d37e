import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultSettings } from '@shared/model/settings'
import { FakeS3 } from '../../../../../scripts/s3/fakeS3'
import { connect } from '../../aws/connect'
import { ChangeFeed } from '../../indexer/changeFeed'
import { testRun, testStartUs } from '../../indexer/ingestTestRun'
import { Session } from '../../indexer/session'
import { readTotals } from '../counters'
import { nameObject } from '../objectName'
import { findObject } from '../objects'
import { closeDatabase, openReader, openWriter } from '../open'
import { buildChild } from './builtChild'

const isRoot = process.platform === 'linux' && process.getuid?.() === 0
if (!isRoot) console.log('not root: no full disk was tried (F-DB-06 mounts small file systems)')

let work: string
let child: Awaited<ReturnType<typeof buildChild>>
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'burr-starved-'))
  child = await buildChild('starved')
}, 60_000)
afterAll(() => {
  rmSync(work, { recursive: true, force: true })
  child.remove()
})

const mib = 1024 * 1024
const sizes = [4, 64, 8, 16, 32].slice(0, Number(process.env['BURR_TEST_DISK_SIZES'] ?? '5'))
const resumeLimitMs = 60_000

interface Starved {
  readonly sizeMib: number
  readonly saidTimes: number
  readonly readableRuns: number
  readonly resumedMs: number
}

// A disk of that size with 1 MB left, and a bucket that takes more with its logs, and less than 4.
async function starve(sizeMib: number): Promise<Starved> {
  const folder = join(work, `disk-${sizeMib}`)
  mkdirSync(folder)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMib}m`, 'tmpfs', folder])
  const fake = await FakeS3.start({ bucket: 'burr' })
  const settings = { ...defaultSettings, bucket: 'burr', endpointUrl: fake.endpointUrl }
  const connection = await connect(settings, { environment: {}, fetchCredentials: () => Promise.resolve({ accessKeyId: 'AKIATEST', secretAccessKey: 'test' }) })
  const db = openWriter(folder)
  const feed = new ChangeFeed(() => undefined)
  const session = new Session(settings, { db, connection }, feed)
  const reader = openReader(folder)
  try {
    let objects = 0
    for (let run = 0; run < 14; run++) {
      const state = randomBytes(50 * 1024).toString('base64')
      for (const { listed, bytes } of testRun({ appId: `app-${run}`, startUs: testStartUs - run * 60_000_000, steps: 3 })) {
        fake.bucket.put(listed.key, Buffer.from(Buffer.from(bytes).toString('utf8').replaceAll('x'.repeat(20), () => state)))
        objects++
      }
    }
    const ballast = join(folder, 'ballast')
    writeFileSync(ballast, Buffer.alloc((sizeMib - 1) * mib - 64 * 1024))
    session.start()
    const errors: (string | null)[] = []
    const watch = setInterval(() => {
      const code = session.status().error?.code ?? null
      if (errors.at(-1) !== code) errors.push(code)
    }, 20)
    try {
      await expect.poll(() => session.status().error?.code, { timeout: 30_000, interval: 20 }).toBe('disk-full')
      expect(db.index.inTransaction).toBe(false)
      const readableRuns = readTotals(reader).runs
      // It stays full for a while: that is not said again and again.
      await new Promise((resolve) => setTimeout(resolve, 7000))
      rmSync(ballast)
      const freedAt = Date.now()
      await expect.poll(() => readTotals(reader).objects, { timeout: resumeLimitMs, interval: 100 }).toBe(objects)
      await expect.poll(() => session.status().error, { timeout: resumeLimitMs }).toBeNull()
      return { sizeMib, saidTimes: errors.filter((code) => code === 'disk-full').length, readableRuns, resumedMs: Date.now() - freedAt }
    } finally {
      clearInterval(watch)
    }
  } finally {
    await session.close()
    feed.close()
    connection.close()
    closeDatabase(reader)
    closeDatabase(db)
    await fake.stop()
    execFileSync('umount', [folder])
  }
}

describe.skipIf(!isRoot)('a full disk', () => {
  it(`F-DB-06 is said once, everything stays readable, and indexing goes on by itself, ${sizes.length} sizes`, async () => {
    const outcomes = await Promise.all(sizes.map(starve))
    for (const outcome of outcomes) {
      console.log(`F-DB-06 ${JSON.stringify(outcome)}`)
      expect(outcome.saidTimes).toBe(1)
      expect(outcome.resumedMs).toBeLessThan(resumeLimitMs)
    }
    expect(outcomes).toHaveLength(sizes.length)
  }, 150_000)
})

describe.skipIf(process.platform === 'win32')('a file that may not grow', () => {
  it('F-DB-09 ends no process: the write fails, the rows that were promised are there', () => {
    const folder = join(work, 'limited')
    mkdirSync(folder)
    const command = 'ulimit -f 1024; exec "$0" "$@"'
    const options = JSON.stringify({ batch: 3 })
    const ran = spawnSync('bash', ['-c', command, process.execPath, child.file, 'index', folder, options], { encoding: 'utf8', timeout: 60_000 })
    const lines = ran.stdout.split('\n')
    const acked = lines.filter((line) => line.startsWith('ack ')).map((line) => line.slice(4))
    expect({ status: ran.status, signal: ran.signal, stderr: ran.stderr }).toEqual({ status: 0, signal: null, stderr: '' })
    expect(lines).toContain('failed disk-full inTransaction=false')
    const db = openWriter(folder)
    expect(db.index.pragma('integrity_check', { simple: true })).toBe('ok')
    const absent = acked.filter((key) => findObject(db, nameObject(key))?.state !== 'indexed')
    console.log(`F-DB-09 ${acked.length} objects were promised before the limit, ${absent.length} are not there`)
    expect(acked.length).toBeGreaterThan(0)
    expect(absent).toEqual([])
    expect(lines).toContain(`readable ${acked.length}`)
    closeDatabase(db)
  }, 90_000)
})
