import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeS3 } from '../../../../../scripts/s3/fakeS3'
import type { Fault } from '../../../../../scripts/s3/fakeFault'
import type { FakePolicy } from '../../../../../scripts/s3/fakePolicy'
import type { Bucket } from '../bucket'
import { lanes, openLane, patient } from './lanes'
import type { LaneOptions } from './lanes'

const bucketName = 'fake-bucket'
const body = Buffer.from('0123456789'.repeat(400))
const oddKeys = [
  'data/a b', 'data/a+b', 'data/a%20b', 'data/%', 'data/10:20:30.000001/x', 'data/ü', 'data/😀', 'data/\uFF5E', 'data/a#b', 'data/a?b=c&d', 'data/a&b',
  'data/a=b', 'data/a//b', 'data/../up', 'data/./here', 'data/~-._', "data/!'()*", 'data/<">', 'data/a;b,c@d$e', 'data/back\\slash', 'data/[x]{y}|^`', 'data/tab\tand\u0001',
  `data/${'k'.repeat(1019)}`, `data/${'é'.repeat(509)}`, 'data/ends/'
]

let fake: FakeS3
const opened: Bucket[] = []

beforeEach(async () => {
  fake = await FakeS3.start({ bucket: bucketName })
})

afterEach(async () => {
  for (const bucket of opened.splice(0)) bucket.close()
  await fake.stop()
})

/** Whether the SDK sent a request of the journal: it always names itself. */
function bySdk(entry: { readonly headers: Readonly<Record<string, unknown>> }): boolean {
  return String(entry.headers['user-agent']).includes('aws-sdk-js')
}

