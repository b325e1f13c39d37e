import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FakeS3 } from '../../../../scripts/s3/fakeS3'
import { readTotals } from '../database/counters'
import { closeDatabase, openReader } from '../database/open'
import { hostileFiles, oldIndexes, wellFormedLies } from '../database/copy/hostileFiles'
import { readCopyFacts, takeCopy, withFile } from '../database/copy/takeCopy'
import type { CopyFacts } from '../database/copy/takeCopy'
import { openInstallation } from './installation'
import { listSnapshots } from './listSnapshots'
import { publishSnapshot } from './publish'
import { partBytes } from './pack'
import { partName } from './snapshotKey'
import { startFromSnapshot } from './startFromSnapshot'
import type { ChildRequest, StartChild } from './child'
import { buildTestPrograms } from './testPrograms'
import type { TestPrograms } from './testPrograms'
import { fillWorkspace, publishing, someRuns, TestBench } from './testWorkspaces'

let programs: TestPrograms
let bench: TestBench<FakeS3>
let good: string
let spawned: ChildRequest[]
const signal = new AbortController().signal

beforeAll(async () => {
  programs = await buildTestPrograms()
})
afterAll(() => programs.remove())
beforeEach(async () => {
  bench = new TestBench(await FakeS3.start({ bucket: 'b' }))
  spawned = []
  const source = bench.computer('source')
  fillWorkspace(source.workspace, someRuns(8))
  good = join(bench.folder(), 'good.db')
  takeCopy(join(source.workspace, 'index.v1.db'), good)
})
afterEach(async () => {
  expect(bench.trespasses()).toEqual([])
  await bench.close()
})

/** How an attacker who may write into the bucket stores a file: everything about it fits, unless the change says otherwise. */
interface Forged {
  readonly raw: Uint8Array
  readonly packed?: Uint8Array
  readonly facts?: CopyFacts
  readonly change?: (manifest: Record<string, unknown>) => void
}

const attacker = 'f'.repeat(32)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
let stamp = 0

function forge({ raw, packed = pack(raw), change, facts = withFile(good, { readonly: true }, readCopyFacts) }: Forged): string {
  stamp += 1
  const folder = `burr-desktop/v1/index/all/s${facts.schema}/${attacker}/20990101T${String(stamp).padStart(9, '0')}Z-00000000/`
  const parts = Array.from({ length: Math.max(1, Math.ceil(packed.length / partBytes)) }, (_, i) => packed.subarray(i * partBytes, (i + 1) * partBytes))
  const manifest: Record<string, unknown> = {
    format: 1, key: `${folder}manifest.json`, bucket: 'b', scope: 'all', schema: facts.schema, schemaPrint: facts.schemaPrint, installId: attacker, computer: 'attacker',
    appVersion: '1', takenUs: 1_795_370_295_278_236 + stamp, generation: facts.generation, codec: 'brotli',
    sizeBytes: packed.length, sha256: sha256(packed), rawSizeBytes: raw.length, rawSha256: sha256(raw),
    parts: parts.map((part, i) => ({ name: partName(i), sizeBytes: part.length, sha256: sha256(part) })),
    rows: facts.rows, projects: 1, runs: facts.runs, steps: facts.steps, objects: facts.objects, completeAsOfUs: 1, coverage: [], signature: '0'.repeat(64)
  }
  change?.(manifest)
  const timeUs = (Date.now() + stamp * 1000) * 1000
  for (const [i, part] of parts.entries()) bench.fake.load([{ key: `${folder}${partName(i)}`, body: Buffer.from(part), metadata: {}, timeUs }])
  bench.fake.load([{ key: `${folder}manifest.json`, body: JSON.stringify(manifest), metadata: {}, timeUs }])
  return `${folder}manifest.json`
}

function pack(raw: Uint8Array): Uint8Array {
  return brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })
}

async function start(options: { readonly startChild?: StartChild } = {}) {
  const computer = bench.computer('victim')
  const startChild: StartChild = (request) => {
    spawned.push(request)
    return (options.startChild ?? programs.startChild)(request)
  }
  const outcome = await startFromSnapshot({ ...computer, bucket: bench.bucket, programs: { ...programs, startChild }, signal })
  const left = existsSync(join(computer.workspace, 'current.json'))
  return { ...computer, outcome, isTaken: left, words: outcome?.words.join('\n') ?? '' }
}

