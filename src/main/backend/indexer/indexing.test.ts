import { afterEach, describe, expect, it } from 'vitest'
import { FakeS3 } from '../../../../scripts/s3/fakeS3'
import type { Fault } from '../../../../scripts/s3/fakeFault'
import { renderKey } from '../burr/key'
import { readObjectCounts } from '../database/counters'
import { listJobs } from '../database/jobs'
import { readSetAside } from '../database/setAside'
import { projectFolder } from './discover'
import { TestIndexing } from './testIndexing'

const hourMs = 3_600_000
const never = new AbortController().signal
const graph = '{"type":"application","entrypoint":"a","actions":[],"transitions":[]}'
const opened: { fake: FakeS3; index: TestIndexing }[] = []

afterEach(async () => {
  for (const { fake, index } of opened.splice(0)) {
    index.remove()
    await fake.stop()
  }
})

async function setUp(listener: ConstructorParameters<typeof TestIndexing>[1] = {}) {
  const fake = await FakeS3.start({ bucket: 'burr' })
  const index = new TestIndexing(fake.endpointUrl, listener)
  opened.push({ fake, index })
  return { fake, index, ...(await index.open()) }
}

function keyAt(project: string, timeMs: number, name: string | number): string {
  return renderKey({ project, timeUs: Math.round(timeMs) * 1000 + 1, rest: `u/app-${name}`, file: 'graph.json' })
}

function fill(fake: FakeS3, count: number, options: { project?: string; everyMs?: number; untilMs?: number } = {}): string[] {
  const { project = 'bot', everyMs = 60_000, untilMs = Date.now() } = options
  const keys = Array.from({ length: count }, (_, i) => keyAt(project, untilMs - i * everyMs, i))
  for (const key of keys) fake.bucket.put(key, graph)
  return keys
}

describe('a backlog', () => {
  const sizes = [0, 1, 200, 999, 1000, 1001, 1500, 5000, ...(process.env['BURR_LONG'] === '1' ? [100_000] : [])]
  for (const size of sizes) {
    it(`F-S3-01 of ${size} objects is indexed whole`, async () => {
      const { fake, index, db, indexing } = await setUp()
      const keys = fill(fake, size)
      const { failures } = await indexing.indexAll(never)
      expect(failures).toEqual([])
      expect(index.keys()).toEqual(new Set(keys))
      expect(readObjectCounts(db)).toMatchObject({ listed: size, indexed: size, waiting: 0 })
      expect(fake.requests('GetObject')).toHaveLength(size)
      expect(fake.requests('HeadObject')).toHaveLength(0)
      if (size >= 1500) expect(fake.journal.length / size).toBeLessThanOrEqual(1.01)
      await indexing.indexAll(never)
      expect(fake.requests('GetObject')).toHaveLength(size)
    }, 60_000 + size * 6)
  }
})

describe('keys out of the ordinary', () => {
  it('of 2099 and 1970 hide no others, and strays are counted with their reason', async () => {
    const { fake, index, db, indexing } = await setUp()
    const odd = [keyAt('bot', Date.UTC(2099, 0, 1), 'far'), keyAt('bot', 0, 'first')]
    for (const key of odd) fake.bucket.put(key, graph)
    const strays = ['data/readme.txt', 'data/bot/', 'data/bot/.DS_Store', 'data/bot/2026/short', 'data/empty/', 'data/notes/a/b.txt']
    for (const key of strays) fake.bucket.put(key, '')
    const keys = fill(fake, 30)
    await indexing.indexAll(never)
    await indexing.poll(never)
    const late = keyAt('bot', Date.now() - hourMs, 'late')
    fake.bucket.put(late, graph)
    await indexing.poll(never)
    expect(index.keys()).toEqual(new Set([...keys, ...odd, late]))
    expect(index.keys('ignored')).toEqual(new Set(strays))
    expect(readSetAside(db, { project: null, state: 'ignored', limit: 100 }).every(({ reason }) => reason.endsWith('.'))).toBe(true)
  })

  it('a project with a slash in its name is indexed and polled', async () => {
    const { fake, index, indexing } = await setUp()
    const keys = fill(fake, 5, { project: 'org/bot' })
    await indexing.indexAll(never)
    expect(index.keys()).toEqual(new Set(keys))
    const next = keyAt('org/bot', Date.now(), 'next')
    fake.bucket.put(next, graph)
    const { unindexed } = await indexing.poll(never)
    for (const folder of unindexed) await indexing.backfill(folder, never, { relistBeforeMs: Number.POSITIVE_INFINITY })
    expect(index.keys()).toContain(next)
  })

  it('an object that was overwritten is indexed once more', async () => {
    const { fake, indexing } = await setUp()
    const [key = ''] = fill(fake, 3)
    await indexing.indexAll(never)
    fake.bucket.put(key, graph.replace('"a"', '"b"'))
    await indexing.poll(never)
    await indexing.poll(never)
    expect(fake.requests('GetObject')).toHaveLength(4)
    expect(await indexing.verify(never, null)).toMatchObject({ missing: 0, rewritten: 0, repaired: 0 })
  })
})

