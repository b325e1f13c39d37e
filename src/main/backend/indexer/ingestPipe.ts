import { Bell } from './bell'
import type { IndexStore } from './indexStore'
import type { FetchedObject, IngestBatch, IngestResult, ListingProgress, PreparedObject } from './ingest'
import type { Prepare } from './preparer'
import { SliceWriter } from './sliceWriter'

/** What the pipe writes to, and who is told. */
export interface PipeOptions {
  readonly store: Pick<IndexStore, 'ingest' | 'savePrefixState'>
  readonly prepare: Prepare
  /** Most objects that are gathered before they are written. */
  readonly batchObjects: number
  /** The progress that everything gathered so far stands for; asked when it is about to be written with the last of it. */
  takeProgress(): readonly (() => ListingProgress | null)[]
  onWritten(result: IngestResult): void
  /** Preparing or writing failed: nothing is written any more. */
  onFailed(error: unknown): void
}

/** The first rows are shown as soon as so many objects are there. */
export const firstObjects = 16
const growth = 4
const batchBytes = 8 * 1024 * 1024
const packetObjects = 64
const packetBytes = 512 * 1024
const packetAfterMs = 10
const flushAfterMs = 250
const mostInPipe = { objects: 2, bytes: 4 }

interface Arrived {
  readonly object: FetchedObject
  settled(): void
}

/** Takes fetched objects, prepares them in packets and writes them in batches, while others are being fetched. */
export class IngestPipe {
  readonly #options: PipeOptions
  readonly #writer: SliceWriter
  readonly #bell = new Bell()
  #arrived: Arrived[] = []
  #arrivedBytes = 0
  #objects: PreparedObject[] = []
  #setAside: IngestBatch['setAside'][number][] = []
  #batchBytes = 0
  #preparing = 0
  /** Objects and their bytes between their arrival and their commit. */
  #held = { objects: 0, bytes: 0 }
  #target: number
  #isWriting = false
  #isDue = false
  #isBroken = false
  #hasWritten = false
  #packetTimer: NodeJS.Timeout | null = null
  #flushTimer: NodeJS.Timeout | null = null

  constructor(options: PipeOptions) {
    this.#options = options
    this.#writer = new SliceWriter(options.store, (result) => options.onWritten(result), firstObjects)
    this.#target = Math.min(firstObjects, options.batchObjects)
  }

  /** Whether anything was written yet. */
  get hasWritten(): boolean {
    return this.#hasWritten
  }

  /** Whether nothing waits before the writing. */
  get isEmpty(): boolean {
    return this.#arrived.length === 0 && this.#preparing === 0
  }

  /** Takes an object; `settled` is called when it is part of the batch. */
  add(object: FetchedObject, settled: () => void): void {
    this.#arrived.push({ object, settled })
    this.#arrivedBytes += object.bytes.byteLength
    this.#held.objects += 1
    this.#held.bytes += object.bytes.byteLength
    if (this.#arrived.length >= Math.min(packetObjects, this.#target) || this.#arrivedBytes >= packetBytes) this.#send()
    else this.#packetTimer ??= setTimeout(() => this.#send(), packetAfterMs)
  }

  /** Takes objects that were prepared already; with their progress they are part of the batch at once. */
  addPrepared(objects: readonly PreparedObject[]): void {
    for (const object of objects) {
      this.#objects.push(object)
      this.#held.objects += 1
      this.#held.bytes += object.listed.sizeBytes
      this.#batchBytes += object.listed.sizeBytes
    }
    this.#gathered()
  }

  /** Takes an object that has no body. */
  setAside(object: IngestBatch['setAside'][number]): void {
    this.#setAside.push(object)
    this.#gathered()
  }

  /** Something was settled without an object: its progress may have to be written. */
  settled(): void {
    this.#gathered()
  }

  /** Waits until something changes that makes it true, or nothing can be written any more. */
  async until(holds: () => boolean): Promise<void> {
    await this.#bell.until(() => this.#isBroken || holds())
  }

  /** Tells those who wait to look again. */
  ring(): void {
    this.#bell.ring()
  }

  /** Waits for room for another object, beside what is on its way to it. */
  async room(coming: { readonly objects: number; readonly bytes: number }): Promise<void> {
    await this.until(() => this.hasRoom(coming))
  }

  /** Whether there is room for another object, beside what is on its way to it. */
  hasRoom(coming: { readonly objects: number; readonly bytes: number }): boolean {
    const { objects, bytes } = mostInPipe
    return this.#held.objects + coming.objects < objects * this.#options.batchObjects && this.#held.bytes + coming.bytes < bytes * batchBytes
  }

  /** Writes everything taken so far. */
  async flush(): Promise<void> {
    this.#send()
    await this.until(() => this.#preparing === 0)
    this.#write()
    await this.until(() => !this.#isWriting)
  }

  #send(): void {
    if (this.#packetTimer !== null) clearTimeout(this.#packetTimer)
    this.#packetTimer = null
    if (this.#arrived.length === 0) return
    const packet = this.#arrived
    this.#arrived = []
    this.#arrivedBytes = 0
    this.#preparing += 1
    this.#options.prepare(packet.map(({ object }) => object)).then(
      (prepared) => {
        this.#preparing -= 1
        this.#objects.push(...prepared)
        for (const arrived of packet) {
          this.#batchBytes += arrived.object.bytes.byteLength
          arrived.settled()
        }
        this.#gathered()
      },
      (error: unknown) => this.#failed(error)
    )
  }

  #gathered(): void {
    this.#bell.ring()
    if (this.#isBroken) return
    if (this.#objects.length + this.#setAside.length >= this.#target || this.#batchBytes >= batchBytes) this.#write()
    else this.#flushTimer ??= setTimeout(() => this.#write(), flushAfterMs)
  }

  #write(): void {
    if (this.#flushTimer !== null) clearTimeout(this.#flushTimer)
    this.#flushTimer = null
    this.#isDue = true
    if (this.#isWriting || this.#isBroken) return
    this.#isWriting = true
    this.#writeDue().then(
      () => {
        this.#isWriting = false
        this.#bell.ring()
      },
      (error: unknown) => this.#failed(error)
    )
  }

  async #writeDue(): Promise<void> {
    while (this.#isDue) {
      this.#isDue = false
      await this.#writeBatch()
      this.#target = Math.min(this.#target * growth, this.#options.batchObjects)
    }
  }

  async #writeBatch(): Promise<void> {
    const [objects, setAside, bytes] = [this.#objects, this.#setAside, this.#batchBytes]
    this.#objects = []
    this.#setAside = []
    this.#batchBytes = 0
    const progress = this.#options.takeProgress()
    if (objects.length + setAside.length + progress.length === 0) return
    await this.#writer.write({ objects, setAside }, progress)
    this.#held.objects -= objects.length
    this.#held.bytes -= bytes
    this.#hasWritten = true
    this.#bell.ring()
  }

  #failed(error: unknown): void {
    // Progress that was taken is lost with its objects: whatever came after it may not be written.
    this.#isBroken = true
    if (this.#flushTimer !== null) clearTimeout(this.#flushTimer)
    this.#flushTimer = null
    this.#options.onFailed(error)
    this.#bell.ring()
  }
}
