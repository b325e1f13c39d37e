import { S3Client } from '@aws-sdk/client-s3'
import type { S3ClientConfig } from '@aws-sdk/client-s3'
import { afterEach, describe, expect, it } from 'vitest'
import { listXml, startTestStore } from '../testStore'
import type { TestStore } from '../testStore'
import { LeanAccessSource } from './access'
import { lanes, openLane, testKeys } from './lanes'
import { isLeanLaneOn } from './leanBucket'
import { signatureFault } from './signatureCheck'

let store: TestStore | undefined

afterEach(async () => {
  await store?.stop()
  store = undefined
})

describe('the checker of signatures', () => {
  const example = {
    method: 'GET',
    url: '/?max-keys=2&prefix=J',
    headers: {
      host: 'examplebucket.s3.amazonaws.com',
      'x-amz-date': '20130524T000000Z',
      'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      authorization: 'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'
    }
  }
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

  it('takes the example that AWS publishes, and nothing near it', () => {
    expect(signatureFault(example, secret)).toBeNull()
    expect(signatureFault({ ...example, url: '/?max-keys=2&prefix=K' }, secret)).toContain('signature')
    expect(signatureFault({ ...example, url: '/a:b' }, secret)).toContain('path')
    expect(signatureFault(example, 'other')).toContain('signature')
    expect(signatureFault({ ...example, headers: { ...example.headers, 'x-amz-security-token': 't' } }, secret)).toContain('x-amz-security-token')
  })
})

const texts = ['plain', 'a b', 'a+b', 'a%20b', '10:20:30.000001', 'ü😀', 'a#b?c&d=e', "!'()*", '~-._', '@$,;', '\u0001\t', '//..//', 'é'.repeat(500)]

describe.each(lanes)('by the lane “%s”', (lane) => {
  it('every request is signed rightly, with and without a session', async () => {
    const faults: (string | null)[] = []
    store = await startTestStore((request, response) => {
      faults.push(signatureFault(request, testKeys.secretAccessKey))
      if (request.url?.includes('list-type=2') === true) response.end(listXml([]))
      else response.writeHead(200, { etag: '"e"', 'content-length': '1' }).end('x')
    })
    for (const session of [{}, { sessionToken: 'tok/en+==' }]) {
      const bucket = openLane({ lane, endpointUrl: store.endpointUrl, fetchCredentials: () => Promise.resolve({ ...testKeys, ...session }) })
      for (const text of texts) {
        await bucket.get(`data/${text}`)
        await bucket.listPage({ prefix: `data/${text}`, startAfter: text, delimiter: '/', maxKeys: 7 })
        await bucket.listPage({ prefix: text, continuationToken: text })
      }
      bucket.close()
    }
    expect(faults).toHaveLength(texts.length * 6)
    expect(faults.filter((fault) => fault !== null)).toEqual([])
  })

  it.each<readonly [string, Record<string, string>]>([
    ['a content encoding', { 'content-encoding': 'gzip' }],
    ['metadata in other letters', { 'x-amz-meta-a': 'caf\u00e9' }],
    ['no Content-Length', { 'transfer-encoding': 'chunked' }]
  ])('an answer with %s gives the bytes as they are', async (_name, headers) => {
    store = await startTestStore((_request, response) => {
      response.writeHead(200, { etag: '"e"', ...('transfer-encoding' in headers ? {} : { 'content-length': '3' }), ...headers })
      response.end('abc')
    })
    const bucket = openLane({ lane, endpointUrl: store.endpointUrl })
    const got = await bucket.get('data/k')
    expect(Buffer.from(got.bytes).toString()).toBe('abc')
    expect(bucket.requestCounts().get).toBe(lane === 'sdk' ? 1 : 2)
    bucket.close()
  })

  it('a store that is not there has its name', async () => {
    store = await startTestStore(() => undefined)
    const bucket = openLane({ lane, endpointUrl: store.endpointUrl })
    await store.stop()
    await expect(bucket.get('data/k')).rejects.toMatchObject({ reason: 'unreachable', retryable: true })
    await expect(bucket.listPage({ prefix: '' })).rejects.toMatchObject({ reason: 'unreachable', retryable: true })
    bucket.close()
  })
})

describe('the lean lane', () => {
  it('rests when the store never gives it a plain answer', async () => {
    store = await startTestStore((_request, response) => { response.writeHead(200, { etag: '"e"' }).end('abc') })
    const bucket = openLane({ lane: 'lean', endpointUrl: store.endpointUrl })
    for (let n = 0; n < 40; n += 1) await bucket.get('data/k')
    expect(bucket.requestCounts().get).toBe(40 + 16)
    bucket.close()
  })

  it('is turned off by the environment', () => {
    expect(isLeanLaneOn({})).toBe(true)
    expect(isLeanLaneOn({ BURR_DESKTOP_LEAN_LANE: 'true' })).toBe(true)
    expect(isLeanLaneOn({ BURR_DESKTOP_LEAN_LANE: 'false' })).toBe(false)
  })

  it.each<readonly [string, string, S3ClientConfig, string, string]>([
    ['a bucket of AWS', 'my-bucket', { region: 'eu-west-3' }, 'https://my-bucket.s3.eu-west-3.amazonaws.com', '/'],
    ['a name with dots', 'my.bucket', { region: 'eu-west-3' }, 'https://s3.eu-west-3.amazonaws.com', '/my.bucket/'],
    ['path style', 'my-bucket', { region: 'eu-west-3', forcePathStyle: true }, 'https://s3.eu-west-3.amazonaws.com', '/my-bucket/'],
    ['two stacks', 'my-bucket', { region: 'eu-west-3', useDualstackEndpoint: true }, 'https://my-bucket.s3.dualstack.eu-west-3.amazonaws.com', '/'],
    ['FIPS', 'my-bucket', { region: 'us-east-2', useFipsEndpoint: true }, 'https://my-bucket.s3-fips.us-east-2.amazonaws.com', '/'],
    ['China', 'my-bucket', { region: 'cn-north-1' }, 'https://my-bucket.s3.cn-north-1.amazonaws.com.cn', '/'],
    ['a store of one’s own', 'b', { region: 'x', endpoint: 'http://127.0.0.1:9000', forcePathStyle: true }, 'http://127.0.0.1:9000', '/b/'],
    ['a store under a path', 'b', { region: 'x', endpoint: 'https://store.example/s3/', forcePathStyle: true }, 'https://store.example', '/s3/b/'],
    ['its virtual hosts', 'my-bucket', { region: 'x', endpoint: 'https://store.example:8443' }, 'https://my-bucket.store.example:8443', '/'],
    ['the port of the scheme', 'my-bucket', { region: 'x', endpoint: 'https://store.example:443' }, 'https://my-bucket.store.example', '/']
  ])('goes where the SDK would go: %s', async (_name, bucket, config, origin, basePath) => {
    const client = new S3Client({ credentials: testKeys, ...config })
    const source = new LeanAccessSource(bucket, {
      client: () => Promise.resolve(client), region: () => null, moveTo: () => undefined, forgetCredentials: () => undefined, close: () => undefined
    })
    expect(await source.resolve()).toMatchObject({ origin, host: new URL(origin).host, basePath, region: config.region, keys: testKeys })
    client.destroy()
  })
})
