import { setMaxListeners } from 'node:events'
import type { RunKey } from '@shared/model/run'
import { parseKey } from '../burr/key'
import type { ListedObject } from '../database/discovery'
import type { Fetched, Fetcher } from './fetch'
import type { IndexStore } from './indexStore'
import type { IngestBatch, IngestResult } from './ingest'
import { PageLedger } from './pageLedger'
import type { Section } from './pageLedger'
import { strayWords } from './strayWords'

/** How far a listing has come, as it is saved with the rows that it led to. */
export type ListingProgress = NonNullable<IngestBatch['listing']>

/** A part of a listing in the order in which it is to be dealt with. */
export interface WorkPage {
  readonly objects: readonly ListedObject[]
  /** Asked when this part and all before it are in the index; `null` = nothing to record. */
  readonly progress: (() => ListingProgress | null) | null
}

/** What was done with the objects of some listings. */
export interface Tally {
  listed: number
  indexed: number
  ignored: number
  failed: number
  /** Named by a listing and not in the index before. */
  found: number
  /** Deleted between listing and fetching. */
  vanished: number
}

/** What indexing needs and whom it tells. */
export interface IndexingContext {
  readonly store: IndexStore
  readonly fetcher: Fetcher
  readonly signal: AbortSignal
  /** S3's clock, milliseconds. */
  readonly nowMs: () => number
  /** Whether failed objects are tried again although their time has not come. */
  readonly retryNow?: boolean
  /** Most objects of one transaction; 100 when not given. */
  readonly batchObjects?: number
  readonly onIngested?: (changed: { readonly runs: readonly RunKey[]; readonly projects: readonly string[] }) => void
  readonly onProgress?: (tally: Readonly<Tally>) => void
}

/** Small enough that the thread answers in between. */
const defaultBatchObjects = 100
const batchBytes = 8 * 1024 * 1024
const flushAfterMs = 250

/** A tally with nothing in it. */
export function emptyTally(): Tally {
  return { listed: 0, indexed: 0, ignored: 0, failed: 0, found: 0, vanished: 0 }
}

/**
 * Brings everything the pages name into the index: fetching and writing overlap, memory is bounded by the fetcher's limit and
 * one batch. Adds to the tally as it goes. Rejects with what stopped it, after writing what had arrived.
 */
export async function indexPages(pages: AsyncIterable<WorkPage>, context: IndexingContext, tally: Tally = emptyTally()): Promise<Tally> {
  const run = new IndexingRun(context, tally)
  try {
    for await (const page of pages) await run.take(page)
    await run.finish()
  } catch (error) {
    await run.stop(error)
  }
  return tally
}

class IndexingRun {
  readonly #context: IndexingContext
  readonly #tally: Tally
  readonly #ledger = new PageLedger<() => ListingProgress | null>()
  readonly #underway = new Set<Promise<void>>()
  readonly #stopping = new AbortController()
  readonly #signal: AbortSignal
  #batch = emptyBatch()
  #flushTimer: NodeJS.Timeout | null = null
  #failure: { readonly error: unknown } | null = null

