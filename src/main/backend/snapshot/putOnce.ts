import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bucket } from '../bucket/bucket'
import { BucketError } from '../bucket/bucketError'
import type { BucketErrorReason } from '../bucket/bucketError'

/** How an object is stored. */
export interface PutOnceOptions {
  readonly contentType: string
  readonly signal: AbortSignal
  /** Longest wait before the second try; it doubles. */
  readonly backoffMs?: number
}

const tries = 5

/**
 * Stores an object under a key that must be free, and never replaces one: `precondition-failed` when it is taken. A store that
 * has no conditional writes is asked first instead.
 */
export async function putOnce(bucket: Bucket, key: string, bytes: Uint8Array, options: PutOnceOptions): Promise<void> {
  const { contentType, signal, backoffMs = 500 } = options
  let isConditional = true
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (!isConditional) await requireFree(bucket, key, signal)
      await bucket.put(key, bytes, { contentType, signal, onlyIfAbsent: isConditional })
      return
    } catch (error) {
      const reason = error instanceof BucketError ? error.reason : null
      // Our own first try may have arrived although its answer did not.
      if (reason === 'precondition-failed' && (attempt > 1 || isConditional) && (await holds(bucket, key, { bytes, signal }))) return
      if (reason === 'not-supported' && isConditional) {
        isConditional = false
        continue
      }
      if (!isPassing(error) || attempt >= tries || signal.aborted) throw error
    }
    await sleep(Math.random() * backoffMs * 2 ** (attempt - 1), undefined, { signal })
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof BucketError && error.retryable
}

async function requireFree(bucket: Bucket, key: string, signal: AbortSignal): Promise<void> {
  const absent: BucketErrorReason = 'not-found'
  try {
    await bucket.head(key, { signal })
  } catch (error) {
    if (error instanceof BucketError && error.reason === absent) return
    throw error
  }
  throw new BucketError('precondition-failed', { bucket: bucket.name, key })
}

async function holds(bucket: Bucket, key: string, what: { readonly bytes: Uint8Array; readonly signal: AbortSignal }): Promise<boolean> {
  try {
    const { etag, sizeBytes } = await bucket.head(key, { signal: what.signal })
    return sizeBytes === what.bytes.length && etag === createHash('md5').update(what.bytes).digest('hex')
  } catch {
    // What cannot be seen is someone else's.
    return false
  }
}