describe.each(lanes)('by the lane “%s”', (lane) => {
  const open = (more: Partial<LaneOptions> = {}): Bucket => {
    const bucket = openLane({ lane, endpointUrl: fake.endpointUrl, bucket: bucketName, ...more })
    opened.push(bucket)
    return bucket
  }
  const failGets = (fault: Fault, times?: number): void => {
    fake.fault({ match: (request) => request.operation === 'GetObject', do: fault, ...(times === undefined ? {} : { times }) })
  }
  const failLists = (fault: Fault, times?: number): void => {
    fake.fault({ match: (request) => request.operation === 'ListObjectsV2', do: fault, ...(times === undefined ? {} : { times }) })
  }

  it('every odd key is listed and got', async () => {
    for (const key of oddKeys) fake.bucket.put(key, `body of ${key}`)
    const bucket = open()
    const page = await bucket.listPage({ prefix: 'data/' })
    const sorted = oddKeys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(page.objects.map((object) => object.key)).toEqual(sorted)
    for (const { key, sizeBytes } of page.objects) {
      const got = await bucket.get(key, { expectedSizeBytes: sizeBytes })
      expect(Buffer.from(got.bytes).toString()).toBe(`body of ${key}`)
    }
    expect(bucket.requestCounts()).toMatchObject({ list: 1, get: oddKeys.length })
    expect(fake.journal.filter(bySdk)).toHaveLength(lane === 'sdk' ? oddKeys.length + 1 : 0)
  })

  it('an odd prefix, start and delimiter are understood', async () => {
    for (const key of oddKeys) fake.bucket.put(key, 'x')
    const bucket = open()
    for (const key of oddKeys) {
      expect((await bucket.listPage({ prefix: key })).objects[0]?.key).toBe(key)
      expect((await bucket.listPage({ prefix: 'data/', startAfter: key })).objects.some((object) => object.key === key)).toBe(false)
    }
    expect((await bucket.listPage({ prefix: 'data/', delimiter: '/' })).commonPrefixes).toEqual(['data/../', 'data/./', 'data/10:20:30.000001/', 'data/a/', 'data/ends/'])
  })

  it('pages give every key once, the time of the server, and what S3 knows of an object', async () => {
    const keys = Array.from({ length: 2345 }, (_none, n) => `data/many/${String(n).padStart(5, '0')}`)
    for (const key of keys) fake.bucket.put(key, 'x', { lastModifiedMs: Date.UTC(2026, 0, 1) })
    fake.clockSkewMs = 3_600_000
    const bucket = open()
    const found: string[] = []
    let continuationToken: string | undefined
    do {
      const page = await bucket.listPage({ prefix: 'data/many/', continuationToken })
      found.push(...page.objects.map((object) => object.key))
      expect(Math.abs(page.serverDateMs - Date.now() - 3_600_000)).toBeLessThan(5000)
      expect(page.objects[0]).toMatchObject({ sizeBytes: 1, etag: '9dd4e461268c8034f5c8564e155c67a6', lastModified: new Date('2026-01-01T00:00:00Z') })
      continuationToken = page.nextContinuationToken
    } while (continuationToken !== undefined)
    expect(found).toEqual(keys)
    expect(bucket.requestCounts().list).toBe(3)
    const few = await bucket.listPage({ prefix: 'data/many/', startAfter: 'data/many/02339', maxKeys: 3 })
    expect(few.objects.map((object) => object.key.slice(-5))).toEqual(['02340', '02341', '02342'])
    expect((await bucket.listPage({ prefix: 'nothing/' })).objects).toEqual([])
  })

  it('a body comes with its tag, date and metadata, and its bytes are counted', async () => {
    fake.bucket.put('data/k', body, { metadata: { min_sequence_id: '3' }, lastModifiedMs: Date.UTC(2026, 0, 1) })
    fake.bucket.put('data/empty', '')
    const bucket = open()
    const got = await bucket.get('data/k')
    expect(Buffer.from(got.bytes)).toEqual(body)
    expect(got).toMatchObject({ metadata: { min_sequence_id: '3' }, lastModified: new Date('2026-01-01T00:00:00Z') })
    expect(got.etag).toMatch(/^[0-9a-f]{32}$/)
    expect((await bucket.get('data/empty')).bytes).toHaveLength(0)
    expect(bucket.requestCounts()).toMatchObject({ get: 2, bytes: body.length })
    expect(await bucket.head('data/k')).toMatchObject({ sizeBytes: body.length })
  })

  it.each<readonly [string, FakePolicy, string, string]>([
    ['denied listing', { denyList: true }, 'access-denied-list', 'not-found'],
    ['denied reading', { denyGet: true }, '', 'access-denied-get'],
    ['one denied key', { denyKey: (key) => key === 'data/k' }, '', 'access-denied-get'],
    ['archived', { archived: () => true }, '', 'archived'],
    ['an encryption key not ours', { kmsDenied: () => true }, '', 'kms'],
    ['the reader pays', { requesterPays: true }, 'requester-pays', 'requester-pays']
  ])('refusals have their names: %s', async (_name, policy, list, get) => {
    fake.bucket.put('data/k', body)
    Object.assign(fake.policy, policy)
    const bucket = open()
    const answers = await Promise.allSettled([bucket.listPage({ prefix: 'data/' }), bucket.get('data/k')])
    const reasons = answers.map((answer) => (answer.status === 'rejected' ? (answer.reason as { reason: string }).reason : ''))
    expect(reasons).toEqual([list, policy.denyList === true ? '' : get])
  })

  it('what is not there has its name too', async () => {
    await expect(open().get('data/none')).rejects.toMatchObject({ reason: 'not-found', retryable: false })
    await expect(open({ bucket: 'other-bucket' }).listPage({ prefix: '' })).rejects.toMatchObject({ reason: 'no-such-bucket' })
  })

  it('an expired session is renewed once, and its end is told', async () => {
    fake.bucket.put('data/k', body)
    let sessions = 0
    const bucket = open({ fetchCredentials: () => Promise.resolve({ accessKeyId: `AKIA${String(sessions += 1)}`, secretAccessKey: 's', sessionToken: `t${String(sessions)}` }) })
    fake.policy.expireAfterRequests = 2
    for (let n = 0; n < 6; n += 1) expect((await bucket.get('data/k')).bytes).toHaveLength(body.length)
    expect(sessions).toBe(2)
    expect(fake.journal.at(-1)?.headers['x-amz-security-token']).toBe('t2')
    const over = open()
    failGets({ kind: 'status', status: 400, code: 'ExpiredToken' })
    await expect(over.get('data/k')).rejects.toMatchObject({ reason: 'sign-in-needed' })
  })

  it('credentials that cannot be got send nothing', async () => {
    const bucket = open({ fetchCredentials: () => Promise.reject(new Error('no')) })
    await expect(bucket.get('data/k')).rejects.toMatchObject({ reason: 'sign-in-needed' })
    await expect(bucket.listPage({ prefix: '' })).rejects.toMatchObject({ reason: 'sign-in-needed' })
    expect(fake.journal).toEqual([])
  })

  it('a redirect to the region of the bucket is learnt', async () => {
    await fake.stop()
    fake = await FakeS3.start({ bucket: bucketName, region: 'eu-west-3', policy: { enforceRegion: true } })
    fake.bucket.put('data/k', body)
    const bucket = open()
    expect((await bucket.get('data/k')).bytes).toHaveLength(body.length)
    expect(bucket.region()).toBe('eu-west-3')
    const before = fake.journal.length
    expect((await bucket.listPage({ prefix: 'data/' })).objects).toHaveLength(1)
    expect((await bucket.get('data/k')).bytes).toHaveLength(body.length)
    expect(fake.journal.length - before).toBe(2)
  })

  it.each([60, -60, 24 * 60])('a clock %i minutes off is put right', async (minutes) => {
    fake.clockSkewMs = minutes * 60_000
    fake.policy.enforceClock = true
    fake.bucket.put('data/k', body)
    const bucket = open()
    expect((await bucket.get('data/k')).bytes).toHaveLength(body.length)
    const before = fake.journal.length
    expect((await bucket.get('data/k')).bytes).toHaveLength(body.length)
    expect((await bucket.listPage({ prefix: 'data/' })).objects).toHaveLength(1)
    expect(fake.journal.length - before).toBe(2)
  })

  it.each<readonly [string, Fault]>([
    ['SlowDown', { kind: 'status', status: 503, code: 'SlowDown' }],
    ['InternalError', { kind: 'status', status: 500, code: 'InternalError' }],
    ['a reset before the first byte', { kind: 'reset', atByte: 0 }],
    ['a reset in the middle', { kind: 'reset', atByte: 2000 }],
    ['a stall before the first byte', { kind: 'stall', atByte: 0 }],
    ['a stall in the middle', { kind: 'stall', atByte: 2000 }],
    ['a body shorter than it says', { kind: 'wrong-length', byBytes: 10 }],
    ['a body longer than it says', { kind: 'wrong-length', byBytes: -10 }],
    ['no body', { kind: 'no-body' }]
  ])('a passing trouble is not seen: %s', async (_name, fault) => {
    fake.bucket.put('data/k', body)
    failGets(fault, 1)
    const bucket = open()
    const got = await bucket.get('data/k', { expectedSizeBytes: body.length })
    expect(Buffer.from(got.bytes).equals(body)).toBe(true)
    expect(bucket.requestCounts().get).toBe(2)
    expect(Buffer.from((await bucket.get('data/k', { expectedSizeBytes: body.length })).bytes).equals(body)).toBe(true)
  })

  it.each<readonly [string, Fault, string]>([
    ['SlowDown', { kind: 'status', status: 503, code: 'SlowDown' }, 'slow-down'],
    ['InternalError', { kind: 'status', status: 500, code: 'InternalError' }, 'server-trouble'],
    ['a reset', { kind: 'reset', atByte: 2000 }, 'unreachable'],
    ['a stall', { kind: 'stall', atByte: 2000 }, 'timed-out'],
    ['another size than listed', { kind: 'no-body' }, 'damaged']
  ])('a lasting trouble has its name: %s', async (_name, fault, reason) => {
    fake.bucket.put('data/k', body)
    failGets(fault)
    await expect(open().get('data/k', { expectedSizeBytes: body.length })).rejects.toMatchObject({ reason, retryable: true })
  })

  it('a byte that changed on the way is seen where S3 gives a checksum', async () => {
    fake.bucket.put('data/k', body)
    const bucket = open({ checksums: true })
    expect(Buffer.from((await bucket.get('data/k')).bytes).equals(body)).toBe(true)
    expect(fake.journal.filter(bySdk)).toHaveLength(lane === 'sdk' ? 1 : 0)
    failGets({ kind: 'corrupt', atByte: 77 }, 1)
    expect(Buffer.from((await bucket.get('data/k')).bytes).equals(body)).toBe(true)
    failGets({ kind: 'corrupt', atByte: 77 })
    await expect(bucket.get('data/k')).rejects.toMatchObject({ reason: 'damaged', retryable: true })
  })

  it('what is too large is not read', async () => {
    fake.bucket.put('data/k', body)
    const bucket = open()
    await expect(bucket.get('data/k', { maxBytes: 100 })).rejects.toMatchObject({ reason: 'too-large' })
    const before = fake.journal.length
    await expect(bucket.get('data/k', { expectedSizeBytes: 4000, maxBytes: 100 })).rejects.toMatchObject({ reason: 'too-large' })
    expect(fake.journal.length).toBe(before)
  })

  it.each<Fault['kind']>(['html', 'empty', 'truncated-xml', 'repeated-token', 'unsorted', 'foreign-prefix', 'missing-token', 'other-bucket', 'entity-bomb'])(
    'a listing that S3 would not give is never a page: %s', async (kind) => {
      for (const name of ['a', 'b', 'c', 'd']) fake.bucket.put(`data/${name}`, 'x')
      const bucket = open()
      const first = await bucket.listPage({ prefix: 'data/', maxKeys: 2 })
      failLists({ kind } as Fault)
      const request = { prefix: 'data/', maxKeys: 2, continuationToken: first.nextContinuationToken }
      await expect(bucket.listPage(request)).rejects.toMatchObject({ reason: 'unexpected-answer', retryable: true })
      fake.clearFaults()
      expect((await bucket.listPage(request)).objects.map((object) => object.key)).toEqual(['data/c', 'data/d'])
    })

  it.each<readonly [string, Fault]>([
    ['SlowDown', { kind: 'status', status: 503, code: 'SlowDown' }],
    ['a stall', { kind: 'stall', atByte: 0 }],
    ['a reset', { kind: 'reset', atByte: 0 }]
  ])('a listing outlives %s', async (_name, fault) => {
    fake.bucket.put('data/k', body)
    failLists(fault, 1)
    expect((await open().listPage({ prefix: 'data/' })).objects).toHaveLength(1)
  })

  it('is cancelled within a second: before, while it waits, while it stalls and while it queues', async () => {
    fake.bucket.put('data/k', body)
    const bucket = open({ timeouts: patient })
    await expect(bucket.get('data/k', { signal: AbortSignal.abort() })).rejects.toMatchObject({ reason: 'cancelled' })
    failGets({ kind: 'stall', atByte: 100 })
    failLists({ kind: 'stall', atByte: 0 })
    const stop = new AbortController()
    const waiting = [...Array.from({ length: 30 }, () => bucket.get('data/k', { signal: stop.signal })), bucket.listPage({ prefix: '', signal: stop.signal })]
    const outcomes = Promise.allSettled(waiting)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const abortedMs = performance.now()
    stop.abort()
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: { reason: 'cancelled' } })
    expect(performance.now() - abortedMs).toBeLessThan(1000)
    await expect.poll(() => fake.openConnections()).toBe(0)
  })

  it('keeps to its number of connections, and none is left when it is closed', async () => {
    for (let n = 0; n < 300; n += 1) fake.bucket.put(`data/${String(n)}`, body)
    const bucket = open({ timeouts: patient })
    let most = 0
    await Promise.all(Array.from({ length: 300 }, async (_none, n) => {
      await bucket.get(`data/${String(n)}`)
      most = Math.max(most, await fake.openConnections())
    }))
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(8)
    bucket.close()
    await expect.poll(() => fake.openConnections()).toBe(0)
  })
})
