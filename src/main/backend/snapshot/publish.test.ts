import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startEmbeddedS3 } from '../../../../scripts/s3/embeddedS3'
import { FakeS3 } from '../../../../scripts/s3/fakeS3'
import { ownPrefix } from '../bucket/bucket'
import { BucketError } from '../bucket/bucketError'
import { openTestBucket } from '../bucket/testStore'
import { listSnapshots } from './listSnapshots'
import { manifestLimitBytes, readManifest, writeManifest } from './manifest'
import { publishSnapshot } from './publish'
import { putOnce } from './putOnce'
import { pruneSnapshots } from './retention'
import { readSnapshotKey } from './snapshotKey'
import { startFromSnapshot } from './startFromSnapshot'
import { buildTestPrograms } from './testPrograms'
import type { TestPrograms } from './testPrograms'
import { fillWorkspace, publishing, someRuns, TestBench } from './testWorkspaces'
import type { TestComputer } from './testWorkspaces'

let programs: TestPrograms
let bench: TestBench<FakeS3>
let desk: TestComputer
const signal = new AbortController().signal

beforeAll(async () => {
  programs = await buildTestPrograms()
})
afterAll(() => programs.remove())
beforeEach(async () => {
  bench = new TestBench(await FakeS3.start({ bucket: 'b' }))
  desk = bench.computer()
})
afterEach(async () => {
  expect(bench.trespasses()).toEqual([])
  await bench.close()
})

const isManifest = (key: string): boolean => key.endsWith('/manifest.json')
const workLeft = (computer: TestComputer): string[] => readdirSync(join(computer.workspace, 'snapshot.work'))
const listing = () => listSnapshots({ bucket: bench.bucket, installation: desk.installation, signal })

async function reasonOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'none'
  } catch (error) {
    if (error instanceof BucketError) return error.reason
    if (error instanceof Error && 'code' in error) return String(error.code)
    throw error
  }
}

