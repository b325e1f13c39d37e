import { setTimeout as sleep } from 'node:timers/promises'
import type { Bucket, ListPage, ListRequest } from '../bucket/bucket'
import { BucketError } from '../bucket/bucketError'
import { compareKeys } from '../burr/key'

/** What a listing needs: the bucket, how to stop, and who is told of S3's clock. */
export interface Listing {
  readonly bucket: Bucket
  readonly signal: AbortSignal
  /** Told of the Date header of every page, milliseconds. */
  readonly onServerDate?: (serverDateMs: number) => void
  /** Longest first wait before a failed page is asked for again; 500 when not given. */
  readonly backoffMs?: number
  /** How often a page is asked for at most, looked at with every page; 4 when not given. */
  readonly tries?: () => number | undefined
}

/** What to list; no key at or after `endBefore` is asked for (a page may still hold some). */
export interface ListRange {
  readonly prefix: string
  readonly startAfter?: string | undefined
  readonly endBefore?: string | undefined
  readonly delimiter?: string | undefined
  readonly continuationToken?: string | undefined
}

const triesPerPage = 4
const longestBackoffMs = 8000

/** One page; one that failed the guard or the network is asked for again a few times. */
export async function listOnePage(listing: Listing, request: Omit<ListRequest, 'signal'>): Promise<ListPage> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const page = await listing.bucket.listPage({ ...request, signal: listing.signal })
      listing.onServerDate?.(page.serverDateMs)
      return page
    } catch (error) {
      if (!(error instanceof BucketError) || !error.retryable || attempt >= (listing.tries?.() ?? triesPerPage) || listing.signal.aborted) throw error
    }
    const longestMs = Math.min((listing.backoffMs ?? 500) * 2 ** (attempt - 1), longestBackoffMs)
    await sleep(Math.random() * longestMs, undefined, { signal: listing.signal }).catch(() => {
      throw new BucketError('cancelled', { bucket: listing.bucket.name })
    })
  }
}

/** All pages of a range in S3's order, each asked for when the one before was taken. */
export async function* listPages(listing: Listing, range: ListRange): AsyncGenerator<ListPage, void, undefined> {
  let { continuationToken } = range
  for (;;) {
    const page = await listOnePage(listing, {
      prefix: range.prefix,
      delimiter: range.delimiter,
      ...(continuationToken === undefined ? { startAfter: range.startAfter } : { continuationToken })
    })
    yield page
    continuationToken = page.nextContinuationToken
    const last = page.objects.at(-1)?.key
    if (continuationToken === undefined) return
    if (range.endBefore !== undefined && last !== undefined && compareKeys(last, range.endBefore) >= 0) return
  }
}

/** The folders and the loose objects directly under a prefix. */
export async function listFolder(listing: Listing, prefix: string): Promise<Pick<ListPage, 'objects' | 'commonPrefixes'>> {
  const objects: ListPage['objects'][number][] = []
  const commonPrefixes: string[] = []
  for await (const page of listPages(listing, { prefix, delimiter: '/' })) {
    objects.push(...page.objects)
    commonPrefixes.push(...page.commonPrefixes)
  }
  return { objects, commonPrefixes }
}

/** Takes one item ahead of its consumer, so that a page travels while the one before is worked on. */
export async function* oneAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]()
  let next = iterator.next()
  try {
    for (;;) {
      const { done, value } = await next
      if (done === true) return
      next = iterator.next()
      // Whoever stops early never looks at the next one; its failure is then nobody's.
      next.catch(() => undefined)
      yield value
    }
  } finally {
    await iterator.return?.()
  }
}
