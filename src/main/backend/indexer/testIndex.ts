import { parseKey } from '../burr/key'
import type { Bucket, ListedObject, ListPage, ListRequest } from '../bucket/bucket'
import { BucketError } from '../bucket/bucketError'
import { nameObject } from '../database/objectName'
import type { ListedObject as KnownListedObject } from '../database/discovery'
import type { PrefixState } from '../database/prefixState'
import type { IndexStore } from './indexStore'
import type { PreparedBatch } from './ingest'

/** An index that is a map, with the promises of the real one; `failAfter` ends the process, so to speak, after so many writes. */
export class MemoryIndex {
  readonly objects = new Map<string, { etag: string; state: 'indexed' | 'ignored' | 'failed' | 'gone'; retryAtUs: number | null }>()
  readonly states = new Map<string, PrefixState>()
  ingested = 0
  writesLeft = Number.POSITIVE_INFINITY

  /** Keys that are indexed. */
  indexed(): Set<string> {
    return new Set([...this.objects].filter(([, object]) => object.state === 'indexed').map(([key]) => key))
  }

  store(): IndexStore {
    return {
      unknownObjects: (listed, nowUs) => listed.filter((object) => this.#isUnknown(object, nowUs)),
      ingest: (batch) => this.#ingest(batch),
      prefixState: (project, prefix) => this.states.get(`${project}\n${prefix}`) ?? null,
      prefixStates: (project) => [...this.states.values()].filter((state) => state.project === project),
      savePrefixState: (state) => {
        this.#write()
        this.#save(state)
      },
      projects: () => [...new Set([...this.objects.keys()].flatMap((key) => nameObject(key).project ?? []))],
      countRewritten: (listed) => listed.filter((object) => this.#known(object.key)?.etag !== undefined && this.#known(object.key)?.etag !== object.etag).length,
      countByPrefix: (beginning) => this.#countByPrefix(beginning),
      keysOfPrefix: (prefix) => this.#present().filter((key) => nameObject(key).prefix === prefix),
      markGone: (keys) => {
        this.#write()
        for (const key of keys) {
          const object = this.objects.get(key)
          if (object !== undefined) object.state = 'gone'
        }
      }
    }
  }

  #known(key: string): { etag: string } | undefined {
    const object = this.objects.get(key)
    return object === undefined || object.state === 'gone' || object.state === 'failed' ? undefined : object
  }

  #isUnknown(listed: KnownListedObject, nowUs: number): boolean {
    const object = this.objects.get(listed.key)
    if (object === undefined || object.state === 'gone' || object.etag !== listed.etag) return true
    return object.state === 'failed' && object.retryAtUs !== null && object.retryAtUs <= nowUs
  }

  #ingest(batch: PreparedBatch): ReturnType<IndexStore['ingest']> {
    this.#write()
    for (const { listed } of batch.objects) {
      this.objects.set(listed.key, { etag: listed.etag, state: 'indexed', retryAtUs: null })
      this.ingested += 1
    }
    for (const { listed, state, retryAtUs } of batch.setAside) this.objects.set(listed.key, { etag: listed.etag, state, retryAtUs })
    if (batch.listing !== undefined) this.#save({ ...batch.listing, dueUs: null })
    const count = (state: string): number => batch.setAside.filter((each) => each.state === state).length
    return { changedRuns: [], changedProjects: [], indexed: batch.objects.length, ignored: count('ignored'), failed: count('failed') }
  }

  #save(state: PrefixState): void {
    const key = `${state.project}\n${state.prefix}`
    this.states.set(key, { ...state, completeAtUs: state.completeAtUs ?? this.states.get(key)?.completeAtUs ?? null })
  }

  #write(): void {
    if (this.writesLeft <= 0) throw new Error('killed')
    this.writesLeft -= 1
  }

  #present(): string[] {
    return [...this.objects].filter(([, object]) => object.state !== 'gone').map(([key]) => key)
  }

  #countByPrefix(beginning: string): { prefix: string; count: number }[] {
    const counts = new Map<string, number>()
    for (const key of this.#present()) {
      const { prefix } = nameObject(key)
      if (prefix.startsWith(beginning)) counts.set(prefix, (counts.get(prefix) ?? 0) + 1)
    }
    return [...counts].map(([prefix, count]) => ({ prefix, count }))
  }
}

/** A bucket that is a sorted map: small pages, a clock of its own, and a hook between pages. */
export class MemoryBucket implements Bucket {
  readonly name = 'b'
  readonly objects = new Map<string, string>()
  readonly counts = { list: 0, get: 0, head: 0, put: 0, delete: 0, bytes: 0 }
  pageSize = 1000
  nowMs = 0
  /** Called after each page was made up, before it is given. */
  onPage: (request: ListRequest) => void = () => undefined

  region(): string | null {
    return null
  }

  listPage(request: ListRequest): Promise<ListPage> {
    this.counts.list += 1
    if (request.signal?.aborted === true) return Promise.reject(new BucketError('cancelled', { bucket: 'b' }))
    const page = this.#page(request)
    this.onPage(request)
    return Promise.resolve(page)
  }

  get(key: string): ReturnType<Bucket['get']> {
    this.counts.get += 1
    const etag = this.objects.get(key)
    if (etag === undefined) return Promise.reject(new BucketError('not-found', { bucket: 'b', key }))
    return Promise.resolve({ bytes: new Uint8Array(1), etag, metadata: {}, lastModified: null })
  }

  head(key: string): ReturnType<Bucket['head']> {
    this.counts.head += 1
    const etag = this.objects.get(key)
    if (etag === undefined) return Promise.reject(new BucketError('not-found', { bucket: 'b', key }))
    return Promise.resolve({ etag, metadata: {}, lastModified: null, sizeBytes: 1 })
  }

  put(): ReturnType<Bucket['put']> {
    return Promise.reject(new BucketError('not-our-key', { bucket: 'b' }))
  }

  delete(): Promise<void> {
    return Promise.reject(new BucketError('not-our-key', { bucket: 'b' }))
  }

  requestCounts(): ReturnType<Bucket['requestCounts']> {
    return { ...this.counts }
  }

  close(): void {
    this.objects.clear()
  }

  /** Keys of Burr's layout. */
  keys(): Set<string> {
    return new Set([...this.objects.keys()].filter((key) => parseKey(key).kind !== 'stray'))
  }

  #page({ prefix, startAfter, continuationToken, delimiter }: ListRequest): ListPage {
    const after = continuationToken ?? startAfter ?? ''
    const objects: ListedObject[] = []
    const commonPrefixes: string[] = []
    let last = ''
    for (const key of [...this.objects.keys()].filter((each) => each.startsWith(prefix)).sort(byBytes)) {
      const cut = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length)
      const name = cut < 0 ? key : key.slice(0, cut + 1)
      if (byBytes(name, after) <= 0 || name === last) continue
      if (objects.length + commonPrefixes.length >= this.pageSize) return { objects, commonPrefixes, nextContinuationToken: last, serverDateMs: this.nowMs }
      last = name
      if (cut < 0) objects.push({ key, sizeBytes: 1, etag: this.objects.get(key) ?? '', lastModified: new Date(this.nowMs) })
      else commonPrefixes.push(name)
    }
    return { objects, commonPrefixes, serverDateMs: this.nowMs }
  }
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