describe('a poll', () => {
  it('that finds nothing costs one listing a project and one more, and leaves one row', async () => {
    const { fake, db, indexing } = await setUp()
    const projects = Array.from({ length: 5 }, (_, i) => `project-${i}`)
    for (const project of projects) fill(fake, 40, { project })
    await indexing.indexAll(never)
    const jobs = listJobs(db, { includeEmpty: true, limit: 100 }).length
    const before = fake.journal.length
    const rounds = 6
    for (let i = 0; i < rounds; i += 1) await indexing.poll(never)
    const sent = fake.journal.slice(before)
    expect(sent).toHaveLength(rounds * (projects.length + 1))
    expect(sent.every(({ operation }) => operation === 'ListObjectsV2')).toBe(true)
    expect(listJobs(db, { includeEmpty: true, limit: 100 })).toHaveLength(jobs + 1)
    expect(listJobs(db, { includeEmpty: false, limit: 100 })).toHaveLength(jobs)
  })

  it('of fifty projects is not stopped by one that is denied, nor by one that answers rubbish', async () => {
    const { fake, index, db, indexing } = await setUp()
    const names = Array.from({ length: 50 }, (_, i) => `p${String(i).padStart(2, '0')}`)
    for (const project of names) fill(fake, 2, { project })
    await indexing.indexAll(never)
    const news = names.map((project) => keyAt(project, Date.now(), 'new'))
    for (const key of news) fake.bucket.put(key, graph)
    const hits = (project: string, fault: Fault) => fake.fault({ match: ({ operation, query }) => operation === 'ListObjectsV2' && query.get('prefix') === `data/${project}/`, do: fault })
    hits('p07', { kind: 'status', status: 403, code: 'AccessDenied' })
    hits('p31', { kind: 'html' })
    const { outcomes } = await indexing.poll(never)
    const failed = outcomes.filter(({ error }) => error !== null).map(({ folder }) => folder.project).sort()
    expect(failed).toEqual(['p07', 'p31'])
    expect(news.filter((key) => !index.keys().has(key))).toEqual([news[7], news[31]])
    const rows = listJobs(db, { includeEmpty: false, limit: 5 }).filter(({ state }) => state === 'failed')
    expect(new Map(rows.map(({ project, error }) => [project, error?.code]))).toEqual(new Map([['p07', 'access-denied'], ['p31', 'unexpected-answer']]))
    fake.clearFaults()
    await indexing.poll(never)
    expect(news.every((key) => index.keys().has(key))).toBe(true)
  })
})

describe('answers that are no listing', () => {
  const faults: Fault[] = [
    { kind: 'empty' }, { kind: 'html' }, { kind: 'no-body' }, { kind: 'truncated-xml' }, { kind: 'repeated-token' }, { kind: 'unsorted' },
    { kind: 'foreign-prefix' }, { kind: 'missing-token' }, { kind: 'other-bucket' }, { kind: 'entity-bomb' },
    { kind: 'status', status: 500, code: 'InternalError' }, { kind: 'status', status: 200, code: 'InternalError' }
  ]
  it(`F-S3-10 of ${faults.length} kinds mark nothing gone`, async () => {
    const { fake, index, indexing } = await setUp()
    const keys = fill(fake, 1200)
    await indexing.indexAll(never)
    for (const fault of faults) {
      const active = fake.fault({ match: ({ operation, query }) => operation === 'ListObjectsV2' && query.get('prefix') !== 'data/', do: fault, skip: 1 })
      const outcome = await indexing.verify(never, null).then((found) => found, (error: unknown) => ({ error }))
      expect(active.hits, fault.kind).toBeGreaterThan(0)
      if ('failures' in outcome) expect(outcome, fault.kind).toMatchObject({ gone: 0, goneUnconfirmed: 0, completeAsOfMs: null, failures: [{ project: 'bot' }] })
      else expect(outcome.error, fault.kind).toBeDefined()
      fake.clearFaults()
    }
    expect(fake.requests('HeadObject')).toHaveLength(0)
    expect(index.keys()).toEqual(new Set(keys))
    expect(index.keys('gone').size).toBe(0)
    expect(await indexing.verify(never, null)).toMatchObject({ missing: 0, gone: 0, failures: [] })
    console.log(`listing faults: ${faults.length}`)
  }, 120_000)
})

