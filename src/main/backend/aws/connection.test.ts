import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFauxqs } from 'fauxqs'
import type { FauxqsServer } from 'fauxqs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CheckResult } from '@shared/model/connectionCheck'
import { askBucketRegion } from '../bucket/s3Bucket'
import { listXml, openTestBucket, startTestStore } from '../bucket/testStore'
import type { TestStore } from '../bucket/testStore'
import { askCallerIdentity, stsEndpoint } from './callerIdentity'
import { connect } from './connect'
import { placeOf } from './place'
import type { ConnectionSettings } from './connect'
import { checkConnection } from './connectionCheck'
import { isAcceptableEndpoint } from './s3Client'
import { signedHeaders } from './signature'

const keys = { accessKeyId: 'AKIACANARY', secretAccessKey: 'secret-canary', sessionToken: 'token-canary' }
const fetchCredentials = (): Promise<typeof keys> => Promise.resolve(keys)
const settings: ConnectionSettings = { profile: null, bucket: 'b', region: null, endpointUrl: null, forcePathStyle: null, awsMaxConcurrency: 4 }
let home: string
let environment: { HOME: string }
let store: TestStore | undefined

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'burr-connection-'))
  environment = { HOME: home }
})

afterAll(() => { rmSync(home, { recursive: true, force: true }) })

afterEach(async () => {
  vi.unstubAllEnvs()
  await store?.stop()
  store = undefined
})

function error(response: ServerResponse, status: number, code: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers)
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>m</Message></Error>`)
}

describe('the region of a bucket', () => {
  it.each(['PermanentRedirect', 'AuthorizationHeaderMalformed'])('is learnt from one %s, for all that follows', async (code) => {
    store = await startTestStore((request, response) => {
      const wrong = request.headers.authorization?.includes('/eu-west-3/') !== true
      if (!wrong) response.end(listXml(['data/a']))
      else if (code === 'PermanentRedirect') error(response, 301, code, { 'x-amz-bucket-region': 'eu-west-3' })
      else response.writeHead(400).end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>m</Message><Region>eu-west-3</Region></Error>`)
    })
    const bucket = openTestBucket(store.endpointUrl)
    const pages = await Promise.all([1, 2, 3].map(() => bucket.listPage({ prefix: 'data/' })))
    expect(pages.map((page) => page.objects.length)).toEqual([1, 1, 1])
    expect(bucket.region()).toBe('eu-west-3')
    const before = bucket.requestCounts().list
    await bucket.listPage({ prefix: 'data/' })
    expect(bucket.requestCounts().list - before).toBe(1)
    bucket.close()
  })

  it('that S3 does not name, or names again, is an error after one request', async () => {
    store = await startTestStore((_request, response, nth) => { error(response, 301, 'PermanentRedirect', nth === 1 ? {} : { 'x-amz-bucket-region': 'us-east-1' }) })
    const bucket = openTestBucket(store.endpointUrl)
    await expect(bucket.listPage({ prefix: 'data/' })).rejects.toMatchObject({ reason: 'wrong-region', region: null })
    await expect(bucket.listPage({ prefix: 'data/' })).rejects.toMatchObject({ reason: 'wrong-region', region: 'us-east-1' })
    expect(store.asked).toHaveLength(2)
    bucket.close()
  })

  it.each([
    [200, 'eu-west-3'], [301, 'eu-west-3'], [400, 'eu-west-3'], [403, 'eu-west-3'], [403, null]
  ])('is read from a HEAD answered with %s', async (status, region) => {
    store = await startTestStore((_request, response) => {
      response.writeHead(status, region === null ? {} : { 'x-amz-bucket-region': region })
      response.end()
    })
    vi.stubEnv('AWS_ENDPOINT_URL_S3', store.endpointUrl)
    const { S3Client } = await import('@aws-sdk/client-s3')
    const client = new S3Client({ region: 'us-east-1', credentials: keys, forcePathStyle: true, maxAttempts: 1 })
    expect(await askBucketRegion(client, 'b')).toBe(region)
    client.destroy()
  })

  it('is asked once, however many ask, and then used', async () => {
    const regions: string[] = []
    store = await startTestStore((request, response) => {
      regions.push(/\/\d{8}\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '')
      response.writeHead(200, { 'x-amz-bucket-region': 'eu-west-3' })
      response.end(request.method === 'HEAD' ? undefined : listXml([]))
    })
    vi.stubEnv('AWS_ENDPOINT_URL_S3', store.endpointUrl)
    const { bucket } = await connect({ ...settings, forcePathStyle: true }, { environment, fetchCredentials })
    expect(bucket.region()).toBeNull()
    await Promise.all([1, 2, 3].map(() => bucket.listPage({ prefix: 'data/' })))
    expect(bucket.region()).toBe('eu-west-3')
    expect(regions).toEqual(['us-east-1', 'eu-west-3', 'eu-west-3', 'eu-west-3'])
    expect(bucket.requestCounts()).toMatchObject({ head: 1, list: 3 })
    bucket.close()
  })

  it('is asked again after a failure', async () => {
    store = await startTestStore((request, response, nth) => {
      if (nth === 1) error(response, 404, 'NoSuchBucket')
      else response.end(request.method === 'HEAD' ? undefined : listXml([]))
    })
    vi.stubEnv('AWS_ENDPOINT_URL_S3', store.endpointUrl)
    const { bucket } = await connect({ ...settings, forcePathStyle: true }, { environment, fetchCredentials, maxAttempts: 1 })
    await expect(bucket.listPage({ prefix: 'data/' })).rejects.toMatchObject({ reason: 'no-such-bucket' })
    expect((await bucket.listPage({ prefix: 'data/' })).objects).toEqual([])
    bucket.close()
  })
})

