import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  UploadPartCommand
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeS3 } from './fakeS3'
import { testClient } from './testClient'

const Bucket = 'fake-bucket'
let fake: FakeS3
let client: ReturnType<typeof testClient>

beforeEach(async () => {
  fake = await FakeS3.start({ bucket: Bucket, isOpenToAll: true, region: 'eu-central-1' })
  client = testClient(fake.endpointUrl)
})

afterEach(async () => {
  client.destroy()
  await fake.stop()
})

async function listAll(input: { Prefix?: string; Delimiter?: string; StartAfter?: string; MaxKeys?: number } = {}): Promise<string[]> {
  const out: string[] = []
  for await (const page of paginateListObjectsV2({ client }, { Bucket, ...input })) {
    out.push(...(page.Contents ?? []).map((object) => object.Key ?? ''), ...(page.CommonPrefixes ?? []).map((prefix) => prefix.Prefix ?? ''))
  }
  return out
}

describe('listing', () => {
  it('pages through more than a thousand keys in byte order', async () => {
    const keys = Array.from({ length: 2345 }, (_, i) => `data/p/${String(i).padStart(5, '0')}`)
    for (const key of keys.toReversed()) fake.bucket.put(key, 'x')
    fake.bucket.put('data/p/～', 'x')
    fake.bucket.put('data/p/\u{1F600}', 'x')
    expect(await listAll({ Prefix: 'data/p/' })).toEqual([...keys, 'data/p/～', 'data/p/\u{1F600}'])
    expect(fake.requests('ListObjectsV2').map((entry) => entry.status)).toEqual([200, 200, 200])
  })

  it('rolls keys up to common prefixes, over page ends too', async () => {
    for (const key of ['data/a/1', 'data/a/2', 'data/a-b/1', 'data/c', 'data/d/1']) fake.bucket.put(key, '')
    expect(await listAll({ Prefix: 'data/', Delimiter: '/', MaxKeys: 1 })).toEqual(['data/a-b/', 'data/a/', 'data/c', 'data/d/'])
    expect(await listAll({ Prefix: 'data/', StartAfter: 'data/a/1' })).toEqual(['data/a/2', 'data/c', 'data/d/1'])
  })

  it('encodes keys as S3 does when asked to, and keeps odd ones whole when not', async () => {
    const odd = ['a b', 'a%2Fb', 'org/ünïcode & %', "it's <b>", 'x\u0001y', '..', '58:15.1/#?']
    for (const key of odd) fake.bucket.put(key, key)
    expect((await listAll()).toSorted()).toEqual(odd.toSorted())
    const page = await client.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url' }))
    const decoded = (page.Contents ?? []).map((object) => decodeURIComponent((object.Key ?? '').replaceAll('+', ' ')))
    expect(decoded.toSorted()).toEqual(odd.toSorted())
    for (const key of odd) {
      const got = await client.send(new GetObjectCommand({ Bucket, Key: key }))
      expect(await got.Body?.transformToString()).toBe(key)
    }
  })

  it('holds a million virtual keys and answers any page of them quickly', async () => {
    const keys = Array.from({ length: 1_000_000 }, (_, i) => `data/big/${String(i).padStart(7, '0')}/graph.json`)
    fake.bucket.putVirtual({ keys, bodyOf: (key) => `{"key":"${key}"}`, sizeOf: () => 40 })
    const startedMs = Date.now()
    const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'data/big/', StartAfter: 'data/big/0500000' }))
    expect(page.Contents?.[0]?.Key).toBe('data/big/0500000/graph.json')
    expect(page.KeyCount).toBe(1000)
    expect(Date.now() - startedMs).toBeLessThan(5000)
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'data/big/0999999/graph.json' }))
    expect(await got.Body?.transformToString()).toContain('0999999')
  })
})