describe('deletions', () => {
  it('are marked after a whole listing and a request for each, and reported when they are many', async () => {
    const { fake, index, indexing } = await setUp()
    const keys = fill(fake, 1500, { everyMs: 10 * 60_000 })
    await indexing.indexAll(never)
    for (const key of keys.slice(0, 150)) fake.bucket.delete(key)
    expect(await indexing.verify(never, null)).toMatchObject({ gone: 150, goneUnconfirmed: 0, missing: 0, listed: 1350 })
    expect(index.keys('gone')).toEqual(new Set(keys.slice(0, 150)))
    for (const key of keys.slice(150)) fake.bucket.delete(key)
    expect(await indexing.verify(never, null)).toMatchObject({ gone: 0, goneUnconfirmed: 1350 })
    expect(index.keys().size).toBe(1350)
  }, 60_000)
})

describe('what is beside the projects', () => {
  it('is marked when it is gone', async () => {
    const { fake, index, indexing } = await setUp()
    fill(fake, 5)
    const loose = ['data/readme.txt', 'data/notes.md', 'data/keep.txt']
    for (const key of loose) fake.bucket.put(key, 'x')
    await indexing.indexAll(never)
    for (const key of loose.slice(0, 2)) fake.bucket.delete(key)
    expect(await indexing.verify(never, 'bot')).toMatchObject({ gone: 0 })
    expect(await indexing.verify(never, null)).toMatchObject({ gone: 2, goneUnconfirmed: 0 })
    expect([index.keys('gone'), index.keys('ignored')]).toEqual([new Set(loose.slice(0, 2)), new Set(['data/keep.txt'])])
  })
})

describe('jobs that overlap', () => {
  it('count their own requests and bytes, and together all of them', async () => {
    const { fake, db, connection, indexing } = await setUp()
    for (const project of ['bot', 'cat']) fill(fake, project === 'bot' ? 300 : 120, { project })
    await indexing.sample(never)
    const before = connection.bucket.requestCounts()
    const pass = (project: string) => indexing.backfill(projectFolder(project), never, { relistBeforeMs: Number.POSITIVE_INFINITY })
    await Promise.all([pass('bot'), pass('cat'), indexing.poll(never)])
    const after = connection.bucket.requestCounts()
    const jobs = listJobs(db, { includeEmpty: true, limit: 10 })
    const requestsOf = (kind: string, project: string | null) => jobs.find((job) => job.kind === kind && job.project === project)?.requests
    expect(requestsOf('backfill', 'bot')).toMatchObject({ get: 300, bytes: 300 * graph.length })
    expect(requestsOf('backfill', 'cat')).toMatchObject({ get: 120, bytes: 120 * graph.length })
    expect(requestsOf('poll', null)).toMatchObject({ get: 0, list: 1 })
    const sum = (part: 'list' | 'get' | 'bytes') => jobs.reduce((total, { requests }) => total + requests[part], 0)
    expect([sum('list'), sum('get'), sum('bytes')]).toEqual([after.list - before.list, after.get - before.get, after.bytes - before.bytes])
  })
})

