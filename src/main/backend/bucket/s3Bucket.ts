import { setTimeout as sleep } from 'node:timers/promises'
import type { S3Client } from '@aws-sdk/client-s3'
import { assertOwnKey } from './bucket'
import type { Bucket, BucketRequestCounts, GetRequest, GotObject, HeadRequest, ListPage, ListRequest, ObjectHead, PutRequest } from './bucket'
import { readBody } from './body'
import type { BodyToRead } from './body'
import { BucketError } from './bucketError'
import { EtagCheck } from './etagCheck'
import { bareEtag, guardListPage } from './listGuard'
import type { RequestCounter, RequestMeter } from './requestMeter'
import { regionNamedIn, toBucketError } from './sdkError'
import type { Operation } from './sdkError'

/** Where a bucket gets its client from; opened at the first request. */
export interface S3ClientSource {
  client(): Promise<S3Client>
  region(): string | null
  /** Sends all further requests to another region. */
  moveTo(region: string): void
  /** Makes the next request ask for credentials anew. */
  forgetCredentials(): void
  close(): void
}

/** How patient a bucket is with bodies. */
export interface BodyPatience {
  /** No byte for so long ends a try. */
  readonly idleTimeoutMs: number
  readonly tries: number
  /** Longest wait before the first further try; it doubles, and each wait is random below it. */
  readonly backoffMs: number
}

/** 20 s without a byte, five tries, half a second to begin with. */
export const defaultPatience: BodyPatience = { idleTimeoutMs: 20_000, tries: 5, backoffMs: 500 }

const defaultMaxBytes = 64 * 1024 * 1024

/** A {@link Bucket} on S3 or on a store that speaks its language. */
export class S3Bucket implements Bucket {
  readonly name: string
  readonly #source: S3ClientSource
  readonly #meter: RequestMeter
  readonly #patience: BodyPatience
  readonly #etags = new EtagCheck()

  constructor(name: string, source: S3ClientSource, meter: RequestMeter, patience: BodyPatience = defaultPatience) {
    this.name = name
    this.#source = source
    this.#meter = meter
    this.#patience = patience
  }

  region(): string | null {
    return this.#source.region()
  }

  /** Opens the client, which asks AWS for the bucket's region if that is not known yet. */
  async findRegion(): Promise<string | null> {
    try {
      await this.#source.client()
    } catch (error) {
      throw toBucketError(error, 'head-bucket', { bucket: this.name })
    }
    return this.#source.region()
  }

  requestCounts(): BucketRequestCounts {
    return this.#meter.read()
  }

  close(): void {
    this.#source.close()
  }

  listPage(request: ListRequest): Promise<ListPage> {
    return this.#ask('list', request.prefix, async (client, sdk) => {
      const command = new sdk.ListObjectsV2Command({
        Bucket: this.name,
        Prefix: request.prefix,
        // Without it a key with a control character makes the XML unreadable.
        EncodingType: 'url',
        StartAfter: request.startAfter,
        ContinuationToken: request.continuationToken,
        Delimiter: request.delimiter,
        MaxKeys: request.maxKeys
      })
      let serverDateMs = Date.now()
      command.middlewareStack.add((next) => async (args) => {
        const result = await next(args)
        serverDateMs = dateHeaderMs(result.response) ?? serverDateMs
        return result
      }, { step: 'deserialize', name: 'readServerDate' })
      const answer = await client.send(countedFor(command, request.job), options(request.signal))
      return guardListPage(answer, request, this.name, serverDateMs)
    })
  }

  async get(key: string, request: GetRequest = {}): Promise<GotObject> {
    const subject = { bucket: this.name, key }
    const maxBytes = request.maxBytes ?? defaultMaxBytes
    if ((request.expectedSizeBytes ?? 0) > maxBytes) throw new BucketError('too-large', subject)
    for (let attempt = 1; ; attempt += 1) {
      // The SDK tries again only until the headers are there; what follows is ours.
      const { answer, body, isKeyEncrypted } = await this.#openBody(key, request)
      try {
        const bytes = await readBody(body, {
          subject, maxBytes, expectedBytes: request.expectedSizeBytes, signal: request.signal,
          idleTimeoutMs: this.#patience.idleTimeoutMs, onBytes: this.#meter.with(request.job).received
        })
        if (!this.#etags.fits(key, { etag: answer.etag, isKeyEncrypted }, bytes)) throw new BucketError('damaged', subject, { detail: 'it does not fit its tag' })
        return { ...answer, bytes }
      } catch (error) {
        const failure = request.signal?.aborted === true ? new BucketError('cancelled', subject) : toBucketError(error, 'get', subject)
        if (!failure.retryable || attempt >= this.#patience.tries) throw failure
      }
      await this.#pause(attempt, request.signal, subject)
    }
  }

  head(key: string, request: HeadRequest = {}): Promise<ObjectHead> {
    return this.#ask('head', key, async (client, sdk) => {
      const answer = await client.send(countedFor(new sdk.HeadObjectCommand({ Bucket: this.name, Key: key }), request.job), options(request.signal))
      if (answer.ETag === undefined || answer.ContentLength === undefined) throw new BucketError('unexpected-answer', { bucket: this.name, key })
      return { ...described(answer, answer.ETag), sizeBytes: answer.ContentLength }
    })
  }

  async put(key: string, bytes: Uint8Array, request: PutRequest = {}): Promise<{ readonly etag: string }> {
    assertOwnKey(key, this.name)
    return await this.#ask('put', key, async (client, sdk) => {
      const answer = await client.send(new sdk.PutObjectCommand({
        Bucket: this.name,
        Key: key,
        Body: bytes,
        ContentLength: bytes.byteLength,
        ContentType: request.contentType,
        IfNoneMatch: request.onlyIfAbsent === true ? '*' : undefined
      }), { ...options(request.signal), requestTimeout: putTimeoutMs(bytes.byteLength) })
      return { etag: bareEtag(answer.ETag ?? '') }
    })
  }

  async delete(key: string, request: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    assertOwnKey(key, this.name)
    await this.#ask('delete', key, (client, sdk) => client.send(new sdk.DeleteObjectCommand({ Bucket: this.name, Key: key }), options(request.signal)))
  }

  #openBody(key: string, { signal, job }: GetRequest): Promise<{ answer: Omit<GotObject, 'bytes'>; body: BodyToRead; isKeyEncrypted: boolean }> {
    return this.#ask('get', key, async (client, sdk) => {
      const answer = await client.send(countedFor(new sdk.GetObjectCommand({ Bucket: this.name, Key: key }), job), options(signal))
      const stream = answer.Body
      if (stream === undefined || !isReadable(stream)) throw new BucketError('unexpected-answer', { bucket: this.name, key })
      if (answer.ETag === undefined) {
        stream.destroy()
        throw new BucketError('unexpected-answer', { bucket: this.name, key }, { detail: 'an object without a tag' })
      }
      return { answer: described(answer, answer.ETag), body: { stream, promisedBytes: answer.ContentLength }, isKeyEncrypted: isKeyEncrypted(answer) }
    })
  }

  async #ask<T>(operation: Operation, key: string, send: (client: S3Client, sdk: Sdk) => Promise<T>): Promise<T> {
    const subject = { bucket: this.name, key: key === '' ? undefined : key }
    const mended = new Set<string>()
    for (;;) {
      let region: string | null = null
      try {
        const client = await this.#source.client()
        region = await client.config.region()
        return await send(client, await import('@aws-sdk/client-s3'))
      } catch (error) {
        const failure = toBucketError(error, operation, subject)
        if (mended.has(failure.code) || !this.#mend(failure, region)) throw failure
        mended.add(failure.code)
      }
    }
  }

  // What S3 itself tells us how to put right is tried once more: after that it is the person's turn.
  #mend(failure: BucketError, region: string | null): boolean {
    if (failure.reason === 'wrong-region' && failure.region !== null && failure.region !== region) {
      this.#source.moveTo(failure.region)
      return true
    }
    // Someone may have signed in again meanwhile.
    const refused = failure.code === 'sign-in-needed' && failure.httpStatus !== null
    if (refused) this.#source.forgetCredentials()
    return refused
  }

  async #pause(attempt: number, signal: AbortSignal | undefined, subject: { bucket: string; key: string }): Promise<void> {
    const longestMs = Math.min(this.#patience.backoffMs * 2 ** (attempt - 1), 20_000)
    try {
      await sleep(Math.random() * longestMs, undefined, signal === undefined ? {} : { signal })
    } catch {
      throw new BucketError('cancelled', subject)
    }
  }
}