describe('connect', () => {
  beforeEach(() => {
    mkdirSync(join(home, '.aws'), { recursive: true })
    writeFileSync(join(home, '.aws', 'config'), '[default]\nendpoint_url = http://127.0.0.1:1\n[profile p]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:2\n[profile plain]\nregion = eu-west-2\n')
  })
  afterEach(() => { rmSync(join(home, '.aws'), { recursive: true }) })

  it('takes the endpoint from settings, then environment, then profile', async () => {
    const all = { ...environment, AWS_ENDPOINT_URL: 'http://127.0.0.1:3', AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:4' }
    expect((await placeOf({ profile: 'p', region: null, endpointUrl: 'http://127.0.0.1:5' }, all)).endpointUrl).toBe('http://127.0.0.1:5')
    expect((await placeOf({ profile: 'p', region: null, endpointUrl: null }, all)).endpointUrl).toBe('http://127.0.0.1:4')
    expect((await placeOf({ profile: 'p', region: null, endpointUrl: null }, { ...all, AWS_ENDPOINT_URL_S3: '' })).endpointUrl).toBe('http://127.0.0.1:3')
    expect(await placeOf({ profile: 'p', region: null, endpointUrl: null }, environment)).toEqual({ endpointUrl: 'http://127.0.0.1:2', region: 'eu-west-1' })
    expect(await placeOf({ profile: 'plain', region: null, endpointUrl: null }, { ...environment, AWS_REGION: 'eu-west-9' })).toEqual({ endpointUrl: null, region: 'eu-west-9' })
    expect((await placeOf({ profile: 'p', region: null, endpointUrl: null }, { ...all, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })).endpointUrl).toBeNull()
  })

  it('refuses what cannot be, before anything is sent', async () => {
    await expect(connect({ ...settings, bucket: '' }, { environment })).rejects.toMatchObject({ code: 'not-configured' })
    await expect(connect({ ...settings, bucket: 'x--use1-az4--x-s3' }, { environment })).rejects.toMatchObject({ reason: 'directory-bucket', code: 'unsupported-store' })
    await expect(connect({ ...settings, endpointUrl: 'http://s3.example.com' }, { environment })).rejects.toMatchObject({ reason: 'insecure-endpoint' })
  })

  it.each([
    ['https://s3.example.com', true], ['http://localhost:9000', true], ['http://127.0.0.1:1', true], ['http://[::1]:1', true], ['http://10.1.2.3', true],
    ['http://192.168.0.9', true], ['http://172.20.0.1', true], ['http://minio:9000', true], ['http://minio.local', true], ['http://172.40.0.1', false],
    ['http://8.8.8.8', false], ['http://example.com', false], ['http://127.0.0.1.example.com', false], ['http://10.evil.com', false], ['ftp://localhost', false], ['nonsense', false]
  ])('an endpoint %s is acceptable: %s', (endpointUrl, acceptable) => {
    expect(isAcceptableEndpoint(endpointUrl)).toBe(acceptable)
  })

  it('asks for credentials again when the token is over, and goes on with the new one', async () => {
    store = await startTestStore((request, response) => {
      if (request.headers['x-amz-security-token'] === 'old') error(response, 400, 'ExpiredToken')
      else response.end(listXml(['data/a']))
    })
    let fetched = 0
    const { bucket } = await connect({ ...settings, endpointUrl: store.endpointUrl }, {
      environment, maxAttempts: 1,
      fetchCredentials: () => Promise.resolve({ ...keys, sessionToken: (fetched += 1) === 1 ? 'old' : 'new' })
    })
    expect((await bucket.listPage({ prefix: 'data/' })).objects).toHaveLength(1)
    expect(fetched).toBe(2)
    bucket.close()
  })

  it('says sign in when the new credentials are over too, after one request by hand and two of the SDK', async () => {
    store = await startTestStore((_request, response) => { error(response, 400, 'ExpiredToken') })
    const { bucket } = await connect({ ...settings, endpointUrl: store.endpointUrl }, { environment, fetchCredentials, maxAttempts: 1 })
    await expect(bucket.get('data/a')).rejects.toMatchObject({ reason: 'sign-in-needed', code: 'sign-in-needed', retryable: false })
    expect(store.asked).toHaveLength(3)
    bucket.close()
  })
})

describe('the connection check', () => {
  const check = async (endpointUrl: string | null, more: Partial<Parameters<typeof checkConnection>[1]> = {}): Promise<Record<string, CheckResult>> =>
    Object.fromEntries((await checkConnection({ ...settings, endpointUrl }, { environment, fetchCredentials, ...more })).map((one) => [one.name, one]))
  const states = (results: Record<string, CheckResult>): string => Object.values(results).map((one) => one.state).join(' ')

  describe('at an emulator', () => {
    let server: FauxqsServer
    let put: (key: string) => Promise<unknown>

    beforeEach(async () => {
      server = await startFauxqs({ port: 0, logger: false })
      server.createBucket('b')
      const { S3Client, PutObjectCommand } = await import('@aws-sdk/client-s3')
      const client = new S3Client({ endpoint: server.address, region: 'us-east-1', forcePathStyle: true, credentials: keys })
      put = (key) => client.send(new PutObjectCommand({ Bucket: 'b', Key: key, Body: 'x' }))
    })
    afterEach(async () => { await server.stop() })

    it('passes, and writes only when asked', async () => {
      await put('data/chat/2026/01/01/00/00/00Z/pk/app/log.jsonl')
      await put('data/other/2026/x')
      const results = await check(server.address)
      expect(states(results)).toBe('skipped pass pass pass skipped')
      expect(results['list']?.words).toBe('data/ holds 2 projects.')
      expect(results['get']?.words).toContain('data/chat/2026')
      expect(states(await check(server.address, { tryPut: true }))).toBe('skipped pass pass pass pass')
    })

    it('finds the data in a folder below', async () => {
      await put('logs/data/chat/x')
      await put('other/x')
      const results = await check(server.address)
      expect(states(results)).toBe('skipped pass warn skipped skipped')
      expect(results['list']?.words).toBe('There is no Burr data under data/. Found logs/data/.')
    })

    it('says what there is, or that there is nothing', async () => {
      expect((await check(server.address))['list']).toMatchObject({ state: 'warn', words: 'The bucket is empty.', whatToDo: expect.stringContaining('S3TrackingClient') as string })
      await put('pictures/a.png')
      expect((await check(server.address))['list']?.words).toContain('pictures/')
    })

    it('asks STS whose keys they are', async () => {
      expect(await askCallerIdentity(keys, 'us-east-1', server.address)).toEqual({ accountId: '000000000000', arn: 'arn:aws:iam::000000000000:root' })
    })
  })

  const answers = (more: { list?: number; get?: number; getCode?: string; put?: number }) => (request: IncomingMessage, response: ServerResponse): void => {
    const { method, url = '' } = request
    if (method === 'PUT' || method === 'DELETE') return more.put === undefined ? void response.end() : error(response, more.put, 'AccessDenied')
    if (!url.includes('list-type=2')) {
      if (more.get !== undefined) return error(response, more.get, more.getCode ?? 'AccessDenied')
      response.writeHead(200, { etag: '"e"', 'content-length': '1' })
      return void response.end('x')
    }
    if (more.list !== undefined) return error(response, more.list, 'AccessDenied')
    if (url.includes('delimiter')) return void response.end(listXml([], { keyCount: '<KeyCount>1</KeyCount>', extra: '<CommonPrefixes><Prefix>data/p/</Prefix></CommonPrefixes>' }))
    response.end(listXml(['data/p/x']))
  }

  it.each([
    ['everything', {}, 'skipped pass pass pass pass', '', ''],
    ['all but list', { list: 403 }, 'skipped pass fail skipped pass', 'list', 's3:ListBucket'],
    ['all but get', { get: 403 }, 'skipped pass pass fail pass', 'get', 's3:GetObject'],
    ['all but the key', { get: 400, getCode: 'KMS.AccessDeniedException' }, 'skipped pass pass fail pass', 'get', 'kms:Decrypt'],
    ['all but put', { put: 403 }, 'skipped pass pass pass fail', 'put-snapshot', 's3:PutObject']
  ])('with %s allowed names the statement that is missing, and only that', async (_name, denied, expected, which, action) => {
    store = await startTestStore(answers(denied))
    const results = await check(store.endpointUrl, { tryPut: true })
    expect(states(results)).toBe(expected)
    const withPolicy = Object.values(results).filter((one) => one.policyStatement !== null)
    expect(withPolicy.map((one) => one.name)).toEqual(which === '' ? [] : [which])
    expect(withPolicy[0]?.policyStatement ?? '').toContain(action)
    if (withPolicy[0]?.policyStatement !== undefined && withPolicy[0].policyStatement !== null) expect(JSON.parse(withPolicy[0].policyStatement)).toMatchObject({ Effect: 'Allow' })
  })

  it('says that an archived object is archived, without a policy that would not help', async () => {
    store = await startTestStore(answers({ get: 403, getCode: 'InvalidObjectState' }))
    expect((await check(store.endpointUrl))['get']).toMatchObject({ state: 'fail', policyStatement: null, whatToDo: 'Restore it from Glacier first.' })
  })

  it('stops at credentials that are not there, and names the sign-in', async () => {
    const results = await check('http://127.0.0.1:9', { fetchCredentials: () => Promise.reject(new Error('Command failed: helper --password hunter2')) })
    expect(states(results)).toBe('fail skipped skipped skipped skipped')
    expect(results['list']?.words).toBe('Not tried, because “identity” failed.')
    expect(JSON.stringify(results)).not.toContain('hunter2')
  })

  it('asks STS and the region on AWS, and stops at a bucket that is not there', async () => {
    store = await startTestStore((request, response) => {
      if (request.method === 'POST') response.end('<R><Arn>arn:aws:iam::123456789012:user/me</Arn><Account>123456789012</Account></R>')
      else error(response, 404, 'NoSuchBucket')
    })
    vi.stubEnv('AWS_ENDPOINT_URL_S3', store.endpointUrl)
    const results = Object.fromEntries((await checkConnection({ ...settings, forcePathStyle: true }, { environment, fetchCredentials, stsEndpointUrl: store.endpointUrl })).map((one) => [one.name, one]))
    expect(states(results)).toBe('pass fail skipped skipped skipped')
    expect(results['identity']?.words).toContain('Account 123456789012')
    expect(results['region']?.words).toBe('There is no bucket “b”.')
  })

  it.each([[403, 'InvalidClientTokenId', 'fail'], [403, 'ExpiredToken', 'fail'], [500, 'InternalFailure', 'warn'], [200, 'Portal', 'warn']])('an STS answer %s %s is a %s', async (status, code, state) => {
    store = await startTestStore((request, response) => {
      if (request.method === 'POST') error(response, status, code)
      else response.end(request.method === 'HEAD' ? undefined : listXml([]))
    })
    vi.stubEnv('AWS_ENDPOINT_URL_S3', store.endpointUrl)
    const [identity] = await checkConnection({ ...settings, forcePathStyle: true }, { environment, fetchCredentials, stsEndpointUrl: store.endpointUrl })
    expect(identity?.state).toBe(state)
  })

  it('never says a key', async () => {
    store = await startTestStore((_request, response) => { error(response, 403, 'SignatureDoesNotMatch') })
    const text = JSON.stringify(await check(store.endpointUrl, { tryPut: true }))
    expect(text).toContain('does not accept the keys')
    expect(text).not.toMatch(/canary/i)
  })
})

describe('a signature', () => {
  it('is the one that @smithy/signature-v4 5 gives for the same request', () => {
    const now = new Date('2026-01-02T03:04:05.678Z')
    const url = new URL('https://sts.eu-west-1.amazonaws.com/')
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
    const ours = signedHeaders({ url, body: 'a=b', headers, region: 'eu-west-1', service: 'sts', now }, keys)
    expect(ours['authorization']).toBe('AWS4-HMAC-SHA256 Credential=AKIACANARY/20260102/eu-west-1/sts/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=4d02379e9a2ed7d4f3bdc846080a6167e593e3d04552c72ce97a1ad4a368038f')
  })

  it('goes to the STS of the partition', () => {
    expect(stsEndpoint('eu-west-1')).toBe('https://sts.eu-west-1.amazonaws.com')
    expect(stsEndpoint('cn-north-1')).toBe('https://sts.cn-north-1.amazonaws.com.cn')
  })
})