describe('publishing', () => {
  beforeEach(() => fillWorkspace(desk.workspace, someRuns(10)))

  it('stores the parts first and the manifest last, all under keys of its own, each only where there is none', async () => {
    const { row } = await publishSnapshot(publishing(desk, bench, programs))
    const puts = bench.fake.requests('PutObject')
    expect(puts.map(({ key }) => isManifest(key))).toEqual([...puts.slice(1).map(() => false), true])
    expect(puts.every(({ key, headers }) => readSnapshotKey(key)?.installId === desk.installation.installId && headers['if-none-match'] === '*')).toBe(true)
    expect(row).toMatchObject({ runs: 10, projects: 3, isOwn: true, computer: 'desk' })
    expect((await listing()).snapshots).toMatchObject([{ key: row.key, runs: 10, steps: row.steps, objects: row.objects, isOwn: true, problem: null }])
    expect(workLeft(desk)).toEqual([])
  })

  it('never puts anything in the place of something: taken keys stop it, a conflict is tried again', async () => {
    const conflict = bench.fake.fault({ match: ({ operation }) => operation === 'PutObject', do: { kind: 'status', status: 409, code: 'ConditionalRequestConflict' }, times: 2 })
    await publishSnapshot(publishing(desk, bench, programs))
    expect(conflict.hits).toBe(2)
    const taken: string[] = []
    bench.fake.fault({
      match: ({ operation, key }) => {
        if (operation !== 'PutObject' || !isManifest(key)) return false
        taken.push(key)
        bench.fake.bucket.put(key, Buffer.from('of someone else'))
        return false
      },
      do: { kind: 'delay', ms: 0 }
    })
    expect(await reasonOf(publishSnapshot(publishing(desk, bench, programs)))).toBe('precondition-failed')
    expect(bench.fake.bucket.get(taken[0] ?? '')?.body().toString()).toBe('of someone else')
    bench.fake.bucket.delete(taken[0] ?? '')
    const stored = bench.fake.requests('PutObject').filter(({ status }) => status === 200).map(({ key }) => key)
    expect(new Set(stored).size).toBe(stored.length)
    expect((await listing()).snapshots.length).toBe(1)
    expect((await listing()).leftovers.map(({ isOwn, why }) => ({ isOwn, why }))).toEqual([{ isOwn: true, why: 'It has no manifest: it is being written, or was never finished.' }])
    expect(workLeft(desk)).toEqual([])
  })

  it('asks first where a store has no conditional writes, and does not overwrite there either', async () => {
    bench.fake.policy.noConditionalWrites = true
    const { row } = await publishSnapshot(publishing(desk, bench, programs))
    expect((await listing()).snapshots.map(({ key }) => key)).toEqual([row.key])
    const heads = bench.fake.requests('HeadObject').map(({ key }) => key)
    expect(bench.fake.requests('PutObject').filter(({ status }) => status === 200).every(({ key }) => heads.includes(key))).toBe(true)
    expect(await reasonOf(putOnce(bench.bucket, row.key, Buffer.from('other'), { contentType: 'text/plain', signal }))).toBe('precondition-failed')
    expect(bench.fake.bucket.get(row.key)?.body().toString()).toContain('"format":1')
  })

  it('takes its own first try, whose answer was lost, for done', async () => {
    const key = `${ownPrefix}index/test`
    bench.fake.bucket.put(key, Buffer.from('mine'))
    expect(await reasonOf(putOnce(bench.bucket, key, Buffer.from('mine'), { contentType: 'text/plain', signal }))).toBe('none')
    expect(await reasonOf(putOnce(bench.bucket, key, Buffer.from('mime'), { contentType: 'text/plain', signal }))).toBe('precondition-failed')
    expect(bench.fake.bucket.get(key)?.body().toString()).toBe('mine')
  })

  it('without the permission to write leaves nothing here, and one refusal is all it asks', async () => {
    bench.fake.policy.denyPut = true
    expect(await reasonOf(publishSnapshot(publishing(desk, bench, programs)))).toBe('access-denied-put')
    expect(bench.fake.requests('PutObject').length).toBe(1)
    expect(workLeft(desk)).toEqual([])
    expect(bench.ownKeys()).toEqual([])
  })

  it('is not begun on a disk with too little room', async () => {
    expect(await reasonOf(publishSnapshot({ ...publishing(desk, bench, programs), freeBytes: () => Promise.resolve(1000) }))).toBe('disk-full')
    expect(bench.fake.journal).toEqual([])
    expect(workLeft(desk)).toEqual([])
  })

  it('can be stopped in every phase, and leaves no file behind', async () => {
    for (const phase of ['copying', 'checking', 'uploading']) {
      const stop = new AbortController()
      const onProgress = (progress: { phase: string }): void => {
        if (progress.phase === phase) stop.abort()
      }
      expect(await reasonOf(publishSnapshot({ ...publishing(desk, bench, programs), signal: stop.signal, onProgress })), phase).toBe('cancelled')
      expect(workLeft(desk), phase).toEqual([])
    }
    expect((await listing()).snapshots).toEqual([])
  })

  it('works on the embedded store of the demo', async () => {
    const store = await startEmbeddedS3({ bucket: 'b' })
    const bucket = openTestBucket(store.endpointUrl)
    try {
      const { row } = await publishSnapshot({ ...publishing(desk, bench, programs), bucket })
      const other = bench.computer('other')
      const outcome = await startFromSnapshot({ ...other, bucket, programs, signal })
      expect(outcome?.snapshot?.key).toBe(row.key)
    } finally {
      bucket.close()
      await store.stop()
    }
  })
})