  constructor(context: IndexingContext, tally: Tally) {
    this.#context = context
    this.#tally = tally
    this.#signal = AbortSignal.any([context.signal, this.#stopping.signal])
    // Every request under way listens.
    setMaxListeners(0, this.#signal)
  }

  async take(page: WorkPage): Promise<void> {
    this.#check()
    const section = this.#ledger.add(page.progress)
    const retryUs = this.#context.retryNow === true ? Number.MAX_SAFE_INTEGER : this.#context.nowMs() * 1000
    const unknown = this.#context.store.unknownObjects(page.objects, retryUs)
    this.#tally.listed += page.objects.length
    this.#tally.found += unknown.length
    for (const listed of unknown) await this.#begin(listed, section)
    section.isClosed = true
    this.#context.onProgress?.(this.#tally)
    // A page of known objects still moves the cursor, but never waits for a full batch.
    if (this.#underway.size === 0) this.#flush()
  }

  async finish(): Promise<void> {
    await Promise.all(this.#underway)
    this.#check()
    this.#flush()
    this.#check()
  }

  async stop(error: unknown): Promise<never> {
    this.#stopping.abort(error)
    await Promise.allSettled(this.#underway)
    this.#flush()
    throw this.#failure?.error ?? error
  }

  async #begin(listed: ListedObject, section: Section<() => ListingProgress | null>): Promise<void> {
    section.open += 1
    const parsed = parseKey(listed.key)
    if (parsed.kind === 'stray') {
      this.#batch.setAside.push({ listed, state: 'ignored', reason: strayWords[parsed.reason], retryAtUs: null })
      this.#settle(section)
      return
    }
    const { limit } = this.#context.fetcher
    await limit.acquire(listed.sizeBytes, this.#signal)
    const work = this.#fetch(listed, section).finally(() => {
      limit.release(listed.sizeBytes)
      this.#underway.delete(work)
    })
    this.#underway.add(work)
  }

  async #fetch(listed: ListedObject, section: Section<() => ListingProgress | null>): Promise<void> {
    try {
      this.#add(await this.#context.fetcher.fetch(listed, this.#signal))
      this.#settle(section)
    } catch (error) {
      this.#failure ??= { error }
      this.#stopping.abort(error)
    }
  }

  #add(fetched: Fetched): void {
    switch (fetched.kind) {
      case 'body':
        this.#batch.objects.push(fetched)
        this.#batch.bytes += fetched.bytes.byteLength
        return
      case 'set-aside': {
        const { listed, reason, retryInMs } = fetched
        const retryAtUs = retryInMs === null ? null : (this.#context.nowMs() + retryInMs) * 1000
        this.#batch.setAside.push({ listed, state: 'failed', reason, retryAtUs })
        return
      }
      case 'vanished':
        this.#tally.vanished += 1
    }
  }

  #settle(section: Section<() => ListingProgress | null>): void {
    section.open -= 1
    if (this.#batch.objects.length + this.#batch.setAside.length >= (this.#context.batchObjects ?? defaultBatchObjects) || this.#batch.bytes >= batchBytes) this.#flush()
    else this.#flushTimer ??= setTimeout(() => this.#flush(), flushAfterMs)
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure.error
    this.#signal.throwIfAborted()
  }

  #flush(): void {
    if (this.#flushTimer !== null) clearTimeout(this.#flushTimer)
    this.#flushTimer = null
    try {
      this.#write()
    } catch (error) {
      this.#failure ??= { error }
      this.#stopping.abort(error)
    }
  }

  #write(): void {
    const batch = this.#batch
    this.#batch = emptyBatch()
    const progress = latestByPrefix(this.#ledger.takeFinished().flatMap((read) => read() ?? []))
    const [first, ...others] = progress
    if (batch.objects.length + batch.setAside.length === 0 && first === undefined) return
    const { objects, setAside } = batch
    const result = this.#context.store.ingest({ objects, setAside, ...(first === undefined ? {} : { listing: first }) })
    for (const { project, prefix, cursor, completeAtUs } of others) {
      this.#context.store.savePrefixState({ project, prefix, cursor, completeAtUs, dueUs: null })
    }
    this.#count(result)
  }

  #count(result: IngestResult): void {
    this.#tally.indexed += result.indexed
    this.#tally.ignored += result.ignored
    this.#tally.failed += result.failed
    this.#context.onIngested?.({ runs: result.changedRuns, projects: result.changedProjects })
    this.#context.onProgress?.(this.#tally)
  }
}

interface OpenBatch {
  readonly objects: { listed: ListedObject; bytes: Uint8Array; metadata: Record<string, string> }[]
  readonly setAside: IngestBatch['setAside'][number][]
  bytes: number
}

function emptyBatch(): OpenBatch {
  return { objects: [], setAside: [], bytes: 0 }
}

function latestByPrefix(progress: readonly ListingProgress[]): ListingProgress[] {
  return [...new Map(progress.map((one) => [`${one.project}\n${one.prefix}`, one])).values()]
}
