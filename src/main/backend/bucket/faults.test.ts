import { hash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { toBucketError } from './sdkError'
import { listXml, openTestBucket, startTestStore } from './testStore'
import type { TestStore } from './testStore'

let store: TestStore | undefined

afterEach(async () => {
  await store?.stop()
  store = undefined
})

const body = Buffer.from('0123456789'.repeat(10))

function sendObject(response: ServerResponse, more: Record<string, string> = {}): void {
  response.writeHead(200, { etag: '"e"', 'content-length': String(body.length), ...more })
}

function sendError(response: ServerResponse, status: number, code: string, message = 'm', headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/xml', ...headers })
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`)
}

describe('a listing answer that S3 would not give', () => {
  const entities = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + Array.from('bcdefgh', (name, at) => `<!ENTITY ${name} "${`&${'abcdefg'[at] ?? ''};`.repeat(10)}">`).join('') + ']>'
  const answers: Record<string, string> = {
    'an empty body': '',
    'a page of a portal': '<html><body>Sign in to the network</body></html>',
    'JSON': '{"ok":true}',
    'truncated XML': listXml(['data/a', 'data/b']).slice(0, -60),
    'another bucket': listXml(['data/a'], { name: 'other' }),
    'no count': listXml(['data/a'], { keyCount: '' }),
    'a wrong count': listXml(['data/a'], { keyCount: '<KeyCount>7</KeyCount>' }),
    'no word on its end': listXml(['data/a'], { truncated: '' }),
    'truncated without a token': listXml(['data/a'], { truncated: '<IsTruncated>true</IsTruncated>' }),
    'a token on the last page': listXml(['data/a'], { token: 'more' }),
    'the same token again': listXml(['data/a'], { truncated: '<IsTruncated>true</IsTruncated>', token: 'asked' }),
    'keys out of order': listXml(['data/b', 'data/a']),
    'a key twice': listXml(['data/a', 'data/a']),
    'JavaScript’s order instead of the bytes’': listXml(['data/\u{1F600}', 'data/\uFF5E']),
    'a foreign prefix': listXml(['data/a', 'secrets/b']),
    'an object without a size': listXml([], { keyCount: '<KeyCount>1</KeyCount>', extra: '<Contents><Key>data/a</Key></Contents>' }),
    'an entity bomb': `<?xml version="1.0"?>${entities}<ListBucketResult><Name>b</Name><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated><Contents><Key>&h;</Key></Contents></ListBucketResult>`
  }

  for (const [name, xml] of Object.entries(answers)) {
    it(`is a failed page: ${name}`, async () => {
      store = await startTestStore((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/xml' })
        response.end(xml)
      })
      const bucket = openTestBucket(store.endpointUrl, { maxAttempts: 1 })
      await expect(bucket.listPage({ prefix: 'data/', continuationToken: 'asked' })).rejects.toMatchObject({ reason: 'unexpected-answer', code: 'unexpected-answer', retryable: true })
      bucket.close()
    })
  }

  it('and the right one passes, with its keys decoded only when they are encoded', async () => {
    store = await startTestStore((_request, response, nth) => {
      response.writeHead(200, { 'content-type': 'application/xml', date: 'Thu, 01 Jan 2026 00:00:00 GMT' })
      response.end(nth === 1 ? listXml(['data/a+b%20c']) : listXml(['data/a+b%20c%01'], { extra: '<EncodingType>url</EncodingType>' }))
    })
    const bucket = openTestBucket(store.endpointUrl)
    const raw = await bucket.listPage({ prefix: 'data/' })
    expect(raw.objects.map((object) => object.key)).toEqual(['data/a+b%20c'])
    expect(raw.serverDateMs).toBe(Date.UTC(2026, 0, 1))
    const decoded = await bucket.listPage({ prefix: 'data/' })
    expect(decoded.objects.map((object) => object.key)).toEqual(['data/a b c\u0001'])
    bucket.close()
  })
})

describe('a body that does not come whole', () => {
  for (const share of [0, 0.4, 0.99]) {
    it(`stalls at ${String(share * 100)} % and is got again`, async () => {
      store = await startTestStore((_request, response, nth) => {
        sendObject(response)
        if (nth < 3) response.write(body.subarray(0, Math.floor(body.length * share)))
        else response.end(body)
        response.flushHeaders()
      })
      const bucket = openTestBucket(store.endpointUrl)
      expect(Buffer.from((await bucket.get('data/k')).bytes)).toEqual(body)
      expect(bucket.requestCounts().get).toBe(3)
      bucket.close()
    })
  }

  it('stalls for ever and gives up after five tries', async () => {
    store = await startTestStore((_request, response) => {
      sendObject(response)
      response.write(body.subarray(0, 40))
    })
    const bucket = openTestBucket(store.endpointUrl)
    await expect(bucket.get('data/k')).rejects.toMatchObject({ reason: 'timed-out', retryable: true })
    expect(store.asked).toHaveLength(5)
    expect(bucket.requestCounts()).toMatchObject({ get: 5, bytes: 200 })
    bucket.close()
  })

  it('is ended by the silence of the socket too', async () => {
    store = await startTestStore((_request, response) => {
      sendObject(response)
      response.write(body.subarray(0, 40))
    })
    const timeouts = { connectionTimeoutMs: 1000, socketTimeoutMs: 200, requestTimeoutMs: 1000 }
    const bucket = openTestBucket(store.endpointUrl, { timeouts, patience: { idleTimeoutMs: 10_000, tries: 2, backoffMs: 5 } })
    await expect(bucket.get('data/k')).rejects.toMatchObject({ reason: 'timed-out' })
    bucket.close()
  })

  it('is reset at any of 50 offsets and is got again', async () => {
    store = await startTestStore((_request, response, nth) => {
      sendObject(response)
      if (nth % 2 === 0) response.end(body)
      else response.write(body.subarray(0, nth - 1), () => { setTimeout(() => { response.destroy() }, 2) })
    })
    const bucket = openTestBucket(store.endpointUrl)
    for (let n = 0; n < 50; n += 1) expect(Buffer.from((await bucket.get('data/k')).bytes)).toEqual(body)
    expect(bucket.requestCounts().get).toBe(100)
    bucket.close()
  })

  it('is shorter than its Content-Length says', async () => {
    store = await startTestStore((request, response) => {
      request.socket.end(`HTTP/1.1 200 OK\r\netag: "e"\r\ncontent-length: 200\r\nconnection: close\r\n\r\n${body.toString()}`)
      response.detachSocket(request.socket)
    })
    const bucket = openTestBucket(store.endpointUrl)
    await expect(bucket.get('data/k')).rejects.toMatchObject({ retryable: true })
    expect(store.asked).toHaveLength(5)
    bucket.close()
  })

  it('has another size than the listing said', async () => {
    store = await startTestStore((_request, response) => {
      sendObject(response)
      response.end(body)
    })
    const bucket = openTestBucket(store.endpointUrl)
    await expect(bucket.get('data/k', { expectedSizeBytes: 99 })).rejects.toMatchObject({ reason: 'damaged' })
    expect(store.asked).toHaveLength(5)
    bucket.close()
  })

  it('has a checksum that is not its own: damaged, worth another try', () => {
    const error = new Error('Checksum mismatch: expected "a" but received "b" in response header "x-amz-checksum-crc32".')
    expect(toBucketError(error, 'get', { bucket: 'b', key: 'k' })).toMatchObject({ reason: 'damaged', code: 'damaged', retryable: true })
  })

  const md5 = hash('md5', body, 'hex')
  const spoiled = (at: number): Buffer => Buffer.from(body.map((byte, index) => (index === at ? byte ^ 1 : byte)))

  it('F-S3-12 has a bit changed at any of 50 offsets, which its tag tells, and is got again', async () => {
    let spoils = 0
    store = await startTestStore((_request, response, nth) => {
      sendObject(response, { etag: `"${md5}"` })
      if (nth % 2 === 1) spoils += 1
      response.end(nth % 2 === 1 ? spoiled(nth % body.length) : body)
    })
    const bucket = openTestBucket(store.endpointUrl)
    for (let n = 0; n < 50; n += 1) expect(Buffer.from((await bucket.get('data/k')).bytes)).toEqual(body)
    expect(bucket.requestCounts().get).toBe(100)
    console.log(`F-S3-12 ${spoils} bodies that do not fit their tag`)
    expect(spoils).toBe(50)
    bucket.close()
  })

  it('F-S3-12 never fits its tag, each time otherwise: damaged, and others are read meanwhile', async () => {
    store = await startTestStore((request, response, nth) => {
      sendObject(response, { etag: `"${md5}"` })
      response.end(request.url?.includes('bad') === true ? spoiled(nth % body.length) : body)
    })
    const bucket = openTestBucket(store.endpointUrl)
    const [bad, good] = await Promise.allSettled([bucket.get('data/bad'), bucket.get('data/good')])
    expect(bad).toMatchObject({ status: 'rejected', reason: { reason: 'damaged', retryable: true } })
    expect(good.status).toBe('fulfilled')
    bucket.close()
  })

  it('has a tag that is no sum of its bytes: a store that tags otherwise is believed after the second try, a key of KMS and parts at once', async () => {
    store = await startTestStore((request, response) => {
      const tags: Record<string, Record<string, string>> = {
        kms: { etag: `"${'0'.repeat(32)}"`, 'x-amz-server-side-encryption': 'aws:kms' },
        parts: { etag: `"${'0'.repeat(32)}-3"` }
      }
      sendObject(response, Object.entries(tags).find(([name]) => request.url?.includes(name) === true)?.[1] ?? { etag: `"${'0'.repeat(32)}"` })
      response.end(body)
    })
    const bucket = openTestBucket(store.endpointUrl)
    for (const key of ['data/kms', 'data/parts']) await bucket.get(key)
    expect(store.asked).toHaveLength(2)
    await bucket.get('data/k')
    expect(store.asked).toHaveLength(4)
    await bucket.get('data/l')
    expect(store.asked).toHaveLength(5)
    bucket.close()
  })

  it('is the page of a proxy, without a tag', async () => {
    store = await startTestStore((_request, response) => { response.end('<html>') })
    const bucket = openTestBucket(store.endpointUrl)
    await expect(bucket.get('data/k')).rejects.toMatchObject({ reason: 'unexpected-answer' })
    bucket.close()
  })

  it('is too large by its header, by the listing, or by what comes', async () => {
    store = await startTestStore((request, response) => {
      if (request.url?.includes('chunked') === true) response.writeHead(200, { etag: '"e"' })
      else sendObject(response)
      response.end(body)
    })
    const bucket = openTestBucket(store.endpointUrl)
    await expect(bucket.get('data/k', { expectedSizeBytes: 100, maxBytes: 50 })).rejects.toMatchObject({ reason: 'too-large' })
    expect(store.asked).toHaveLength(0)
    await expect(bucket.get('data/k', { maxBytes: 50 })).rejects.toMatchObject({ reason: 'too-large' })
    await expect(bucket.get('data/chunked', { maxBytes: 50 })).rejects.toMatchObject({ reason: 'too-large', retryable: false })
    expect((await bucket.get('data/chunked', { maxBytes: 100 })).bytes).toHaveLength(100)
    expect(store.asked).toHaveLength(3)
    bucket.close()
  })

  it('is cancelled before, during and between tries', async () => {
    store = await startTestStore((_request, response) => {
      sendObject(response)
      response.write(body.subarray(0, 10))
    })
    const bucket = openTestBucket(store.endpointUrl)
    await expect(bucket.get('data/k', { signal: AbortSignal.abort() })).rejects.toMatchObject({ reason: 'cancelled' })
    const startedMs = Date.now()
    await expect(bucket.get('data/k', { signal: AbortSignal.timeout(100) })).rejects.toMatchObject({ reason: 'cancelled', code: 'cancelled' })
    await expect(bucket.get('data/k', { signal: AbortSignal.timeout(300) })).rejects.toMatchObject({ reason: 'cancelled' })
    expect(Date.now() - startedMs).toBeLessThan(1000)
    bucket.close()
  })
})

// Linux tells which files a process has open.
const openFiles = (): number => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0)

describe('an error of the store', () => {
  const cases: readonly (readonly [number, string, string, string])[] = [
    [403, 'AccessDenied', 'Access Denied', 'access-denied-get'],
    [403, 'AccessDenied', 'not authorized to perform: kms:Decrypt', 'kms'],
    [400, 'KMS.DisabledException', 'm', 'kms'],
    [403, 'InvalidObjectState', 'm', 'archived'],
    [404, 'NoSuchKey', 'm', 'not-found'],
    [404, 'NoSuchBucket', 'm', 'no-such-bucket'],
    [400, 'ExpiredToken', 'm', 'sign-in-needed'],
    [403, 'InvalidAccessKeyId', 'm', 'credentials-wrong'],
    [403, 'SignatureDoesNotMatch', 'm', 'credentials-wrong'],
    [503, 'SlowDown', 'm', 'slow-down'],
    [500, 'InternalError', 'm', 'server-trouble'],
    [502, 'BadGateway', 'm', 'server-trouble'],
    [403, 'RequestTimeTooSkewed', 'm', 'clock-skew'],
    [400, 'AuthorizationHeaderMalformed', 'm', 'wrong-region'],
    [403, 'AccessDenied', 'The bucket is a Requester Pays bucket', 'requester-pays'],
    [501, 'NotImplemented', 'm', 'not-supported'],
    [400, 'SomethingNew', 'm', 'invalid-request']
  ]
  for (const [status, code, message, reason] of cases) {
    it(`${String(status)} ${code} is ${reason}`, async () => {
      store = await startTestStore((_request, response) => { sendError(response, status, code, message) })
      const bucket = openTestBucket(store.endpointUrl)
      await expect(bucket.get('data/k')).rejects.toMatchObject({ reason })
      bucket.close()
    })
  }

  it('tells a denied list, head and put from a denied get, also without a body', async () => {
    store = await startTestStore((_request, response) => {
      response.writeHead(403)
      response.end()
    })
    const bucket = openTestBucket(store.endpointUrl)
    await expect(bucket.listPage({ prefix: 'data/' })).rejects.toMatchObject({ reason: 'access-denied-list', code: 'access-denied' })
    await expect(bucket.head('data/k')).rejects.toMatchObject({ reason: 'access-denied-get' })
    await expect(bucket.put('burr-desktop/v1/x', new Uint8Array(1))).rejects.toMatchObject({ reason: 'access-denied-put' })
    bucket.close()
  })

  it('is tried again by itself, and each try is counted', async () => {
    store = await startTestStore((_request, response, nth) => {
      if (nth < 3) sendError(response, 503, 'SlowDown')
      else response.end(listXml(['data/a']))
    })
    const bucket = openTestBucket(store.endpointUrl, { maxAttempts: 3 })
    expect((await bucket.listPage({ prefix: 'data/' })).objects).toHaveLength(1)
    expect(bucket.requestCounts().list).toBe(3)
    bucket.close()
  })

  it('is a closed port, or a silent one', async () => {
    store = await startTestStore(() => undefined)
    const bucket = openTestBucket(store.endpointUrl, { timeouts: { connectionTimeoutMs: 500, socketTimeoutMs: 200, requestTimeoutMs: 300 }, maxAttempts: 1 })
    await expect(bucket.listPage({ prefix: 'data/' })).rejects.toMatchObject({ reason: 'timed-out', code: 'unreachable' })
    await store.stop()
    await expect(bucket.listPage({ prefix: 'data/' })).rejects.toMatchObject({ reason: 'unreachable', retryable: true })
    bucket.close()
  })

  it('F-S3-19 is a name that nobody knows: away, and worth another try', async () => {
    const bucket = openTestBucket('https://store.invalid', { maxAttempts: 1 })
    for (const call of [() => bucket.listPage({ prefix: 'data/' }), () => bucket.get('data/k')]) {
      await expect(call()).rejects.toMatchObject({ reason: 'unreachable', code: 'unreachable', retryable: true })
    }
    bucket.close()
  })

  it.each([60, -60, 24 * 60, -24 * 60])('F-S3-16 is a clock %i minutes off, which is put right from the Date of the answer', async (minutes) => {
    store = await startTestStore((request, response) => {
      const nowMs = Date.now() + minutes * 60_000
      response.setHeader('date', new Date(nowMs).toUTCString())
      const [, y, mo, d, h, mi, sec] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(String(request.headers['x-amz-date'])) ?? []
      const signedMs = Date.parse(`${y ?? ''}-${mo ?? ''}-${d ?? ''}T${h ?? ''}:${mi ?? ''}:${sec ?? ''}Z`)
      if (Math.abs(signedMs - nowMs) > 15 * 60_000) sendError(response, 403, 'RequestTimeTooSkewed')
      else response.end(listXml(['data/a']))
    })
    const bucket = openTestBucket(store.endpointUrl)
    const page = await bucket.listPage({ prefix: 'data/' })
    expect(Math.abs(page.serverDateMs - Date.now() - minutes * 60_000)).toBeLessThan(5000)
    await bucket.listPage({ prefix: 'data/' })
    expect(store.asked).toHaveLength(3)
    bucket.close()
  })

  const reads = process.env['CI'] === 'true' || process.env['BURR_LONG'] === '1' ? 10_000 : 500
  it(`F-S3-22 leaves no socket and no file behind: ${reads} reads, a fifth of them cancelled, over at most 8`, async () => {
    const filesBefore = openFiles()
    let most = 0
    const sockets = new Set<unknown>()
    store = await startTestStore((request, response) => {
      if (!sockets.has(request.socket)) request.socket.once('close', () => sockets.delete(request.socket))
      sockets.add(request.socket)
      most = Math.max(most, sockets.size)
      sendObject(response)
      response.write(body.subarray(0, 50))
      setTimeout(() => { response.end(body.subarray(50)) }, 2)
    })
    const bucket = openTestBucket(store.endpointUrl)
    const outcomes: PromiseSettledResult<unknown>[] = []
    // No more at once than wait without running out of patience.
    while (outcomes.length < reads) {
      outcomes.push(...(await Promise.allSettled(Array.from({ length: 500 }, (_none, n) => {
        const stop = new AbortController()
        if (n % 5 === 0) setTimeout(() => { stop.abort() }, n % 40)
        return bucket.get('data/k', { signal: stop.signal })
      }))))
    }
    const bad = outcomes.filter((one) => one.status === 'rejected' && (one.reason as { reason?: string }).reason !== 'cancelled')
    expect(bad).toEqual([])
    expect(outcomes.filter((one) => one.status === 'fulfilled').length).toBeGreaterThanOrEqual(0.8 * reads)
    expect(most).toBeLessThanOrEqual(8)
    bucket.close()
    await expect.poll(() => sockets.size).toBe(0)
    await expect.poll(openFiles).toBeLessThanOrEqual(filesBefore + 2)
    console.log(`F-S3-22 ${outcomes.length} reads, ${outcomes.filter((one) => one.status === 'rejected').length} cancelled, at most ${most} sockets`)
    expect(outcomes).toHaveLength(reads)
  }, 120_000)
})
