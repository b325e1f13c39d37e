import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { SeedObject } from './tracker'

/** How objects are written to a bucket. */
export interface WriteOptions {
  readonly bucket: string
  /** PUTs under way at once; 32 by default. */
  readonly concurrency?: number
  readonly signal?: AbortSignal
  /** Told after each object, with the totals so far. */
  readonly onProgress?: (written: Written) => void
}

/** What has been written. */
export interface Written {
  objects: number
  bytes: number
}

/** PUTs all objects, so many at once, and takes the next from the source only when there is room; the first failure ends it. */
export async function writeObjects(client: S3Client, objects: Iterable<SeedObject>, options: WriteOptions): Promise<Written> {
  const source = objects[Symbol.iterator]()
  const written: Written = { objects: 0, bytes: 0 }
  let failed = false
  const work = async (): Promise<void> => {
    while (!failed && options.signal?.aborted !== true) {
      const next = source.next()
      if (next.done === true) return
      try {
        const bytes = await putObject(client, options.bucket, next.value)
        written.objects++
        written.bytes += bytes
      } catch (error) {
        failed = true
        throw new Error(`could not write ${next.value.key}`, { cause: error })
      }
      options.onProgress?.(written)
    }
  }
  await Promise.all(Array.from({ length: options.concurrency ?? 32 }, work))
  return written
}

/** PUTs one object as Burr's client does, without a content type; returns its size in bytes. */
export async function putObject(client: S3Client, bucket: string, object: SeedObject): Promise<number> {
  const body = typeof object.body === 'string' ? Buffer.from(object.body) : object.body
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: object.key, Body: body, Metadata: { ...object.metadata } }))
  return body.byteLength
}
