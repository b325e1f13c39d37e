import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeS3 } from '../../../../scripts/s3/fakeS3'
import { ownPrefix } from '../bucket/bucket'
import type { WriteDatabase } from '../database/connection'
import { readTotals } from '../database/counters'
import { listJobs } from '../database/jobs'
import { closeDatabase, openWriter } from '../database/open'
import type { ScheduleClock } from '../schedule'
import { publishSnapshot } from './publish'
import { Snapshots } from './snapshots'
import { buildTestPrograms } from './testPrograms'
import type { TestPrograms } from './testPrograms'
import { addRuns, fillWorkspace, publishing, someRuns, TestBench } from './testWorkspaces'
import type { TestComputer } from './testWorkspaces'
import { tidyWorkspace } from './workFolder'

let programs: TestPrograms
let bench: TestBench<FakeS3>
let desk: TestComputer
let db: WriteDatabase
let snapshots: Snapshots

/** A clock that moves only when told to. */
class HeldClock implements ScheduleClock {
  ms = 0
  #waiting: { atMs: number; callback: () => void }[] = []
  nowMs = (): number => this.ms
  after(delayMs: number, callback: () => void): () => void {
    const entry = { atMs: this.ms + delayMs, callback }
    this.#waiting.push(entry)
    return () => {
      this.#waiting = this.#waiting.filter((each) => each !== entry)
    }
  }

  pass(ms: number): void {
    this.ms += ms
    const due = this.#waiting.filter(({ atMs }) => atMs <= this.ms)
    this.#waiting = this.#waiting.filter(({ atMs }) => atMs > this.ms)
    for (const { callback } of due) callback()
  }
}

let clock: HeldClock
const hourMs = 3_600_000

beforeAll(async () => {
  programs = await buildTestPrograms()
})
afterAll(() => programs.remove())
beforeEach(async () => {
  bench = new TestBench(await FakeS3.start({ bucket: 'b' }))
  desk = bench.computer()
  db = openWriter(desk.workspace)
  addRuns(db, someRuns(4))
  clock = new HeldClock()
})
afterEach(async () => {
  await snapshots.close()
  closeDatabase(db)
  expect(bench.trespasses()).toEqual([])
  await bench.close()
})

function open(settings: Partial<ConstructorParameters<typeof Snapshots>[0]['settings']> = {}): Snapshots {
  snapshots = new Snapshots({
    ...desk, bucket: bench.bucket, programs, clock, backoffMs: 5,
    settings: { snapshotIntervalMs: hourMs, priorSnapshotsToKeep: 2, publishSnapshots: true, ...settings },
    host: {
      db: () => db,
      onChange: () => undefined,
      replaceIndex: (adopt) => {
        closeDatabase(db)
        adopt()
        db = openWriter(desk.workspace)
        tidyWorkspace(desk.workspace)
        return Promise.resolve()
      }
    }
  })
  return snapshots
}

const puts = (): number => bench.fake.requests('PutObject').length
const manifests = (): string[] => bench.ownKeys().filter((key) => key.endsWith('manifest.json'))

async function tick(): Promise<void> {
  const before = snapshots.status().nextUs
  clock.pass(hourMs * 1.2)
  await vi.waitFor(() => {
    expect(snapshots.status().work).toBeNull()
    expect(snapshots.status().nextUs).not.toBe(before)
  }, { timeout: 20_000, interval: 20 })
}

