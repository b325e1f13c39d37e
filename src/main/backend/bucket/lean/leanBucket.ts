import type { Bucket, BucketRequestCounts, GetRequest, GotObject, HeadRequest, ListPage, ListRequest, ObjectHead, PutRequest } from '../bucket'
import { BucketError } from '../bucketError'
import { LeanAccessSource } from './access'
import type { LeanAccess } from './access'
import { plainHeaders } from './answer'
import { defaultTimeouts } from './connections'
import type { LeanTimeouts } from './connections'
import { parseListing } from './listing'
import { listQuery } from './path'
import { LeanRest } from './rest'
import { LeanSender } from './sender'
import type { LeanLane } from './sender'
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

const maxPageBytes = 16 * 1024 * 1024
const defaultMaxBytes = 64 * 1024 * 1024
const utf8 = new TextDecoder('utf-8', { fatal: true })

class LeanBucket implements Bucket {
  readonly name: string
  readonly #inner: Bucket
  readonly #meter: RequestMeter
  readonly #access: LeanAccessSource
  readonly #sender: LeanSender
  readonly #rest = new LeanRest()
  readonly #closing: (() => void)[] = []
  /** What another thread needs to send GETs beside this one. */
  readonly beside: LeanBeside

  constructor(inner: Bucket, options: LeanOptions) {
    this.name = inner.name
    this.#inner = inner
    this.#meter = options.meter
    this.#access = new LeanAccessSource(inner.name, options.source)
    const lane = { maxConnections: options.maxConnections, timeouts: options.timeouts ?? defaultTimeouts }
    this.#sender = new LeanSender(lane)
    this.beside = {
      lane,
      access: async () => (this.#rest.isResting() ? null : await this.#access.resolve().catch(() => null)),
      sent: (counts) => {
        this.#meter.sentMany('GetObjectCommand', counts.requests)
        this.#meter.received(counts.bytes)
        if (counts.isWorking) this.#rest.worked()
      },
      whenClosed: (listener) => { this.#closing.push(listener) }
    }
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

  head(key: string, request?: HeadRequest): Promise<ObjectHead> {
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
    for (const listener of this.#closing.splice(0)) listener()
    this.#sender.close()
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
    const access = await this.#accessFor('list', request.prefix)
    if (access === null) return null
    const counter = this.#meter.with(request.job)
    const answer = await this.#sender.send(access, () => ({
      key: '',
      query: listQuery(request),
      signal: request.signal,
      maxBytes: maxPageBytes,
      accepts: plainHeaders,
      onSent: () => { counter.sent('ListObjectsV2Command') }
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
    const access = await this.#accessFor('get', key)
    if (access === null) return null
    const counter = this.#meter.with(request.job)
    return await this.#sender.get(access, key, {
      maxBytes: request.maxBytes ?? defaultMaxBytes,
      expectedSizeBytes: request.expectedSizeBytes,
      signal: request.signal,
      onSent: () => { counter.sent('GetObjectCommand') },
      onBytes: counter.received
    })
  }

  /** Rejects when there are no credentials, which the SDK could not do without either. */
  async #accessFor(operation: 'list' | 'get', key: string): Promise<LeanAccess | null> {
    try {
      return await this.#access.resolve()
    } catch (error) {
      throw toBucketError(error, operation, { bucket: this.name, key: key === '' ? undefined : key })
    }
  }
}

/** What another thread needs to send GETs beside the bucket's own. */
export interface LeanBeside {
  readonly lane: LeanLane
  /** `null` while the lane rests, or where the SDK does not say where it goes or by whom. */
  access(): Promise<LeanAccess | null>
  /** The other thread has sent so many and read so many bytes; `isWorking` = a plain answer was among those that came. */
  sent(counts: { readonly requests: number; readonly bytes: number; readonly isWorking: boolean }): void
  /** Called when the bucket is closed. */
  whenClosed(listener: () => void): void
}

/** {@link LeanBeside} of a bucket that has a lean lane. */
export function leanBeside(bucket: Bucket): LeanBeside | null {
  return bucket instanceof LeanBucket ? bucket.beside : null
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}
