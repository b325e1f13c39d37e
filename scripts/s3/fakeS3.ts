import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SeedObject } from '../seed/tracker'
import { emptyAnswer, errorAnswer, xmlAnswer, type Answer } from './fakeAnswer'
import { FakeBucket } from './fakeBucket'
import { ActiveFault, send, spoil, type FaultRule } from './fakeFault'
import { expiredToken, refusal, type FakePolicy } from './fakePolicy'
import { getObject, listObjects } from './fakeReads'
import { readRequest, type FakeRequest, type Operation } from './fakeRequest'
import { FakeWrites } from './fakeWrites'
import { requireNoTrespass } from './trespass'

/** One request as it went, for assertions. */
export interface JournalEntry {
  readonly atMs: number
  readonly operation: Operation
  readonly method: string
  readonly bucket: string
  readonly key: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: IncomingMessage['headers']
  readonly accessKeyId: string
  readonly status: number
  readonly bytes: number
}

/** How the fake server is set up. */
export interface FakeS3Options {
  readonly bucket: string
  readonly port?: number
  readonly region?: string
  readonly policy?: FakePolicy
  /** Requests come from something other than the app: any key may be written. */
  readonly isOpenToAll?: boolean
}

/** A small S3 server for tests: one bucket, a journal of every request, refusals by policy and faults by rule. */
export class FakeS3 {
  readonly bucketName: string
  readonly bucket = new FakeBucket()
  readonly policy: FakePolicy
  readonly journal: JournalEntry[] = []
  readonly region: string
  /** Added to the clock of the server, which the `Date` header tells. */
  clockSkewMs = 0
  readonly #server: Server
  readonly #writes: FakeWrites
  #faults: ActiveFault[] = []
  #requests = 0
  #expiredKey: string | undefined
  readonly #isOpenToAll: boolean

  private constructor(options: FakeS3Options) {
    this.bucketName = options.bucket
    this.#isOpenToAll = options.isOpenToAll === true
    this.region = options.region ?? 'us-east-1'
    this.policy = options.policy ?? {}
    this.#writes = new FakeWrites(this.bucket, this.policy)
    this.#server = createServer((message, response) => void this.#serve(message, response))
    this.#server.keepAliveTimeout = 60_000
  }

  /** Starts a server with one empty bucket on a free port of 127.0.0.1. */
  static async start(options: FakeS3Options): Promise<FakeS3> {
    const fake = new FakeS3(options)
    await new Promise<void>((resolve, reject) => {
      fake.#server.once('error', reject)
      fake.#server.listen(options.port ?? 0, '127.0.0.1', resolve)
    })
    return fake
  }

  /** Port on 127.0.0.1. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** `http://127.0.0.1:port`. */
  get endpointUrl(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Puts generated or recorded objects in without requests; returns how many. */
  load(objects: Iterable<SeedObject>): number {
    let count = 0
    for (const object of objects) {
      this.bucket.put(object.key, object.body, { metadata: object.metadata, lastModifiedMs: object.timeUs / 1000 })
      count++
    }
    return count
  }

  /** Puts a fault in force; the rules are asked in the order in which they were made. */
  fault(rule: FaultRule): ActiveFault {
    const active = new ActiveFault(rule)
    this.#faults.push(active)
    return active
  }

  /** Takes all faults out of force. */
  clearFaults(): void {
    this.#faults = []
  }

  /** The journal's entries of one call. */
  requests(operation: Operation): JournalEntry[] {
    return this.journal.filter((entry) => entry.operation === operation)
  }

  /** Keys of multipart uploads left unfinished. */
  unfinishedUploads(): string[] {
    return this.#writes.unfinishedUploads()
  }

  /** Connections that are open now. */
  openConnections(): Promise<number> {
    return new Promise((resolve, reject) => this.#server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))))
  }

  /** Ends all connections and stops listening; rejects when the app wrote where it may not (F-S3-21). */
  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
    if (!this.#isOpenToAll) requireNoTrespass(this.journal)
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const request = await readRequest(message)
      const faults = this.#faults.filter((fault) => fault.rule.do.kind === 'delay' && fault.take(request))
      for (const { rule } of faults) if (rule.do.kind === 'delay') await sleep(rule.do.ms)
      const fault = this.#faults.find((active) => active.rule.do.kind !== 'delay' && active.take(request))?.rule.do
      const answer = fault === undefined ? this.#answer(request) : spoil(this.#answer(request), fault)
      this.#write(request, answer)
      if (response.destroyed) return
      response.sendDate = false
      response.setHeader('date', new Date(this.#nowMs()).toUTCString())
      response.setHeader('x-amz-request-id', `FAKE${String(this.#requests).padStart(12, '0')}`)
      await send(response, answer, fault, request.method === 'HEAD')
    } catch (error) {
      if (!response.headersSent && !response.destroyed) response.writeHead(500).end(String(error))
    }
  }

  #write(request: FakeRequest, answer: Answer): void {
    const { operation, method, bucket, key, query, headers, accessKeyId } = request
    this.journal.push({ atMs: Date.now(), operation, method, bucket, key, query: Object.fromEntries(query), headers, accessKeyId, status: answer.status, bytes: answer.body.length })
  }

  #answer(request: FakeRequest): Answer {
    this.#requests++
    if (this.#isExpired(request)) return expiredToken()
    const refused = refusal(this.policy, request, this.#nowMs(), this.region)
    if (refused !== undefined) return refused
    if (request.operation === 'ListBuckets') return xmlAnswer(200, `<ListAllMyBucketsResult><Buckets><Bucket><Name>${this.bucketName}</Name></Bucket></Buckets></ListAllMyBucketsResult>`)
    if (request.bucket !== this.bucketName) return errorAnswer(404, 'NoSuchBucket', 'The specified bucket does not exist')
    switch (request.operation) {
      case 'CreateBucket':
        return errorAnswer(409, 'BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded and you already own it.')
      case 'HeadBucket':
        return emptyAnswer(200, { 'x-amz-bucket-region': this.region })
      case 'ListObjectsV2':
        return listObjects(this.bucket, request)
      case 'GetObject':
      case 'HeadObject':
        return getObject(this.bucket, request, this.policy.denyList !== true)
      case 'PutObject':
        return this.#writes.put(request)
      case 'DeleteObject':
        return this.#writes.delete(request)
      case 'CreateMultipartUpload':
        return this.#writes.create(request)
      case 'UploadPart':
        return this.#writes.uploadPart(request)
      case 'CompleteMultipartUpload':
        return this.#writes.complete(request)
      case 'AbortMultipartUpload':
        return this.#writes.abort(request)
      case 'ListMultipartUploads':
        return this.#writes.list(request)
      case 'Unknown':
        return errorAnswer(501, 'NotImplemented', `${request.method} is not known here`)
    }
  }

  #isExpired(request: FakeRequest): boolean {
    const limit = this.policy.expireAfterRequests
    if (limit === undefined) {
      this.#expiredKey = undefined
      return false
    }
    if (this.#expiredKey === undefined && this.#requests > limit) this.#expiredKey = request.accessKeyId
    return this.#expiredKey !== undefined && this.#expiredKey === request.accessKeyId
  }

  #nowMs(): number {
    return Date.now() + this.clockSkewMs
  }
}