describe('the timer', () => {
  it('publishes after one interval and then only what has changed', async () => {
    open().start()
    await vi.waitFor(() => expect(snapshots.status().nextUs).not.toBeNull())
    expect(puts()).toBe(0)
    await tick()
    expect(manifests().length).toBe(1)
    const once = puts()
    for (let hour = 0; hour < 24; hour += 1) await tick()
    expect(puts()).toBe(once)
    expect(snapshots.status().lastPublish).toMatchObject({ isUnchanged: true, error: null })
    addRuns(db, someRuns(1, 77))
    await tick()
    expect(manifests().length).toBe(2)
    expect(listJobs(db, { includeEmpty: true, limit: 10 }).map(({ kind, state }) => `${kind} ${state}`)).toEqual(['snapshot done', 'snapshot done'])
  })

  it('does nothing when publishing is off', async () => {
    open({ publishSnapshots: false }).start()
    clock.pass(hourMs * 10)
    expect(snapshots.status()).toMatchObject({ nextUs: null, isPublishing: false })
    await snapshots.close(10_000)
    expect(bench.fake.journal).toEqual([])
  })

  it('without the permission to write says so and asks at most once an hour', async () => {
    bench.fake.policy.denyPut = true
    open({ snapshotIntervalMs: 60_000 }).start()
    await vi.waitFor(() => expect(snapshots.status().nextUs).not.toBeNull())
    for (let minute = 0; minute < 180; minute += 5) {
      clock.pass(300_000)
      await vi.waitFor(() => expect(snapshots.status().work).toBeNull(), { timeout: 10_000 })
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(puts()).toBeGreaterThanOrEqual(1)
    expect(puts()).toBeLessThanOrEqual(4)
    expect(snapshots.status().lastPublish?.error?.code).toBe('access-denied')
  })

  it('publishes once more at the end when something has changed, within its limit', async () => {
    open()
    await snapshots.close(10_000)
    expect(manifests().length).toBe(1)
    open()
    await snapshots.close(10_000)
    expect(manifests().length).toBe(1)
    addRuns(db, someRuns(1, 78))
    bench.fake.fault({ match: ({ operation }) => operation === 'PutObject', do: { kind: 'delay', ms: 4000 } })
    open()
    const beganAt = performance.now()
    await snapshots.close(300)
    expect(performance.now() - beganAt).toBeLessThan(3000)
    expect(manifests().length).toBe(1)
    expect(readdirSync(join(desk.workspace, 'snapshot.work'))).toEqual([])
  })
})

describe('by hand', () => {
  it('creates though nothing has changed, keeps the newest, and lists all', async () => {
    open({ publishSnapshots: false })
    const rows = []
    for (let i = 0; i < 4; i += 1) rows.push((await snapshots.create()).snapshot?.key)
    expect((await snapshots.list()).snapshots.map(({ key }) => key)).toEqual(rows.slice(-2).toReversed())
    expect(await snapshots.prune()).toEqual([])
  })

  it('does one thing at a time, and stops when asked', async () => {
    open()
    bench.fake.fault({ match: ({ operation }) => operation === 'PutObject', do: { kind: 'delay', ms: 1000 } })
    const first = snapshots.create()
    await expect(snapshots.create()).rejects.toMatchObject({ code: 'index-busy' })
    expect(snapshots.status().work?.kind).toBe('publish')
    const [job] = listJobs(db, { includeEmpty: true, limit: 1 })
    expect(snapshots.cancelJob((job?.jobId ?? 0) + 1)).toBe(false)
    expect(snapshots.cancelJob(job?.jobId ?? 0)).toBe(true)
    await expect(first).rejects.toMatchObject({ code: 'cancelled' })
    expect(snapshots.status()).toMatchObject({ work: null, lastPublish: { error: { code: 'cancelled' } } })
  })

  it('restores into a new file, and the old index stays when the snapshot is bad', async () => {
    open()
    const other = bench.computer('other')
    fillWorkspace(other.workspace, someRuns(9, 40))
    const { row } = await publishSnapshot(publishing(other, bench, programs))
    const outcome = await snapshots.restore(row.key)
    expect(outcome).toMatchObject({ snapshot: { key: row.key, isOwn: false }, bodies: { here: 0 } })
    expect(readTotals(db).runs).toBe(9)
    const files = readdirSync(desk.workspace)
    const bad = await publishSnapshot(publishing(other, bench, programs))
    const part = bench.ownKeys().find((key) => key.startsWith(bad.row.key.replace('manifest.json', 'index')))
    bench.fake.bucket.put(part ?? '', Buffer.alloc(bad.row.sizeBytes))
    await expect(snapshots.restore(bad.row.key)).rejects.toMatchObject({ code: 'damaged' })
    expect(readTotals(db).runs).toBe(9)
    expect(readdirSync(desk.workspace).filter((name) => name !== 'snapshots-set-aside.json').toSorted()).toEqual(files.toSorted())
    expect((await snapshots.list()).snapshots.find(({ key }) => key === bad.row.key)?.problem).toBe('A part of it is not what was stored.')
    await expect(snapshots.restore('snapshots/1/snapshot.db')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('beside Burr’s own server', () => {
  // What its start does: the first key under this prefix becomes its database; folders under data/ become projects.
  const chosen = (): string | undefined => bench.fake.bucket.keys().filter((key) => key.startsWith('snapshots')).toSorted()[0]
  const projects = (): string[] => [...new Set(bench.fake.bucket.keys().filter((key) => key.startsWith('data/')).map((key) => key.split('/')[1] ?? ''))]

  it('its choice of a snapshot and its projects are the same as without us', async () => {
    const time = { metadata: {}, timeUs: 1_795_370_295_000_000 }
    bench.fake.load([
      { key: 'snapshots/2499598227-2026-11-22T17:37:49.920704+00:00/a/snapshot.db', body: 'newer', ...time },
      { key: 'snapshots/2499598999-2026-11-22T17:20:00.000000+00:00/a/snapshot.db', body: 'older', ...time },
      { key: 'data/demo/2026/11/22/17/58:15.278236/__none__/app/graph.json', body: '{}', ...time }
    ])
    const before = { chosen: chosen(), projects: projects(), keys: bench.fake.bucket.keys() }
    open()
    for (let i = 0; i < 4; i += 1) await snapshots.create()
    await snapshots.list()
    await snapshots.restore((await snapshots.list()).snapshots[0]?.key ?? '')
    expect({ chosen: chosen(), projects: projects(), keys: bench.fake.bucket.keys().filter((key) => !key.startsWith(ownPrefix)) }).toEqual(before)
    expect(ownPrefix.startsWith('snapshots') || ownPrefix.startsWith('data/')).toBe(false)
  })
})
