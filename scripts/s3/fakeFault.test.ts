import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Fault } from './fakeFault'
import { FakeS3 } from './fakeS3'
import { FaultProxy } from './faultProxy'
import { testClient } from './testClient'

const Bucket = 'fake-bucket'
const BODY = 'z'.repeat(50_000)
let fake: FakeS3
let client: ReturnType<typeof testClient>

beforeEach(async () => {
  fake = await FakeS3.start({ bucket: Bucket, isOpenToAll: true })
  client = testClient(fake.endpointUrl)
  fake.bucket.put('a', BODY)
  fake.bucket.put('b', 'second')
})

afterEach(async () => {
  client.destroy()
  await fake.stop()
})

async function read(from = client): Promise<string> {
  const got = await from.send(new GetObjectCommand({ Bucket, Key: 'a' }))
  return (await got.Body?.transformToString()) ?? ''
}

function onGet(fault: Fault, times = 1): void {
  fake.fault({ match: (request) => request.operation === 'GetObject', do: fault, times })
}

describe('faults of an answer', () => {
  it.each([
    ['a reset in the middle', { kind: 'reset', atByte: 20_000 }],
    ['a stall in the middle', { kind: 'stall', atByte: 20_000 }],
    ['a stall before the first byte', { kind: 'stall', atByte: 0 }],
    ['a body shorter than declared', { kind: 'wrong-length', byBytes: 10 }],
    ['a byte that changed', { kind: 'corrupt', atByte: 7 }],
    ['a refusal', { kind: 'status', status: 503, code: 'SlowDown' }]
  ] as const)('%s fails the read, and the next one is whole', async (_name, fault) => {
    onGet(fault)
    await expect(read()).rejects.toThrow()
    expect(await read()).toBe(BODY)
  })

  it('counts its hits, lets the first pass, and waits', async () => {
    const active = fake.fault({ match: (request) => request.key === 'a', do: { kind: 'status', status: 500, code: 'InternalError' }, skip: 1, times: 2 })
    fake.fault({ match: () => true, do: { kind: 'delay', ms: 60 } })
    const startedMs = Date.now()
    expect(await read()).toBe(BODY)
    expect(Date.now() - startedMs).toBeGreaterThanOrEqual(55)
    await expect(read()).rejects.toMatchObject({ name: 'InternalError' })
    await expect(read()).rejects.toMatchObject({ name: 'InternalError' })
    expect(await read()).toBe(BODY)
    expect(active.hits).toBe(2)
  })
})

describe('faults of a listing', () => {
  const list = (input: { MaxKeys?: number; ContinuationToken?: string } = {}) => client.send(new ListObjectsV2Command({ Bucket, ...input }))
  const onList = (fault: Fault): void => void fake.fault({ match: (request) => request.operation === 'ListObjectsV2', do: fault })

  it('can be a page of HTML, or cut off', async () => {
    onList({ kind: 'truncated-xml' })
    await expect(list()).rejects.toThrow()
    fake.clearFaults()
    onList({ kind: 'html' })
    const page = await list().catch((error: unknown) => error)
    expect(page instanceof Error || !('Name' in (page as object)) || (page as { Name?: string }).Name !== Bucket).toBe(true)
  })

  it('can be empty, which the client takes for an answer without a name', async () => {
    onList({ kind: 'empty' })
    expect((await list()).Name).toBeUndefined()
  })

  it('can be unsorted, foreign, for another bucket, or lie about what follows', async () => {
    onList({ kind: 'unsorted' })
    expect((await list()).Contents?.map((object) => object.Key)).toEqual(['b', 'a'])
    fake.clearFaults()
    onList({ kind: 'foreign-prefix' })
    expect((await list()).Contents?.[0]?.Key).toBe('somewhere-else/a')
    fake.clearFaults()
    onList({ kind: 'other-bucket' })
    expect((await list()).Name).toBe('another-bucket')
    fake.clearFaults()
    onList({ kind: 'missing-token' })
    const cut = await list({ MaxKeys: 1 })
    expect([cut.IsTruncated, cut.NextContinuationToken]).toEqual([true, undefined])
    fake.clearFaults()
    const first = await list({ MaxKeys: 1 })
    onList({ kind: 'repeated-token' })
    const second = await list({ MaxKeys: 1, ...(first.NextContinuationToken === undefined ? {} : { ContinuationToken: first.NextContinuationToken }) })
    expect(second.NextContinuationToken).toBe(first.NextContinuationToken)
  })
})

describe('faults of the wire', () => {
  it.each([
    ['resets', { resetAfterBytes: 9000 }],
    ['stalls', { stallAfterBytes: 9000 }],
    ['ends early', { endAfterBytes: 9000 }],
    ['swallows everything', { blackhole: true }],
    ['is down', { down: true }],
    ['changes a byte', { corruptByte: 9000 }]
  ] as const)('a connection that %s fails, a healthy one passes', async (_name, fault) => {
    const proxy = await FaultProxy.start(fake.port)
    const through = testClient(proxy.endpointUrl)
    proxy.fault = fault
    await expect(read(through)).rejects.toThrow()
    through.destroy()
    proxy.fault = {}
    proxy.cut()
    const again = testClient(proxy.endpointUrl)
    expect(await read(again)).toBe(BODY)
    again.destroy()
    await proxy.stop()
  })

  it('a slow connection is only slow', async () => {
    const proxy = await FaultProxy.start(fake.port)
    proxy.fault = { latencyMs: 40, bytesPerSecond: 1_000_000 }
    const through = testClient(proxy.endpointUrl)
    const startedMs = Date.now()
    expect(await read(through)).toBe(BODY)
    expect(Date.now() - startedMs).toBeGreaterThan(80)
    through.destroy()
    await proxy.stop()
  })
})
