import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { prepareObject } from './ingestObject'
import type { FetchedObject, PreparedObject } from './ingestObject'
import { packFetched, unpackPrepared } from './preparePacket'
import type { PrepareAnswer } from './preparePacket'

/** Reads and compresses objects; the answer is in their order. */
export type Prepare = (objects: readonly FetchedObject[]) => Promise<readonly PreparedObject[]>

interface Waiting {
  readonly objects: readonly FetchedObject[]
  resolve(prepared: readonly PreparedObject[]): void
  reject(error: unknown): void
}

/** So few bytes are prepared where they are as long as there is no thread for it. */
const smallBytes = 256 * 1024
/** A thread that nobody asks for so long ends. */
const idleMs = 30_000

/** Prepares in the calling thread. */
export const prepareInPlace: Prepare = (objects) => Promise.resolve(objects.map(prepareObject))

/** Prepares in a thread of its own, which begins when there is much to do and ends when there is nothing. */
export class Preparer {
  readonly #file: string
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | null = null
  #isReady = false
  #asked = 0
  #idle: NodeJS.Timeout | null = null

  constructor(file: string) {
    this.#file = file
  }

  readonly prepare: Prepare = (objects) => {
    const sizeBytes = objects.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
    this.#worker ??= this.#open()
    // Its start takes longer than a few objects do.
    if (!this.#isReady && sizeBytes < smallBytes) return prepareInPlace(objects)
    return new Promise((resolve, reject) => {
      this.#asked += 1
      this.#waiting.set(this.#asked, { objects, resolve, reject })
      const request = packFetched(this.#asked, objects)
      this.#hold()
      this.#worker?.postMessage(request, [request.bytes])
    })
  }

  /** Ends the thread; what it has under way is done in the calling one. */
  close(): void {
    if (this.#worker !== null) this.#ended(this.#worker)
  }

  #open(): Worker {
    const worker = new Worker(this.#file, { name: 'prepare' })
    worker.on('online', () => { this.#isReady = this.#worker === worker })
    worker.on('message', (answer: PrepareAnswer) => this.#receive(answer))
    // What it had under way is done here; the next request begins a new one.
    worker.on('error', () => this.#ended(worker))
    worker.on('exit', () => this.#ended(worker))
    worker.unref()
    return worker
  }

  #receive(answer: PrepareAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if (this.#waiting.size === 0) this.#rest()
    waiting?.resolve(unpackPrepared(answer, waiting.objects))
  }

  #hold(): void {
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#idle = null
    this.#worker?.ref()
  }

  #rest(): void {
    this.#worker?.unref()
    this.#idle ??= setTimeout(() => this.close(), idleMs).unref()
  }

  #ended(worker: Worker): void {
    if (this.#worker !== worker) return
    this.#hold()
    this.#worker = null
    this.#isReady = false
    const left = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const waiting of left) prepareInPlace(waiting.objects).then((prepared) => waiting.resolve(prepared), (error: unknown) => waiting.reject(error))
    void worker.terminate()
  }
}

const built = ['./', '../'].map((at) => fileURLToPath(new URL(`${at}prepareThread.js`, import.meta.url))).find((path) => existsSync(path))
const shared = built === undefined ? null : new Preparer(built)

/** By the thread that is built beside this program and shared by all work of the calling thread; in place where there is none. */
export const prepareBeside: Prepare = shared === null ? prepareInPlace : shared.prepare
