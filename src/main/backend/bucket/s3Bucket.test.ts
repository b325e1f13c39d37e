import { startFauxqs } from 'fauxqs'
import type { FauxqsServer } from 'fauxqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestBucket } from './testStore'
import type { S3Bucket } from './s3Bucket'

const count = 2345
let server: FauxqsServer
let bucket: S3Bucket

beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false })
  server.createBucket('b')
  const { S3Client, PutObjectCommand } = await import('@aws-sdk/client-s3')
  const client = new S3Client({ endpoint: server.address, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId: 'x', secretAccessKey: 'y' } })
  const put = (Key: string, Body: string, Metadata?: Record<string, string>): Promise<unknown> => client.send(new PutObjectCommand({ Bucket: 'b', Key, Body, Metadata }))
  for (let at = 0; at < count; at += 100) {
    await Promise.all(Array.from({ length: Math.min(100, count - at) }, (_none, n) => put(`data/many/${String(at + n).padStart(5, '0')}`, 'x')))
  }
  await put('data/odd/a b+c%20é.jsonl', 'odd')
  await put('data/one/log.jsonl', 'the body', { min_sequence_id: '3' })
  client.destroy()
  bucket = openTestBucket(server.address)
})

afterAll(async () => {
  bucket.close()
  await server.stop()
})

describe('a bucket at a real S3 emulator', () => {
  it('pages through every key once, in order', async () => {
    const keys: string[] = []
    const before = bucket.requestCounts().list
    let continuationToken: string | undefined
    do {
      const page = await bucket.listPage({ prefix: 'data/many/', continuationToken })
      keys.push(...page.objects.map((object) => object.key))
      continuationToken = page.nextContinuationToken
    } while (continuationToken !== undefined)
    expect(keys).toEqual(Array.from({ length: count }, (_none, n) => `data/many/${String(n).padStart(5, '0')}`))
    expect(bucket.requestCounts().list - before).toBe(3)
  })

  it('begins after a key, keeps to a page size, and says the time of the server', async () => {
    const page = await bucket.listPage({ prefix: 'data/many/', startAfter: 'data/many/02339', maxKeys: 3 })
    expect(page.objects.map((object) => object.key)).toEqual(['data/many/02340', 'data/many/02341', 'data/many/02342'])
    expect(page.nextContinuationToken).toBeTypeOf('string')
    expect(Math.abs(page.serverDateMs - Date.now())).toBeLessThan(5000)
    expect(page.objects[0]).toMatchObject({ sizeBytes: 1, etag: '9dd4e461268c8034f5c8564e155c67a6' })
  })

  it('names folders', async () => {
    const page = await bucket.listPage({ prefix: 'data/', delimiter: '/' })
    expect(page.commonPrefixes).toEqual(['data/many/', 'data/odd/', 'data/one/'])
    expect(page.objects).toEqual([])
  })

  it('gives an empty page only for a listing that is truly empty', async () => {
    expect((await bucket.listPage({ prefix: 'nothing/' })).objects).toEqual([])
  })

  it('gets a body with its tag and metadata, also under an odd key', async () => {
    const got = await bucket.get('data/one/log.jsonl', { expectedSizeBytes: 8 })
    expect(new TextDecoder().decode(got.bytes)).toBe('the body')
    expect(got.metadata).toEqual({ min_sequence_id: '3' })
    const listed = await bucket.listPage({ prefix: 'data/odd/' })
    expect(listed.objects.map((object) => object.key)).toEqual(['data/odd/a b+c%20é.jsonl'])
    expect(new TextDecoder().decode((await bucket.get(listed.objects[0]?.key ?? '')).bytes)).toBe('odd')
  })

  it('heads an object, and says when there is none', async () => {
    expect(await bucket.head('data/one/log.jsonl')).toMatchObject({ sizeBytes: 8, metadata: { min_sequence_id: '3' } })
    await expect(bucket.head('data/one/none')).rejects.toMatchObject({ reason: 'not-found', code: 'not-found' })
    await expect(bucket.get('data/one/none')).rejects.toMatchObject({ reason: 'not-found', retryable: false })
  })

  it('writes and deletes our own keys, and no others', async () => {
    await bucket.put('burr-desktop/v1/t/manifest.json', new TextEncoder().encode('{}'), { contentType: 'application/json' })
    expect((await bucket.get('burr-desktop/v1/t/manifest.json')).bytes.byteLength).toBe(2)
    await bucket.delete('burr-desktop/v1/t/manifest.json')
    await expect(bucket.head('burr-desktop/v1/t/manifest.json')).rejects.toMatchObject({ reason: 'not-found' })
    const before = bucket.requestCounts()
    for (const key of ['data/x', 'snapshots/x', 'snapshots-desktop/x', 'burr-desktop/v2/x', 'burr-desktop/v1/', 'burr-desktop/v1/../../data/x', 'burr-desktop/v1//x', '']) {
      await expect(bucket.put(key, new Uint8Array(1))).rejects.toMatchObject({ reason: 'not-our-key' })
      await expect(bucket.delete(key)).rejects.toMatchObject({ reason: 'not-our-key' })
    }
    expect(bucket.requestCounts()).toEqual(before)
  })

  it('counts requests and bytes', async () => {
    const fresh = openTestBucket(server.address)
    await fresh.listPage({ prefix: 'data/one/' })
    await fresh.get('data/one/log.jsonl')
    await fresh.head('data/one/log.jsonl')
    expect(fresh.requestCounts()).toEqual({ list: 1, get: 1, head: 1, put: 0, delete: 0, bytes: 8 })
    fresh.close()
  })

  it('says that a bucket is not there', async () => {
    await server.stop()
    server = await startFauxqs({ port: 0, logger: false })
    const other = openTestBucket(server.address)
    await expect(other.listPage({ prefix: 'data/' })).rejects.toMatchObject({ reason: 'no-such-bucket' })
    other.close()
  })
})