describe('objects', () => {
  it('keeps bytes, metadata and the MD5 as ETag', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'hello', Metadata: { tracker_id: 't', parent_pointer: 'None' } }))
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }))
    expect(await got.Body?.transformToString()).toBe('hello')
    expect(got.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"')
    expect(got.Metadata).toEqual({ tracker_id: 't', parent_pointer: 'None' })
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'k' }))
    expect(head.ContentLength).toBe(5)
    const range = await client.send(new GetObjectCommand({ Bucket, Key: 'k', Range: 'bytes=1-3' }))
    expect([await range.Body?.transformToString(), range.ContentRange]).toEqual(['ell', 'bytes 1-3/5'])
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }))
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'k' }))).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  it('honours If-None-Match and If-Match', async () => {
    const put = await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '1', IfNoneMatch: '*' }))
    await expect(client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '2', IfNoneMatch: '*' }))).rejects.toMatchObject({ name: 'PreconditionFailed' })
    await expect(client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '2', IfMatch: '"other"' }))).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } })
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '2', IfMatch: put.ETag }))
    fake.policy.noConditionalWrites = true
    await expect(client.send(new PutObjectCommand({ Bucket, Key: 'n', Body: '1', IfNoneMatch: '*' }))).rejects.toMatchObject({ name: 'NotImplemented' })
    expect(fake.bucket.get('k')?.body().toString()).toBe('2')
  })

  it('joins multipart uploads and remembers unfinished ones', async () => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'big' }))
    const parts = await Promise.all(['one-', 'two'].map(async (Body, i) => {
      const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key: 'big', UploadId, PartNumber: i + 1, Body }))
      return { ETag, PartNumber: i + 1 }
    }))
    expect(fake.unfinishedUploads()).toEqual(['big'])
    const done = await client.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'big', UploadId, MultipartUpload: { Parts: parts } }))
    expect(done.ETag).toMatch(/-2"$/)
    expect(fake.bucket.get('big')?.body().toString()).toBe('one-two')
    const second = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'big' }))
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'big', UploadId: second.UploadId }))
    expect(fake.unfinishedUploads()).toEqual([])
  })

  it('tells the region of the bucket', async () => {
    expect((await client.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('eu-central-1')
  })
})

describe('policy', () => {
  it('refuses what it is told to refuse', async () => {
    fake.bucket.put('k', 'x')
    const get = () => client.send(new GetObjectCommand({ Bucket, Key: 'k' }))
    const list = () => client.send(new ListObjectsV2Command({ Bucket }))
    fake.policy.denyList = true
    await expect(list()).rejects.toMatchObject({ name: 'AccessDenied' })
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'absent' }))).rejects.toMatchObject({ name: 'AccessDenied' })
    fake.policy.denyList = false
    fake.policy.archived = (key) => key === 'k'
    await expect(get()).rejects.toMatchObject({ name: 'InvalidObjectState' })
    delete fake.policy.archived
    fake.policy.kmsDenied = () => true
    await expect(get()).rejects.toThrow(/kms:Decrypt/)
    delete fake.policy.kmsDenied
    fake.policy.requesterPays = true
    await expect(list()).rejects.toMatchObject({ name: 'AccessDenied' })
    await client.send(new ListObjectsV2Command({ Bucket, RequestPayer: 'requester' }))
  })

  it('expires the credentials in use after so many requests, and takes new ones', async () => {
    fake.policy.expireAfterRequests = 2
    const list = (from: typeof client) => from.send(new ListObjectsV2Command({ Bucket }))
    await list(client)
    await list(client)
    await expect(list(client)).rejects.toMatchObject({ name: 'ExpiredToken' })
    const renewed = testClient(fake.endpointUrl, { credentials: { accessKeyId: 'second', secretAccessKey: 'secret' } })
    await list(renewed)
    await expect(list(client)).rejects.toMatchObject({ name: 'ExpiredToken' })
    renewed.destroy()
  })

  it('tells its own time, and lets a client correct itself', async () => {
    fake.clockSkewMs = 3_600_000
    fake.policy.enforceClock = true
    await expect(client.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' })
    const patient = testClient(fake.endpointUrl, { maxAttempts: 3 })
    await patient.send(new ListObjectsV2Command({ Bucket }))
    patient.destroy()
  })

  it('sends clients of another region to the right one', async () => {
    fake.policy.enforceRegion = true
    await expect(client.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({ name: 'PermanentRedirect' })
    const following = testClient(fake.endpointUrl, { followRegionRedirects: true })
    await following.send(new ListObjectsV2Command({ Bucket }))
    following.destroy()
  })
})
