import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { benchBucket } from './stub/listing'

/** The line of figures the app shows at its foot, as far as it is measured. */
export interface BenchStatus {
  readonly connection: string
  readonly error: { readonly message: string } | null
  readonly lastPollUs: number | null
  readonly completeAsOfUs: number | null
  readonly objects: { readonly indexed: number; readonly ignored: number; readonly failed: number }
  readonly requestsInAll: { readonly list: number; readonly get: number; readonly head: number }
}

/** Where the app's backend works, and for whom. */
export interface BackendOptions {
  readonly dataFolder: string
  readonly endpointUrl: string
  readonly concurrency: number
  readonly intervalMs: number
  /** An empty data folder begins with the newest snapshot of the bucket. */
  readonly startsFromSnapshot?: boolean
  onChange?(change: { readonly kind: string }): void
}

type Message = { type: 'reply'; callId: number; text: string } | { type: 'change'; change: { kind: string } } | { type: 'closed' }

/** The two threads of the built app, run as its main process runs them. */
export class BackendThreads {
  readonly #threads: Readonly<Record<'indexer' | 'reader', Worker>>
  readonly #waiting = new Map<number, (text: string) => void>()
  #calls = 0

  constructor(options: BackendOptions) {
    const settings = {
      profile: null, bucket: benchBucket, region: 'us-east-1', endpointUrl: options.endpointUrl, forcePathStyle: true, updateIntervalMs: options.intervalMs,
      awsMaxConcurrency: options.concurrency, snapshotIntervalMs: 3_600_000, loadSnapshotOnStart: options.startsFromSnapshot === true, priorSnapshotsToKeep: 5, publishSnapshots: false, theme: 'system'
    }
    const open = (name: string): Worker => {
      const worker = new Worker(builtThread(name), { name, execArgv: process.execArgv.filter((argument) => argument.startsWith('--cpu-prof')), workerData: { dataFolder: options.dataFolder, settings } })
      worker.on('message', (message: Message) => {
        if (message.type === 'change') options.onChange?.(message.change)
        if (message.type !== 'reply') return
        this.#waiting.get(message.callId)?.(message.text)
        this.#waiting.delete(message.callId)
      })
      worker.on('error', (error) => { throw error })
      return worker
    }
    this.#threads = { indexer: open('indexer'), reader: open('reader') }
  }

  /** The value of a reply; throws the message of a failed call. */
  async call<Value>(thread: 'indexer' | 'reader', method: string, input: object = {}): Promise<Value> {
    const reply = JSON.parse(await this.callText(thread, method, input)) as { ok: boolean; value: Value; error?: { message: string } }
    if (!reply.ok) throw new Error(`${method}: ${reply.error?.message ?? ''}`)
    return reply.value
  }

  /** The reply as text, as it goes on to a window. */
  callText(thread: 'indexer' | 'reader', method: string, input: object = {}): Promise<string> {
    this.#calls += 1
    const callId = this.#calls
    return new Promise((resolve) => {
      this.#waiting.set(callId, resolve)
      this.#threads[thread].postMessage({ type: 'call', callId, method, input })
    })
  }

  status(): Promise<BenchStatus> {
    return this.call<BenchStatus>('indexer', 'status.get')
  }

  /** Waits until a status pleases; gives it. */
  async until(pleases: (status: BenchStatus) => boolean, everyMs = 100): Promise<BenchStatus> {
    for (;;) {
      const status = await this.status()
      if (pleases(status)) return status
      if (status.error !== null) throw new Error(status.error.message)
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
  }

  /** Lets the threads end by themselves, so that their profiles are written. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.#threads).map(async (thread) => {
      const ended = new Promise<void>((resolve) => { thread.once('exit', () => { resolve() }) })
      thread.postMessage({ type: 'close' })
      const limit = setTimeout(() => void thread.terminate(), 5000)
      await ended
      clearTimeout(limit)
    }))
  }
}

/** The built file of a thread; `BURR_BENCH_OUT` names the folder of another build, to compare two. */
function builtThread(name: string): string {
  return join(process.env['BURR_BENCH_OUT'] ?? fileURLToPath(new URL('../../out/main', import.meta.url)), `${name}Thread.js`)
}
