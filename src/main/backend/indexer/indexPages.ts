import { setMaxListeners } from 'node:events'
import type { ListedObject } from '../database/discovery'
import { nameObject } from '../database/objectName'
import type { Fetched } from './fetch'
import { emptyTally } from './indexWork'
import type { IndexingContext, ListingProgress, Tally, WorkPage } from './indexWork'
import type { IngestResult } from './ingest'
import { firstObjects, IngestPipe } from './ingestPipe'
import { PageLedger } from './pageLedger'
import type { Section } from './pageLedger'
import { prepareInPlace } from './preparer'
import { strayWords } from './strayWords'

export { emptyTally } from './indexWork'
export type { IndexingContext, ListingProgress, Tally, WorkPage } from './indexWork'

const defaultBatchObjects = 1000
/** A page with so many objects to fetch is worth another thread. */
const bulkObjects = 32
const packetObjects = 32

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

type OpenSection = Section<() => ListingProgress | null>

class IndexingRun {
  readonly #context: IndexingContext
  readonly #tally: Tally
  readonly #ledger = new PageLedger<() => ListingProgress | null>()
  readonly #underway = new Set<Promise<void>>()
  readonly #stopping = new AbortController()
  readonly #signal: AbortSignal
  readonly #pipe: IngestPipe
  /** What is to be sent to the other thread, all of one page. */
  #packet: ListedObject[] = []
  /** What the other thread has under way. */
  readonly #coming = { objects: 0, bytes: 0 }
  #begun = 0
  #failure: { readonly error: unknown } | null = null

  constructor(context: IndexingContext, tally: Tally) {
    this.#context = context
    this.#tally = tally
    this.#signal = AbortSignal.any([context.signal, this.#stopping.signal])
    // Every request under way listens.
    setMaxListeners(0, this.#signal)
    this.#pipe = new IngestPipe({
      store: context.store,
      prepare: context.prepare ?? prepareInPlace,
      batchObjects: context.batchObjects ?? defaultBatchObjects,
      takeProgress: () => this.#ledger.takeFinished(),
      onWritten: (result) => this.#count(result),
      onFailed: (error) => this.#fail(error)
    })
  }

  async take(page: WorkPage): Promise<void> {
    this.#check()
    const section = this.#ledger.add(page.progress)
    const retryUs = this.#context.retryNow === true ? Number.MAX_SAFE_INTEGER : this.#context.nowMs() * 1000
    const unknown = this.#context.store.unknownObjects(page.objects, retryUs)
    this.#tally.listed += page.objects.length
    this.#tally.found += unknown.length
    const isBulk = unknown.length >= bulkObjects
    for (const listed of unknown) await this.#begin(listed, section, isBulk)
    this.#sendPacket(section)
    section.isClosed = true
    this.#context.onProgress?.(this.#tally)
    // A page of known objects still moves the cursor, but never waits for a full batch.
    if (this.#underway.size === 0 && this.#pipe.isEmpty) await this.#pipe.flush()
  }

  async finish(): Promise<void> {
    await this.#allUnderway()
    this.#check()
    await this.#pipe.flush()
    this.#check()
  }

  async stop(error: unknown): Promise<never> {
    this.#stopping.abort(error)
    await this.#allUnderway()
    await this.#pipe.flush()
    throw this.#failure?.error ?? error
  }

  /** Also what begins while it waits; none of it rejects. */
  async #allUnderway(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway)
  }

  async #begin(listed: ListedObject, section: OpenSection, isBulk: boolean): Promise<void> {
    section.open += 1
    const { parsed } = nameObject(listed.key)
    if (parsed.kind === 'stray') {
      section.open -= 1
      this.#pipe.setAside({ listed, state: 'ignored', reason: strayWords[parsed.reason], retryAtUs: null })
      return
    }
    await this.#ready(section)
    if (isBulk && this.#context.fetcher.beside?.takes(listed) === true) {
      this.#packet.push(listed)
      this.#coming.objects += 1
      this.#coming.bytes += listed.sizeBytes
      if (this.#packet.length >= packetObjects) this.#sendPacket(section)
      return
    }
    const { limit } = this.#context.fetcher
    await limit.acquire(listed.sizeBytes, this.#signal)
    this.#follow(this.#fetch(listed, section).finally(() => limit.release(listed.sizeBytes)))
  }

  #follow(work: Promise<void>): void {
    const followed = work.catch((error: unknown) => this.#fail(error)).finally(() => {
      this.#underway.delete(followed)
      this.#pipe.ring()
    })
    this.#underway.add(followed)
  }

  #sendPacket(section: OpenSection): void {
    const { beside } = this.#context.fetcher
    const packet = this.#packet
    if (packet.length === 0 || beside === null) return
    this.#packet = []
    const arrived = (listed: ListedObject): void => {
      // The other thread sent one request for it.
      this.#context.job?.sent('GetObjectCommand')
      this.#coming.objects -= 1
      this.#coming.bytes -= listed.sizeBytes
    }
    this.#follow(beside.fetch(packet, this.#signal, {
      onPrepared: (objects) => {
        for (const { listed } of objects) {
          arrived(listed)
          this.#context.job?.received(listed.sizeBytes)
        }
        section.open -= objects.length
        this.#pipe.addPrepared(objects)
      },
      onRefused: (listed) => {
        arrived(listed)
        this.#follow(this.#fetchInTurn(listed, section))
      }
    }))
  }

  async #fetchInTurn(listed: ListedObject, section: OpenSection): Promise<void> {
    const { limit } = this.#context.fetcher
    await limit.acquire(listed.sizeBytes, this.#signal)
    await this.#fetch(listed, section).finally(() => limit.release(listed.sizeBytes))
  }

  /** The first few are shown before the many behind them are asked for; later only what waits to be written is bounded. */
  async #ready(section: OpenSection): Promise<void> {
    this.#begun += 1
    if (this.#begun === firstObjects + 1) await this.#pipe.until(() => this.#pipe.hasWritten || (this.#underway.size === 0 && this.#pipe.isEmpty))
    // Large objects take all room before their packet is full; nothing would be under way to make room again.
    if (!this.#pipe.hasRoom(this.#coming)) this.#sendPacket(section)
    await this.#pipe.room(this.#coming)
    this.#check()
  }

  async #fetch(listed: ListedObject, section: OpenSection): Promise<void> {
    try {
      this.#take(await this.#context.fetcher.fetch(listed, this.#signal, this.#context.job), section)
    } catch (error) {
      this.#fail(error)
    }
  }

  #take(fetched: Fetched, section: OpenSection): void {
    switch (fetched.kind) {
      case 'body':
        this.#pipe.add(fetched, () => { section.open -= 1 })
        return
      case 'set-aside': {
        const { listed, reason, retryInMs } = fetched
        const retryAtUs = retryInMs === null ? null : (this.#context.nowMs() + retryInMs) * 1000
        section.open -= 1
        this.#pipe.setAside({ listed, state: 'failed', reason, retryAtUs })
        return
      }
      case 'vanished':
        this.#tally.vanished += 1
        section.open -= 1
        this.#pipe.settled()
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= { error }
    this.#stopping.abort(error)
    this.#pipe.ring()
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure.error
    this.#signal.throwIfAborted()
  }

  #count(result: IngestResult): void {
    this.#tally.indexed += result.indexed
    this.#tally.ignored += result.ignored
    this.#tally.failed += result.failed
    this.#context.onIngested?.({ runs: result.changedRuns, projects: result.changedProjects })
    this.#context.onProgress?.(this.#tally)
  }
}
