import { toErrorShape } from '@shared/errors'
import type { Bucket } from '../bucket/bucket'
import { BucketError } from '../bucket/bucketError'
import type { RequestCounter } from '../bucket/requestMeter'
import { leanBeside } from '../bucket/lean/leanBucket'
import type { ListedObject } from '../database/discovery'
import { pauseWithJitter } from './adaptiveLimit'
import type { AdaptiveLimit } from './adaptiveLimit'
import { FetchBeside } from './fetchBeside'
import { maxObjectBytes } from './fetchSize'
import { besideThread } from './preparer'
import type { LineThread } from './preparer'
import { verdictOf } from './verdict'

/** What became of one object. */
export type Fetched =
  | { readonly kind: 'body'; readonly listed: ListedObject; readonly bytes: Uint8Array; readonly metadata: Record<string, string> }
  | { readonly kind: 'set-aside'; readonly listed: ListedObject; readonly reason: string; readonly retryInMs: number | null }
  | { readonly kind: 'vanished'; readonly listed: ListedObject }

/** How patient the fetching of one object is. */
export interface FetchPatience {
  /** Longest first wait after trouble; it doubles. */
  readonly firstPauseMs: number
  readonly longestPauseMs: number
  readonly tries: number
  readonly slowDownTries: number
}

/** Waits of 1 to 20 seconds, three tries, eight when the store asks to slow down. */
export const defaultFetchPatience: FetchPatience = { firstPauseMs: 1000, longestPauseMs: 20_000, tries: 3, slowDownTries: 8 }

/** So many failures on the way without one success between them are no longer the objects' fault. */
const troublesInARow = 10
const retryAfterTroubleMs = 5 * 60_000

/** Gets bodies; the limit is the caller's to take before and shared by all jobs. */
export class Fetcher {
  readonly #bucket: Bucket
  readonly #limit: AdaptiveLimit
  readonly #patience: FetchPatience
  /** Who fetches what comes in bulk; `null` = there is no other thread, or no lean lane. */
  readonly beside: FetchBeside | null
  #troubles = 0
  #successes = 0
  #denied: BucketError | null = null

  constructor(bucket: Bucket, limit: AdaptiveLimit, patience: FetchPatience = defaultFetchPatience, thread: LineThread | null = besideThread) {
    this.#bucket = bucket
    this.#limit = limit
    this.#patience = patience
    const lane = leanBeside(bucket)
    this.beside = lane === null || thread === null ? null : new FetchBeside(lane, this, thread)
  }

  get limit(): AdaptiveLimit {
    return this.#limit
  }

  /** Bodies got so far. */
  get successes(): number {
    return this.#successes
  }

  /** The last refusal of a GET for want of a permission. */
  get denied(): BucketError | null {
    return this.#denied
  }

  /** So many bodies were got, here or by another thread. */
  succeeded(count: number): void {
    this.#troubles = 0
    this.#successes += count
    for (let n = 0; n < count; n += 1) this.#limit.succeeded()
  }

  /** One object; rejects only with what concerns all objects (sign-in, no network, cancelled). */
  async fetch(listed: ListedObject, signal: AbortSignal, job?: RequestCounter, maxBytes: number = maxObjectBytes): Promise<Fetched> {
    if (listed.sizeBytes > maxBytes) return tooLarge(listed, this.#bucket.name)
    for (let attempt = 0; ; attempt += 1) {
      try {
        const got = await this.#bucket.get(listed.key, { signal, job, expectedSizeBytes: listed.sizeBytes, maxBytes })
        this.succeeded(1)
        return { kind: 'body', listed: { ...listed, etag: got.etag }, bytes: got.bytes, metadata: { ...got.metadata } }
      } catch (error) {
        const answer = this.#answer(listed, error, attempt, signal)
        if (answer !== null) return answer
      }
      await pauseWithJitter(attempt, this.#patience.firstPauseMs, this.#patience.longestPauseMs, signal)
    }
  }

  /** `null` = try again; throws what stops the job. */
  #answer(listed: ListedObject, error: unknown, attempt: number, signal: AbortSignal): Fetched | null {
    const verdict = verdictOf(error)
    if (signal.aborted || verdict.kind === 'stop') throw error
    if (verdict.kind === 'vanished') return { kind: 'vanished', listed }
    if (error instanceof BucketError && error.code === 'access-denied') this.#denied = error
    const reason = toErrorShape(error).message
    if (verdict.kind === 'set-aside') return { kind: 'set-aside', listed, reason, retryInMs: verdict.retryInMs }
    if (verdict.slowDown) {
      this.#limit.slowDown()
    } else {
      this.#troubles += 1
      if (this.#troubles >= troublesInARow) throw error
    }
    const tries = verdict.slowDown ? this.#patience.slowDownTries : this.#patience.tries
    return attempt + 1 < tries ? null : { kind: 'set-aside', listed, reason, retryInMs: retryAfterTroubleMs }
  }
}

function tooLarge(listed: ListedObject, bucket: string): Fetched {
  const { message } = new BucketError('too-large', { bucket, key: listed.key })
  return { kind: 'set-aside', listed, reason: message, retryInMs: null }
}