describe('a forged snapshot', () => {
  it('that is well made is taken: this proves that the others are refused for what is wrong with them', async () => {
    forge({ raw: readFileSync(good) })
    const { isTaken, outcome } = await start()
    expect(isTaken).toBe(true)
    expect(outcome?.snapshot?.isOwn).toBe(false)
  })

  it('with another schema, a changed header, or rows an index cannot hold is refused in the child, and nothing is left', async () => {
    const folder = bench.folder()
    const told: string[] = []
    let opened = 0
    const every = Number(process.env['BURR_TEST_HOSTILE_EVERY'] ?? '1')
    let at = 0
    for (const { name, path, reason } of hostileFiles(good, folder)) {
      // By hand every third of the kinds, another third each day.
      if ((at++ + Math.floor(Date.now() / 86_400_000)) % every !== 0) continue
      forge({ raw: readFileSync(path) })
      spawned = []
      const { isTaken, words, workspace } = await start()
      expect(isTaken, name).toBe(false)
      const isOpened = !/^(header|unpacks too well):/.test(name)
      expect(words, name).toMatch(/^unpacks|empty file/.test(name) ? /has no snapshot/ : reason)
      expect(spawned.length, name).toBe(isOpened ? 1 : 0)
      expect(existsSync(join(workspace, 'index.v1.db')), name).toBe(false)
      told.push(name)
      if (isOpened) opened += 1
      for (const key of bench.fake.bucket.keys()) bench.fake.bucket.delete(key)
      rmSync(path)
    }
    console.log(`hostile files refused: ${told.length}, of them opened in the child only: ${opened}`)
    expect(told.length).toBeGreaterThanOrEqual(Math.floor(40 / every))
  }, 180_000)

  it('that lies in well-formed rows is refused, or taken without what it claims of listings and bodies', async () => {
    const folder = bench.folder()
    let count = 0
    for (const { name, path, isTaken: expected } of wellFormedLies(good, folder)) {
      const facts = withFile(path, { readonly: true }, readCopyFacts)
      forge({ raw: readFileSync(path), change: (manifest) => Object.assign(manifest, { rows: facts.rows }) })
      const { isTaken, workspace, words } = await start()
      expect(isTaken, `${name}: ${words}`).toBe(expected)
      if (isTaken) {
        const db = openReader(workspace)
        expect(db.index.prepare('SELECT count(*) FROM prefix_state').pluck().get(), name).toBe(0)
        expect(db.index.prepare('SELECT count(*) FROM hour_prefix WHERE object_count <> (SELECT count(*) FROM object WHERE object.prefix_id = hour_prefix.prefix_id)').pluck().get(), name).toBe(0)
        closeDatabase(db)
      }
      count += 1
      for (const key of bench.fake.bucket.keys()) bench.fake.bucket.delete(key)
    }
    console.log(`well-formed lies: ${count}`)
  }, 120_000)

  it('with a bit flipped, wherever it is, is never opened', async () => {
    const flips = Number(process.env['BURR_TEST_BIT_FLIPS'] ?? 60)
    const packed = Buffer.from(pack(readFileSync(good)))
    const key = forge({ raw: readFileSync(good), packed })
    const part = key.replace('manifest.json', partName(0))
    for (let i = 0; i < flips; i += 1) {
      const bytes = Buffer.from(packed)
      const at = Math.floor((i / flips) * bytes.length)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (i % 8))
      bench.fake.bucket.put(part, bytes)
      const { isTaken } = await start()
      expect(isTaken, `byte ${at}`).toBe(false)
    }
    expect(spawned).toEqual([])
    console.log(`bit flips found: ${flips} of ${flips}, no process started`)
  }, 120_000)

  it('that was fuzzed and signed anew is refused or taken, and neither ends this program', async () => {
    const rounds = Number(process.env['BURR_TEST_FUZZ'] ?? 15)
    const ends = { taken: 0, refused: 0 }
    for (let i = 0; i < rounds; i += 1) {
      const raw = readFileSync(good)
      for (let n = 0; n < 1 + (i % 3); n += 1) raw[100 + Math.floor(Math.random() * (raw.length - 100))] = randomBytes(1)[0] ?? 0
      forge({ raw })
      const { isTaken, workspace } = await start()
      ends[isTaken ? 'taken' : 'refused'] += 1
      if (isTaken) {
        const db = openReader(workspace)
        expect(db.index.pragma('integrity_check', { simple: true })).toBe('ok')
        readTotals(db)
        closeDatabase(db)
      }
      for (const key of bench.fake.bucket.keys()) bench.fake.bucket.delete(key)
    }
    expect(ends.taken + ends.refused).toBe(rounds)
    console.log(`fuzzed and signed anew: ${JSON.stringify(ends)}`)
  }, 600_000)

  it('that unpacks to more than it says, is cut off, or has something behind its end is refused before any process starts', async () => {
    const raw = readFileSync(good)
    const packed = pack(raw)
    const bomb = pack(Buffer.alloc(64 * 1024 * 1024))
    const cases: Forged[] = [
      { raw, packed: bomb },
      { raw, packed: bomb, change: (manifest) => Object.assign(manifest, { rawSizeBytes: 8 * 1024 ** 3 }) },
      { raw, packed: packed.subarray(0, packed.length - 10) },
      { raw, packed: Buffer.concat([packed, Buffer.from('garbage')]) },
      { raw, packed: Buffer.concat([packed, packed]) },
      { raw, packed: pack(packed) },
      { raw, packed: gzipSync(raw) },
      { raw, packed: Buffer.from('<html>sign in</html>') },
      { raw: Buffer.alloc(0), packed: pack(Buffer.alloc(0)) }
    ]
    for (const [i, forged] of cases.entries()) {
      forge(forged)
      expect((await start()).isTaken, `case ${i}`).toBe(false)
      for (const key of bench.fake.bucket.keys()) bench.fake.bucket.delete(key)
    }
    expect(spawned).toEqual([])
    console.log(`bombs and broken packings refused: ${cases.length}`)
  }, 60_000)

  it('whose manifest does not fit is passed by, and the reason is told in the list', async () => {
    const raw = readFileSync(good)
    const changes: ((manifest: Record<string, unknown>) => void)[] = [
      (m) => Object.assign(m, { key: 'burr-desktop/v1/index/all/s1/../../../../data/x/manifest.json' }),
      (m) => Object.assign(m, { bucket: 'another' }),
      (m) => Object.assign(m, { installId: 'e'.repeat(32) }),
      (m) => Object.assign(m, { schema: 99 }),
      (m) => Object.assign(m, { schemaPrint: 'e'.repeat(64) }),
      (m) => Object.assign(m, { parts: [{ name: '../../data/secret', sizeBytes: 1, sha256: 'e'.repeat(64) }] }),
      (m) => Object.assign(m, { parts: [{ name: 'data/..', sizeBytes: m['sizeBytes'], sha256: m['sha256'] }] }),
      (m) => Object.assign(m, { parts: [] }),
      (m) => Object.assign(m, { sizeBytes: 1 }),
      (m) => Object.assign(m, { format: 2 }),
      (m) => Object.assign(m, { extra: true }),
      (m) => Object.assign(m, { computer: 'x'.repeat(70_000) }),
      (m) => Object.assign(m, { rows: { run: -1 } })
    ]
    for (const change of changes) forge({ raw, change })
    forge({ raw })
    const lonely = forge({ raw })
    bench.fake.bucket.delete(lonely.replace('manifest.json', partName(0)))
    const orphan = forge({ raw })
    bench.fake.bucket.delete(orphan)
    const { isTaken, outcome } = await start()
    expect(isTaken).toBe(true)
    expect(spawned.length).toBe(1)
    const { snapshots, leftovers } = await listSnapshots({ bucket: bench.bucket, installation: openInstallation(bench.folder()), signal })
    expect(snapshots.filter(({ problem }) => problem === null).map(({ key }) => key)).toEqual([outcome?.snapshot?.key])
    expect(snapshots.length + leftovers.length).toBe(changes.length + 3)
    expect(leftovers.every(({ why }) => why !== '')).toBe(true)
    const got = bench.fake.requests('GetObject').map(({ key }) => key)
    expect(got.every((key) => key.startsWith('burr-desktop/v1/index/'))).toBe(true)
    console.log(`manifests that do not fit: ${changes.length + 2} cases`)
  })

  it('that keeps its process busy, or ends it, is given up within the limit', async () => {
    forge({ raw: readFileSync(good) })
    const dead = await start({ startChild: () => ({ answer: Promise.reject(new Error('ended with SIGSEGV')), kill: () => undefined }) })
    expect(dead.words).toMatch(/was set aside: The program that looked through it ended/)
    let isKilled = false
    const { askChild } = await import('./child')
    const beganAt = performance.now()
    const busy: StartChild = () => ({ answer: new Promise(() => undefined), kill: () => { isKilled = true } })
    await expect(askChild(busy, { source: '', target: null, maxBytes: 0 }, { sizeBytes: 0, signal, limitMs: 200 })).rejects.toMatchObject({ reason: 'timed-out' })
    expect(performance.now() - beganAt).toBeLessThan(5000)
    expect(isKilled).toBe(true)
  })
})

