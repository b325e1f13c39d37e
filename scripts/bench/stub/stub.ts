import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Dataset } from './dataset'
import { benchBucket } from './listing'
import type { StubCounts, StubOptions } from './stubProcess'

/** What a bucket of the bench is, unless said otherwise: one project, runs of 40 files, over the last 30 days up to two days ago. */
export function stubOptions(more: Partial<StubOptions>): StubOptions {
  const day = 86_400_000
  const endMs = Math.floor(Date.now() / day) * day - day
  return { objects: 20_000, projects: 1, projectName: 'bench', filesPerRun: 40, startMs: endMs - 30 * day, spanMs: 30 * day, latencyMs: 0, port: 0, ...more }
}

/** A stub in a process of its own. */
export class Stub {
  readonly options: StubOptions
  readonly dataset: Dataset
  readonly #child: ChildProcess
  readonly port: number

  private constructor(options: StubOptions, child: ChildProcess, port: number) {
    this.options = options
    this.dataset = new Dataset(options)
    this.#child = child
    this.port = port
  }

  static async start(more: Partial<StubOptions> = {}): Promise<Stub> {
    const options = stubOptions(more)
    const child = fork(fileURLToPath(new URL('./stubProcess.ts', import.meta.url)), [JSON.stringify(options)], { execArgv: ['--import', 'tsx'] })
    const { port } = (await answerOf(child)) as { port: number }
    return new Stub(options, child, port)
  }

  get endpointUrl(): string {
    return `http://127.0.0.1:${String(this.port)}`
  }

  /** What it did since this was last asked. */
  async counts(): Promise<StubCounts> {
    const answer = answerOf(this.#child)
    this.#child.send('counts')
    return ((await answer) as { counts: StubCounts }).counts
  }

  /** Requests a second that the stub can answer at most: a client that does nothing but wait for so many bytes. */
  async ceiling(connections: number, durationMs = 1500): Promise<number> {
    const path = `/${benchBucket}/${this.dataset.keyAt(Math.floor(this.dataset.size / 2)).replaceAll(':', '%3A')}`
    const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`)
    let done = 0
    let isOver = false
    const startedMs = performance.now()
    const lines = Array.from({ length: connections }, () => new Promise<void>((resolve) => {
      const socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true })
      let due = 0
      let got = 0
      socket.on('connect', () => { socket.write(request) })
      socket.on('data', (chunk: Buffer) => {
        got += chunk.length
        if (due === 0) due = chunk.indexOf('\r\n\r\n') + 4 + Number(/Content-Length: (\d+)/.exec(chunk.toString('latin1'))?.[1])
        if (got < due) return
        got = 0
        done += 1
        if (!isOver) socket.write(request)
        else socket.destroy()
      })
      socket.on('close', () => { resolve() })
    }))
    setTimeout(() => { isOver = true }, durationMs)
    await Promise.all(lines)
    return done / ((performance.now() - startedMs) / 1000)
  }

  stop(): void {
    this.#child.disconnect()
  }
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', () => { reject(new Error('The stub has ended.')) })
  })
}
