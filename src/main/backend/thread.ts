import { Worker } from 'node:worker_threads'
import type { Change } from '@shared/contract/change'
import { errorReply } from '@shared/contract/reply'
import { ChildKeeper } from './snapshot/childRelay'
import type { KeptChild } from './snapshot/childRelay'
import type { FromThread, ThreadStart, ToThread } from './threadMessage'

/** A thread that ends oftener than this within {@link restartWindowMs} is not started again. */
const restartLimit = 3
const restartWindowMs = 60_000

/** How a thread is run and what is told about it. */
export interface ThreadOptions {
  readonly name: string
  /** Absolute path of the thread's file. */
  readonly file: string
  start(): ThreadStart
  onChange(change: Change): void
  /** The thread found the index damaged. */
  onDamaged?(): void
  /** Starts a child process for the thread. */
  readonly forkChild?: () => KeptChild
  /** So long it may take to finish, milliseconds. */
  readonly closeLimitMs: number
  /** The thread ended by itself; `restarted` tells whether a new one took its place. */
  onLost(name: string, error: Error | null, restarted: boolean): void
}

/** The main process's handle of one worker thread: calls, messages, and a new thread when the old one died. */
export class Thread {
  readonly #options: ThreadOptions
  readonly #waiting = new Map<number, (text: string) => void>()
  readonly #deaths: number[] = []
  readonly #children: ChildKeeper | null
  #worker: Worker | null = null
  #nextCallId = 1
  #closing: (() => void) | null = null
  #lastError: Error | null = null

  constructor(options: ThreadOptions) {
    this.#options = options
    const { forkChild } = options
    this.#children = forkChild === undefined ? null : new ChildKeeper(forkChild, (message) => this.send({ type: 'child', message }))
    this.#open()
  }

  /** The reply's text; a thread that died answers with an `internal` error, never with silence. */
  call(method: string, input: unknown): Promise<string> {
    if (this.#worker === null) return Promise.resolve(this.#lostReply())
    const callId = this.#nextCallId++
    return new Promise((resolve) => {
      this.#waiting.set(callId, resolve)
      this.send({ type: 'call', callId, method, input })
    })
  }

  send(message: ToThread): void {
    this.#worker?.postMessage(message)
  }

  /** Asks the thread to finish; one that does not within its limit is ended. */
  async close(): Promise<void> {
    const worker = this.#worker
    if (worker === null) return
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, this.#options.closeLimitMs)
      this.#closing = () => {
        clearTimeout(limit)
        resolve()
      }
      this.send({ type: 'close' })
    })
    this.#worker = null
    await worker.terminate()
    this.#children?.close()
  }

  #open(): void {
    const worker = new Worker(this.#options.file, { name: this.#options.name, workerData: this.#options.start() })
    worker.on('message', (message: FromThread) => this.#receive(message))
    worker.on('error', (error) => {
      this.#lastError = error instanceof Error ? error : new Error(String(error))
    })
    worker.on('exit', () => this.#ended(worker))
    this.#worker = worker
  }

  #receive(message: FromThread): void {
    switch (message.type) {
      case 'reply':
        this.#waiting.get(message.callId)?.(message.text)
        this.#waiting.delete(message.callId)
        return
      case 'change':
        this.#options.onChange(message.change)
        return
      case 'damaged':
        this.#options.onDamaged?.()
        return
      case 'child':
        this.#children?.receive(message.message)
        return
      case 'closed':
        this.#closing?.()
    }
  }

  #ended(worker: Worker): void {
    if (this.#closing !== null) {
      this.#closing()
      return
    }
    if (this.#worker !== worker) return
    this.#worker = null
    this.#children?.close()
    for (const resolve of this.#waiting.values()) resolve(this.#lostReply())
    this.#waiting.clear()
    const now = Date.now()
    while (this.#deaths[0] !== undefined && this.#deaths[0] < now - restartWindowMs) this.#deaths.shift()
    this.#deaths.push(now)
    const restart = this.#deaths.length < restartLimit
    if (restart) this.#open()
    this.#options.onLost(this.#options.name, this.#lastError, restart)
  }

  #lostReply(): string {
    const why = this.#lastError === null ? '' : ` (${this.#lastError.message})`
    return errorReply({
      code: 'internal',
      message: `The ${this.#options.name} thread ended unexpectedly${why}.`,
      action: 'Restart Burr Desktop.'
    })
  }
}