describe('fetching', () => {
  it('sets single objects aside with their reason and goes on', async () => {
    const { fake, index, db, indexing } = await setUp()
    const keys = fill(fake, 60)
    fake.policy.denyKey = (key) => key === keys[3]
    fake.policy.kmsDenied = (key) => key === keys[4]
    fake.policy.archived = (key) => key === keys[5]
    fake.fault({ match: ({ operation, key }) => operation === 'GetObject' && key === keys[6], do: { kind: 'corrupt', atByte: 5 } })
    fake.fault({ match: ({ operation, key }) => operation === 'GetObject' && key === keys[7], do: { kind: 'reset', atByte: 5 } })
    await indexing.indexAll(never)
    const failed = readSetAside(db, { project: 'bot', state: 'failed', limit: 10 })
    const expected = new Set([keys[3], keys[4], keys[5], keys[7]])
    expect(new Set(failed.map(({ objectKey }) => objectKey).filter((key) => key !== keys[6]))).toEqual(expected)
    expect(index.keys().size + failed.length).toBe(60)
    expect(readObjectCounts(db)).toMatchObject({ listed: 60, failed: failed.length })
    fake.clearFaults()
    Object.assign(fake.policy, { denyKey: () => false, kmsDenied: () => false, archived: () => false })
    const before = fake.requests('GetObject').length
    await indexing.poll(never)
    expect(fake.requests('GetObject').length).toBe(before)
    expect(await indexing.verify(never, null)).toMatchObject({ missing: failed.length, repaired: failed.length })
    expect(index.keys().size).toBe(60)
  }, 60_000)

  it('slows down when asked to, loses nothing and grows back', async () => {
    const { fake, index, indexing } = await setUp()
    const keys = fill(fake, 600)
    fake.fault({ match: ({ operation }) => operation === 'GetObject', do: { kind: 'status', status: 503, code: 'SlowDown' }, skip: 50, times: 60 })
    const { limit } = indexing.fetcher
    let lowest = limit.limit
    const watching = setInterval(() => { lowest = Math.min(lowest, limit.limit) }, 2)
    await indexing.indexAll(never).finally(() => clearInterval(watching))
    expect(index.keys()).toEqual(new Set(keys))
    expect(lowest).toBeLessThanOrEqual(16)
    expect(limit.limit).toBeGreaterThan(lowest)
  }, 60_000)

  it('ends within a second when it is aborted, and goes on from there', async () => {
    const { fake, index, indexing } = await setUp()
    const keys = fill(fake, 900)
    fake.fault({ match: ({ operation }) => operation === 'GetObject', do: { kind: 'delay', ms: 3000 }, skip: 300 })
    const stop = new AbortController()
    const work = indexing.backfill(projectFolder('bot'), stop.signal, { relistBeforeMs: 0 })
    await expect.poll(() => index.keys().size, { timeout: 20_000 }).toBeGreaterThan(100)
    const abortedAtMs = performance.now()
    stop.abort(new Error('enough'))
    await expect(work).rejects.toThrow()
    expect(performance.now() - abortedAtMs).toBeLessThan(1000)
    const kept = index.keys().size
    const asked = new Set(fake.requests('GetObject').map(({ key }) => key)).size
    fake.clearFaults()
    index.close()
    const again = await index.open()
    expect(index.keys().size).toBe(kept)
    await again.indexing.indexAll(never)
    expect(index.keys()).toEqual(new Set(keys))
    expect(fake.requests('GetObject').length).toBeLessThanOrEqual(900 - kept + asked + 32)
  }, 60_000)
})

describe('newest first', () => {
  it('brings the newest objects of a million after at most thirty requests', async () => {
    let requestsBefore = Number.POSITIVE_INFINITY
    const { fake, index, connection, indexing } = await setUp({
      onIngested: () => {
        requestsBefore = Math.min(requestsBefore, connection.bucket.requestCounts().list)
      }
    })
    const count = Number(process.env['BURR_TEST_KEYS'] ?? '1000000')
    const untilMs = Date.now()
    const everyMs = (300 * 24 * hourMs) / count
    fake.bucket.putVirtual({ keys: (function* () { for (let i = count; i > 0; i -= 1) yield keyAt('bot', untilMs - i * everyMs, i) })(), bodyOf: () => graph, sizeOf: () => graph.length })
    const stop = new AbortController()
    const work = indexing.backfill(projectFolder('bot'), stop.signal, { relistBeforeMs: 0 })
    await expect.poll(() => index.keys().size, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0)
    stop.abort(new Error('enough'))
    await work.catch(() => undefined)
    console.log(`first of ${count}: ${requestsBefore} listings before it`)
    expect(requestsBefore).toBeLessThanOrEqual(30)
    expect(index.keys()).toContain(keyAt('bot', untilMs - everyMs, 1))
  }, 120_000)
})