// With a key of KMS or of the caller the tag is no MD5.
function isKeyEncrypted(answer: { ServerSideEncryption?: string | undefined; SSECustomerAlgorithm?: string | undefined }): boolean {
  return answer.ServerSideEncryption?.startsWith('aws:kms') === true || answer.SSECustomerAlgorithm !== undefined
}

/** The region S3 gives for a bucket, known even to those who may not list it; `null` when the answer does not say. */
export async function askBucketRegion(client: S3Client, bucket: string): Promise<string | null> {
  const { HeadBucketCommand } = await import('@aws-sdk/client-s3')
  try {
    return (await client.send(new HeadBucketCommand({ Bucket: bucket }))).BucketRegion ?? null
  } catch (error) {
    const region = regionNamedIn(error)
    if (region !== null) return region
    const failure = toBucketError(error, 'head-bucket', { bucket })
    if (failure.reason === 'access-denied-list' || failure.reason === 'unexpected-answer' || failure.reason === 'invalid-request') return null
    throw failure
  }
}

// The answer to a PUT comes after the last byte went out, on the slowest line we care for at 50 kB/s.
function putTimeoutMs(sizeBytes: number): number {
  return 60_000 + sizeBytes / 50
}

type Sdk = typeof import('@aws-sdk/client-s3')

type AnyCommand = InstanceType<Sdk['ListObjectsV2Command' | 'GetObjectCommand' | 'HeadObjectCommand']>

/** The command, counted for a piece of work each time it truly goes out: below the SDK's retries. */
function countedFor<Command extends AnyCommand>(command: Command, job: RequestCounter | undefined): Command {
  if (job === undefined) return command
  // The stacks of all commands take it: it looks at nothing but the command's name.
  const stack = command.middlewareStack as unknown as S3Client['middlewareStack']
  stack.add((next, context) => (args) => {
    job.sent(context.commandName ?? '')
    return next(args)
  }, { step: 'finalizeRequest', priority: 'low', name: 'countForJob' })
  return command
}

function options(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal }
}

function described(answer: { Metadata?: Record<string, string> | undefined; LastModified?: Date | undefined }, etag: string): Omit<GotObject, 'bytes'> {
  return { etag: bareEtag(etag), metadata: answer.Metadata ?? {}, lastModified: answer.LastModified ?? null }
}

function isReadable(body: object): body is BodyToRead['stream'] {
  return Symbol.asyncIterator in body && 'destroy' in body && typeof body.destroy === 'function'
}

function dateHeaderMs(response: unknown): number | null {
  const headers = headersOf(response)
  const instantMs = Date.parse(headers?.['date'] ?? '')
  return Number.isNaN(instantMs) ? null : instantMs
}

function headersOf(response: unknown): Record<string, string> | undefined {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined
  const { headers } = response
  return typeof headers === 'object' && headers !== null ? (headers as Record<string, string>) : undefined
}