describe('retention', () => {
  it('keeps the newest of its own over restarts, manifest first, and touches nobody else', async () => {
    fillWorkspace(desk.workspace, someRuns(3))
    const other = bench.computer('other')
    fillWorkspace(other.workspace, someRuns(4))
    const foreign: string[] = []
    for (let i = 0; i < 3; i += 1) foreign.push((await publishSnapshot(publishing(other, bench, programs))).row.key)
    bench.fake.load([{ key: 'snapshots/1-x/y/snapshot.db', body: 'not ours', metadata: {}, timeUs: 1 }, { key: 'data/p/x', body: 'x', metadata: {}, timeUs: 1 }])
    const own: string[] = []
    for (let i = 0; i < 7; i += 1) {
      own.push((await publishSnapshot(publishing(desk, bench, programs))).row.key)
      await pruneSnapshots(bench.bucket, { installId: desk.installation.installId, keep: 3, signal })
    }
    const left = bench.fake.bucket.keys()
    expect(left.filter(isManifest).toSorted()).toEqual([...foreign, ...own.slice(-3)].toSorted())
    expect(left.filter((key) => !key.startsWith(ownPrefix))).toEqual(['data/p/x', 'snapshots/1-x/y/snapshot.db'])
    const deleted = bench.fake.requests('DeleteObject').map(({ key }) => key)
    expect(deleted.every((key) => readSnapshotKey(key)?.installId === desk.installation.installId)).toBe(true)
    for (const key of own.slice(0, 4)) {
      const folder = key.slice(0, key.lastIndexOf('/') + 1)
      expect(deleted.filter((each) => each.startsWith(folder))[0]).toBe(key)
    }
  })

  it('keeps the newest of all even with none to keep, and removes unfinished parts only after a day', async () => {
    fillWorkspace(desk.workspace, someRuns(3))
    const first = await publishSnapshot(publishing(desk, bench, programs))
    const folder = (stamp: string): string => `${ownPrefix}index/all/s1/${desk.installation.installId}/${stamp}-00000000/`
    bench.fake.load([
      { key: `${folder('20260101T000000000Z')}index.db.br.0000`, body: 'old', metadata: {}, timeUs: (Date.now() - 25 * 3_600_000) * 1000 },
      { key: `${folder('20260102T000000000Z')}index.db.br.0000`, body: 'new', metadata: {}, timeUs: (Date.now() - 23 * 3_600_000) * 1000 }
    ])
    await pruneSnapshots(bench.bucket, { installId: desk.installation.installId, keep: 0, signal })
    expect(bench.ownKeys().filter((key) => key.includes('-00000000/'))).toEqual([`${folder('20260102T000000000Z')}index.db.br.0000`])
    expect(bench.ownKeys()).toContain(first.row.key)
  })

  it('of two installations that publish at once loses nothing of either', async () => {
    const other = bench.computer('other')
    fillWorkspace(desk.workspace, someRuns(3))
    fillWorkspace(other.workspace, someRuns(5))
    // The clock of a computer is in the names only: the store's decides which is newer.
    const rounds = async (computer: TestComputer): Promise<string[]> => {
      const keys: string[] = []
      for (let i = 0; i < 4; i += 1) {
        keys.push((await publishSnapshot(publishing(computer, bench, programs))).row.key)
        await pruneSnapshots(bench.bucket, { installId: computer.installation.installId, keep: 2, signal })
      }
      return keys
    }
    const [ours, theirs] = await Promise.all([rounds(desk), rounds(other)])
    const { snapshots, leftovers } = await listing()
    expect(snapshots.map(({ key }) => key).toSorted()).toEqual([...ours.slice(-2), ...theirs.slice(-2)].toSorted())
    expect(snapshots.every(({ problem }) => problem === null)).toBe(true)
    expect(leftovers).toEqual([])
  })
})

describe('a manifest', () => {
  it('of a thousand projects with long names stays within its limit', () => {
    const projects = Array.from({ length: 1200 }, (_, i) => ({ project: `p${i}`.padEnd(600, 'x'), runs: i, completeAtUs: null, newestUs: i }))
    const facts = { schema: 1, schemaPrint: 'a'.repeat(64), generation: 1, rows: { run: 1 }, runs: 1, steps: 1, objects: 1, projects }
    const key = `${ownPrefix}index/all/s1/${desk.installation.installId}/20260101T000000000Z-00000000/manifest.json`
    const packed = { sizeBytes: 1, sha256: 'b'.repeat(64), rawSizeBytes: 4096, rawSha256: 'c'.repeat(64), parts: [{ name: 'index.db.br.0000', sizeBytes: 1, sha256: 'b'.repeat(64) }] }
    const { manifest, text } = writeManifest({ key, bucket: 'b', appVersion: '1', takenUs: 1, facts, packed, completeAsOfUs: null }, desk.installation)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(manifestLimitBytes)
    expect(manifest.projects).toBe(1200)
    expect(manifest.coverage[0]?.newestUs).toBe(1199)
    expect(readManifest(Buffer.from(text), { key, bucket: 'b' })).toEqual(manifest)
  })
})