describe('a snapshot of an older version', () => {
  it('becomes an index of this one', async () => {
    for (const { path, version, newest } of oldIndexes(bench.folder())) {
      const facts = withFile(path, { readonly: true }, readCopyFacts)
      expect(facts.schema).toBe(version)
      forge({ raw: readFileSync(path), facts })
      const { isTaken, words, workspace } = await start()
      expect(isTaken, `version ${version}: ${words}`).toBe(true)
      const db = openReader(workspace)
      expect(db.index.pragma('user_version', { simple: true })).toBe(newest)
      expect(db.index.prepare('SELECT name FROM project').pluck().all()).toEqual(['old'])
      closeDatabase(db)
      for (const key of bench.fake.bucket.keys()) bench.fake.bucket.delete(key)
    }
  })
})

describe('the way to a snapshot', () => {
  it('that resets, stalls or damages bytes is tried again, and the next snapshot taken when it does not get better', async () => {
    const source = bench.computer('source')
    fillWorkspace(source.workspace, someRuns(6, 3))
    const older = await publishSnapshot(publishing(source, bench, programs))
    const newer = await publishSnapshot(publishing(source, bench, programs))
    const size = newer.row.sizeBytes
    const points = Number(process.env['BURR_TEST_OFFSETS'] ?? 8)
    let passing = 0
    let lasting = 0
    for (const kind of ['reset', 'stall', 'corrupt'] as const) {
      for (let i = 0; i < points; i += 1) {
        const atByte = Math.floor((i / points) * size)
        const once = bench.fake.fault({ match: ({ operation, key }) => operation === 'GetObject' && key.includes('index.db.br'), do: { kind, atByte }, times: 1 })
        expect((await start()).outcome?.snapshot?.key, `${kind} at ${atByte}`).toBe(newer.row.key)
        expect(once.hits).toBe(1)
        passing += 1
        bench.fake.clearFaults()
      }
      const folder = newer.row.key.replace('manifest.json', '')
      bench.fake.fault({ match: ({ operation, key }) => operation === 'GetObject' && key.startsWith(`${folder}index.db.br`), do: { kind, atByte: Math.floor(size / 2) } })
      const { outcome } = await start()
      if (kind === 'corrupt') expect(outcome?.snapshot?.key).toBe(older.row.key)
      lasting += 1
      bench.fake.clearFaults()
    }
    console.log(`download faults: ${passing} passing (3 kinds × ${points} offsets), ${lasting} lasting`)
  }, 180_000)

  it('of the snapshots of Burr’s own server is never gone', async () => {
    bench.fake.load([
      { key: 'snapshots/2499598227-2026-11-22T17:37:49.920704+00:00/x/snapshot.db', body: readFileSync(good), metadata: {}, timeUs: 1 },
      { key: 'snapshots', body: 'x', metadata: {}, timeUs: 1 }
    ])
    const { outcome, isTaken } = await start()
    expect(isTaken).toBe(false)
    expect(outcome?.words).toEqual(['The bucket has no snapshot that this program can start from.'])
    expect(bench.fake.journal.filter(({ key, query }) => key.startsWith('snapshots') || (query['prefix'] ?? '').startsWith('snap'))).toEqual([])
  })
})
