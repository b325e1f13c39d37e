import { buildApp } from 'fauxqs'
import { S3Store } from '../../node_modules/fauxqs/dist/s3/s3Store.js'
import type { S3Object } from '../../node_modules/fauxqs/dist/s3/s3Types.js'
import { SnsStore } from '../../node_modules/fauxqs/dist/sns/snsStore.js'
import { SqsStore } from '../../node_modules/fauxqs/dist/sqs/sqsStore.js'
import { listPage } from './listing'
import { SortedKeys } from './sortedKeys'
import { requireNoTrespass } from './trespass'

/** An S3 server of this process, on a port of 127.0.0.1. */
export interface EmbeddedS3 {
  readonly endpointUrl: string
  readonly bucket: string
  readonly port: number
  /** Puts an object in without a request. */
  put(key: string, body: string | Uint8Array, metadata?: Readonly<Record<string, string>>): void
  /** All keys in order. */
  keys(): readonly string[]
  /** Ends all connections and forgets all objects; rejects when the app wrote where it may not. */
  stop(): Promise<void>
}

/** Starts fauxqs with one empty bucket; port 0 or none means a free one. */
export async function startEmbeddedS3(options: { bucket: string; port?: number; isOpenToAll?: boolean }): Promise<EmbeddedS3> {
  const store = new ByteOrderStore()
  store.createBucket(options.bucket)
  const app = buildApp({ logger: false, stores: { s3Store: store, sqsStore: new SqsStore(), snsStore: new SnsStore() } })
  const endpointUrl = await app.listen({ port: options.port ?? 0, host: '127.0.0.1' })
  return {
    endpointUrl,
    bucket: options.bucket,
    port: Number(new URL(endpointUrl).port),
    put: (key, body, metadata) => store.fill(() => void store.putObject(options.bucket, key, Buffer.from(body as Uint8Array), undefined, { ...metadata })),
    keys: () => store.keys(options.bucket),
    async stop() {
      await app.close()
      if (options.isOpenToAll !== true) requireNoTrespass(store.writes)
    }
  }
}

// fauxqs sorts keys by the rules of a language, and all of them anew for each page; S3 sorts by bytes, and pages must fit together.
class ByteOrderStore extends S3Store {
  readonly #sorted = new Map<string, SortedKeys>()
  readonly #objects = new Map<string, Map<string, S3Object>>()

  /** What requests wrote and removed. */
  readonly writes: { method: string; key: string }[] = []
  #isFilling = false

  /** Writes that are not the app's. */
  fill(write: () => void): void {
    this.#isFilling = true
    try {
      write()
    } finally {
      this.#isFilling = false
    }
  }

  keys(bucket: string): readonly string[] {
    return [...(this.#sorted.get(bucket)?.all() ?? [])]
  }

  override putObject(bucket: string, key: string, body: Buffer, contentType?: string, metadata?: Record<string, string>): S3Object {
    if (!this.#isFilling) this.writes.push({ method: 'PUT', key })
    const object = super.putObject(bucket, key, body, contentType, metadata)
    this.#remember(bucket, object)
    return object
  }

  override completeMultipartUpload(uploadId: string, parts: { partNumber: number; etag: string }[]): S3Object {
    const bucket = this.#bucketOfUpload(uploadId)
    const object = super.completeMultipartUpload(uploadId, parts)
    if (bucket !== undefined) this.#remember(bucket, object)
    return object
  }

  override deleteObject(bucket: string, key: string): void {
    this.writes.push({ method: 'DELETE', key })
    super.deleteObject(bucket, key)
    if (this.#objects.get(bucket)?.delete(key) === true) this.#sorted.get(bucket)?.remove(key)
  }

  override listObjects(bucket: string, options: NonNullable<Parameters<S3Store['listObjects']>[1]> = {}): ReturnType<S3Store['listObjects']> {
    if (!this.hasBucket(bucket)) return super.listObjects(bucket, options)
    const objects = this.#objects.get(bucket)
    const page = listPage(this.#sorted.get(bucket) ?? new SortedKeys(), {
      prefix: options.prefix ?? '',
      after: options.startAfter ?? options.marker ?? '',
      maxKeys: Math.min(options.maxKeys ?? 1000, 1000),
      ...(options.delimiter === undefined ? {} : { delimiter: options.delimiter })
    })
    return {
      objects: page.keys.flatMap((key) => objects?.get(key) ?? []),
      commonPrefixes: [...page.commonPrefixes],
      isTruncated: page.next !== undefined
    }
  }

  readonly #uploads = new Map<string, string>()

  override createMultipartUpload(bucket: string, key: string, contentType?: string, metadata?: Record<string, string>): string {
    const uploadId = super.createMultipartUpload(bucket, key, contentType, metadata)
    this.#uploads.set(uploadId, bucket)
    return uploadId
  }

  #bucketOfUpload(uploadId: string): string | undefined {
    return this.#uploads.get(uploadId)
  }

  #remember(bucket: string, object: S3Object): void {
    const objects = this.#objects.get(bucket) ?? new Map<string, S3Object>()
    const sorted = this.#sorted.get(bucket) ?? new SortedKeys()
    if (!objects.has(object.key)) sorted.add(object.key)
    objects.set(object.key, object)
    this.#objects.set(bucket, objects)
    this.#sorted.set(bucket, sorted)
  }
}
