import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { LeanLane } from '../bucket/lean/sender'
import type { FromFetchLine, ToFetchLine } from './fetchLine'
import { prepareObject } from './ingestObject'
import type { FetchedObject, PreparedObject } from './ingestObject'
import { packFetched, unpackPrepared } from './preparePacket'
import type { PrepareAnswer, PrepareRequest } from './preparePacket'

/** Reads and compresses objects; the answer is in their order. */
export type Prepare = (objects: readonly FetchedObject[]) => Promise<readonly PreparedObject[]>

/** What the thread is told: to prepare, or something for one of its lines. */
export type ToPrepareThread = { readonly request: PrepareRequest } | { readonly line: number; readonly lane: LeanLane; readonly say: ToFetchLine }

/** What the thread answers. */
export type FromPrepareThread = { readonly answer: PrepareAnswer } | { readonly line: number; readonly answer: FromFetchLine }

/** The asking end of a line in the thread. */
export interface LineEnd {
  receive(answer: FromFetchLine): void
  /** The thread ended: what was asked of it gets no answer. */
  ended(): void
}

/** A thread with lines, as their asking ends use it. */
export type LineThread = Pick<Preparer, 'isReady' | 'addLine' | 'sayToLine' | 'setLineBusy' | 'removeLine'>

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

/** Prepares, and fetches before that, in a thread of its own, which begins when there is much to do and ends when there is nothing. */
export class Preparer {
  readonly #file: string
  readonly #waiting = new Map<number, Waiting>()
  readonly #lines = new Map<number, LineEnd>()
  readonly #busyLines = new Set<number>()
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
      this.#post({ request }, [request.bytes])
    })
  }

  /** Whether the thread is there; when it is not, it begins now. */
  isReady(): boolean {
    this.#worker ??= this.#open()
    return this.#isReady
  }

  /** Takes the asking end of a line; gives its number. */
  addLine(end: LineEnd): number {
    this.#asked += 1
    this.#lines.set(this.#asked, end)
    return this.#asked
  }

  /** Says something to a line. */
  sayToLine(line: number, lane: LeanLane, say: ToFetchLine): void {
    this.#post({ line, lane, say }, [])
  }

  /** Whether a line owes an answer: the thread stays as long as one does. */
  setLineBusy(line: number, isBusy: boolean): void {
    if (isBusy) {
      this.#busyLines.add(line)
      this.#hold()
    } else if (this.#busyLines.delete(line)) this.#restWhenIdle()
  }

  /** Closes a line and forgets it. */
  removeLine(line: number, lane: LeanLane): void {
    this.sayToLine(line, lane, { type: 'close' })
    this.#lines.delete(line)
    this.setLineBusy(line, false)
  }

  /** Ends the thread; what it has under way is done in the calling one. */
  close(): void {
    if (this.#worker !== null) this.#ended(this.#worker)
  }

  #post(message: ToPrepareThread, transfer: readonly ArrayBuffer[]): void {
    this.#worker?.postMessage(message, transfer)
  }

  #open(): Worker {
    const worker = new Worker(this.#file, { name: 'prepare' })
    worker.on('online', () => { this.#isReady = this.#worker === worker })
    worker.on('message', (message: FromPrepareThread) => this.#receive(message))
    // What it had under way is done here; the next request begins a new one.
    worker.on('error', () => this.#ended(worker))
    worker.on('exit', () => this.#ended(worker))
    worker.unref()
    return worker
  }

  #receive(message: FromPrepareThread): void {
    if ('line' in message) {
      this.#lines.get(message.line)?.receive(message.answer)
      return
    }
    const { answer } = message
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    this.#restWhenIdle()
    waiting?.resolve(unpackPrepared(answer, waiting.objects))
  }

  #hold(): void {
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#idle = null
    this.#worker?.ref()
  }

  #restWhenIdle(): void {
    if (this.#waiting.size + this.#busyLines.size > 0) return
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
    this.#busyLines.clear()
    for (const waiting of left) prepareInPlace(waiting.objects).then((prepared) => waiting.resolve(prepared), (error: unknown) => waiting.reject(error))
    for (const end of this.#lines.values()) end.ended()
    void worker.terminate()
  }
}

const built = ['./', '../'].map((at) => fileURLToPath(new URL(`${at}prepareThread.js`, import.meta.url))).find((path) => existsSync(path))

/** The thread that is built beside this program and shared by all work of the calling thread; `null` where there is none. */
export const besideThread: Preparer | null = built === undefined ? null : new Preparer(built)

/** By {@link besideThread}; in place where there is none. */
export const prepareBeside: Prepare = besideThread === null ? prepareInPlace : besideThread.prepare
