import type { IncomingHttpHeaders } from 'node:http'
import type { Pool } from 'undici'
import type { Bucket, BucketRequestCounts, GetRequest, GotObject, ListPage, ListRequest, ObjectHead, PutRequest } from '../bucket'
import { BucketError } from '../bucketError'
import { LeanAccessSource } from './access'
import type { LeanAccess } from './access'
import { plainHeaders, readHeaders } from './answer'
import { matchesChecksum } from './checksum'
import { LeanConnections } from './connections'
import type { LeanTimeouts } from './connections'
import { parseListing } from './listing'
import { keyPath, listQuery } from './path'
import { LeanRest } from './rest'
import { emptyBodyHash, LeanSigner } from './sign'
import { ask } from './wire'
import type { WireAnswer, WireGet } from './wire'
import { guardListPage } from '../listGuard'
import type { RequestMeter } from '../requestMeter'
import type { S3ClientSource } from '../s3Bucket'
import { toBucketError } from '../sdkError'

/** What the lean lane shares with the bucket it stands in front of. */
export interface LeanOptions {
  readonly source: S3ClientSource
  readonly meter: RequestMeter
  readonly maxConnections: number
  readonly timeouts?: LeanTimeouts | undefined
}

/**
 * The same bucket with its two hot calls, a listing page and a GET, sent by hand at a fraction of the SDK's cost. Only the
 * plain answer is taken from there; for any other the inner bucket is asked, which knows retries, regions and errors.
 */
export function leanBucket(inner: Bucket, options: LeanOptions): Bucket {
  return new LeanBucket(inner, options)
}

/** Whether the environment leaves the lean lane on: `BURR_DESKTOP_LEAN_LANE=false` turns it off. */
export function isLeanLaneOn(environment: Readonly<Record<string, string | undefined>>): boolean {
  return !/^(false|0|off|no)$/i.test(environment['BURR_DESKTOP_LEAN_LANE'] ?? '')
}

type ToSend = Omit<WireGet, 'path' | 'headers'> & { readonly keyPath: string; readonly query: string; readonly asksChecksum: boolean }

const maxPageBytes = 16 * 1024 * 1024
const defaultMaxBytes = 64 * 1024 * 1024
const utf8 = new TextDecoder('utf-8', { fatal: true })

class LeanBucket implements Bucket {
  readonly name: string
  readonly #inner: Bucket
  readonly #meter: RequestMeter
  readonly #access: LeanAccessSource
  readonly #connections: LeanConnections
  readonly #signer = new LeanSigner()
  readonly #rest = new LeanRest()

  constructor(inner: Bucket, options: LeanOptions) {
    this.name = inner.name
    this.#inner = inner
    this.#meter = options.meter
    this.#access = new LeanAccessSource(inner.name, options.source)
    this.#connections = new LeanConnections(options.maxConnections, options.timeouts)
  }

  region(): string | null {
    return this.#inner.region()
  }

  listPage(request: ListRequest): Promise<ListPage> {
    return this.#either(request.signal, () => this.#leanList(request), () => this.#inner.listPage(request))
  }

  get(key: string, request: GetRequest = {}): Promise<GotObject> {
    return this.#either(request.signal, () => this.#leanGet(key, request), () => this.#inner.get(key, request))
  }

  head(key: string, request?: { readonly signal?: AbortSignal | undefined }): Promise<ObjectHead> {
    return this.#inner.head(key, request)
  }

  put(key: string, bytes: Uint8Array, request?: PutRequest): Promise<{ readonly etag: string }> {
    return this.#inner.put(key, bytes, request)
  }

  delete(key: string, request?: { readonly signal?: AbortSignal | undefined }): Promise<void> {
    return this.#inner.delete(key, request)
  }

  requestCounts(): BucketRequestCounts {
    return this.#inner.requestCounts()
  }

  close(): void {
    this.#connections.close()
    this.#inner.close()
  }

  async #either<T>(signal: AbortSignal | undefined, lean: () => Promise<T | null>, plain: () => Promise<T>): Promise<T> {
    if (this.#rest.isResting() || signal?.aborted === true) return await plain()
    const got = await lean()
    if (got !== null) {
      this.#rest.worked()
      return got
    }
    if (isAborted(signal)) throw new BucketError('cancelled', { bucket: this.name })
    const answer = await plain()
    this.#rest.wasRefused()
    return answer
  }

  async #leanList(request: ListRequest): Promise<ListPage | null> {
    const answer = await this.#send('list', request.prefix, () => ({
      keyPath: '',
      query: listQuery(request),
      asksChecksum: false,
      signal: request.signal,
      maxBytes: maxPageBytes,
      accepts: plainHeaders,
      onSent: () => { this.#meter.sent('ListObjectsV2Command') }
    }))
    if (answer === null) return null
    try {
      const listing = parseListing(utf8.decode(answer.body))
      const dateMs = Date.parse(answer.headers.date ?? '')
      return listing === null ? null : guardListPage(listing, request, this.name, Number.isNaN(dateMs) ? Date.now() : dateMs)
    } catch {
      return null
    }
  }

  async #leanGet(key: string, request: GetRequest): Promise<GotObject | null> {
    const { expectedSizeBytes: expected, maxBytes = defaultMaxBytes } = request
    if (key === '' || (expected !== undefined && expected > maxBytes)) return null
    const accepts = (status: number, headers: IncomingHttpHeaders): boolean => {
      const length = Number(headers['content-length'] ?? Number.NaN)
      return plainHeaders(status, headers) && length <= maxBytes && (expected === undefined || length === expected)
    }
    const answer = await this.#send('get', key, () => ({
      keyPath: keyPath(key),
      query: '',
      asksChecksum: true,
      signal: request.signal,
      maxBytes,
      accepts,
      onSent: () => { this.#meter.sent('GetObjectCommand') },
      onBytes: this.#meter.received
    }))
    if (answer === null || answer.body.byteLength !== Number(answer.headers['content-length'])) return null
    const described = readHeaders(answer.headers)
    return described !== null && matchesChecksum(answer.headers, answer.body) ? { ...described, bytes: answer.body } : null
  }

  /** `null` = not a plain answer. Rejects when there are no credentials, which the SDK could not do without either. */
  async #send(operation: 'list' | 'get', key: string, prepare: () => ToSend): Promise<WireAnswer | null> {
    let access: LeanAccess | null
    try {
      access = await this.#access.resolve()
    } catch (error) {
      throw toBucketError(error, operation, { bucket: this.name, key: key === '' ? undefined : key })
    }
    if (access === null) return null
    let ready: { readonly get: WireGet; readonly pool: Pool }
    try {
      ready = { get: this.#signed(prepare(), access), pool: await this.#connections.to(access.origin) }
    } catch {
      // A key that is no Unicode text, an origin that undici does not take: the SDK says what is wrong with it.
      return null
    }
    return await ask(ready.pool, ready.get)
  }

  #signed({ keyPath: end, query, asksChecksum, ...rest }: ToSend, access: LeanAccess): WireGet {
    const { basePath, host, keys, region, nowMs } = access
    // A listing asks the bucket itself, whose path has no slash at the end but for the root.
    const path = end === '' && basePath !== '/' ? basePath.slice(0, -1) : basePath + end
    const headers = { 'x-amz-content-sha256': emptyBodyHash, ...(asksChecksum ? access.getHeaders : {}) }
    const signed = this.#signer.sign({ host, path, query, headers }, keys, { region, service: 's3', nowMs })
    return { ...rest, path: query === '' ? path : `${path}?${query}`, headers: signed }
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}
