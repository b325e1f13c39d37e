import { BucketError } from './bucketError'
import type { RequestCounter } from './requestMeter'

/** One object as a listing names it. */
export interface ListedObject {
  readonly key: string
  readonly sizeBytes: number
  /** Without the quotes. */
  readonly etag: string
  readonly lastModified: Date
}

/** What to list; `startAfter` begins a listing, `continuationToken` goes on with it. */
export interface ListRequest {
  readonly prefix: string
  readonly startAfter?: string | undefined
  readonly continuationToken?: string | undefined
  readonly delimiter?: string | undefined
  readonly maxKeys?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** The piece of work that its requests are counted for. */
  readonly job?: RequestCounter | undefined
}

/** One page of a listing that passed the guard: sorted by the bytes of the keys, all under the prefix. */
export interface ListPage {
  readonly objects: readonly ListedObject[]
  readonly commonPrefixes: readonly string[]
  /** Absent on the last page. */
  readonly nextContinuationToken?: string
  /** The clock of S3 (its Date header), milliseconds since 1970. */
  readonly serverDateMs: number
}

/** How to get one object. */
export interface GetRequest {
  readonly signal?: AbortSignal | undefined
  /** Size the listing gave: another one is `damaged`. */
  readonly expectedSizeBytes?: number | undefined
  /** Larger is `too-large`, and not read; 64 MiB when not given. */
  readonly maxBytes?: number | undefined
  readonly job?: RequestCounter | undefined
}

/** How to ask for an object without its body. */
export interface HeadRequest {
  readonly signal?: AbortSignal | undefined
  readonly job?: RequestCounter | undefined
}

/** One object, whole. */
export interface GotObject {
  readonly bytes: Uint8Array
  readonly etag: string
  /** The `x-amz-meta-*` headers, names in lower case without that beginning. */
  readonly metadata: Readonly<Record<string, string>>
  readonly lastModified: Date | null
}

/** What is known of an object without its body. */
export interface ObjectHead extends Omit<GotObject, 'bytes'> {
  readonly sizeBytes: number
}

/** How to write one object of ours. */
export interface PutRequest {
  readonly signal?: AbortSignal | undefined
  readonly contentType?: string | undefined
  /** `true` = only when there is none yet; otherwise `precondition-failed`. */
  readonly onlyIfAbsent?: boolean | undefined
}

/** Requests truly sent since the bucket was opened, retries and redirects included; `bytes` are bytes of bodies read. */
export interface BucketRequestCounts {
  readonly list: number
  readonly get: number
  readonly head: number
  readonly put: number
  readonly delete: number
  readonly bytes: number
}

/** The only way to objects. Every method rejects with a `BucketError` and nothing else. */
export interface Bucket {
  readonly name: string
  /** The region requests go to; `null` until it was found. */
  region(): string | null
  listPage(request: ListRequest): Promise<ListPage>
  get(key: string, request?: GetRequest): Promise<GotObject>
  head(key: string, request?: HeadRequest): Promise<ObjectHead>
  /** Only keys under `burr-desktop/v1/`; gives the ETag. */
  put(key: string, bytes: Uint8Array, request?: PutRequest): Promise<{ readonly etag: string }>
  /** Only keys under `burr-desktop/v1/`. */
  delete(key: string, request?: { readonly signal?: AbortSignal | undefined }): Promise<void>
  requestCounts(): BucketRequestCounts
  /** Drops idle connections; what is under way is aborted by its own signal. */
  close(): void
}

/** The beginning of every key we write. Burr's own `data/` and whatever begins with `snapshots` are never touched. */
export const ownPrefix = 'burr-desktop/v1/'

/** Throws `not-our-key` unless the key is one we may write or delete. */
export function assertOwnKey(key: string, bucket: string): void {
  const rest = key.slice(ownPrefix.length)
  const odd = rest === '' || rest.split('/').some((part) => part === '' || part === '.' || part === '..')
  if (!key.startsWith(ownPrefix) || odd) throw new BucketError('not-our-key', { bucket, key })
}
