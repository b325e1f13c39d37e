import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher, Pool } from 'undici'

/** One GET on the wire. */
export interface WireGet {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal | undefined
  /** Holds how to abort it as long as it is under way: at a fraction of a signal's cost. */
  readonly aborts?: Set<() => void> | undefined
  /** Asked when the headers are there: whether the body is worth having. */
  accepts(status: number, headers: IncomingHttpHeaders): boolean
  /** Longer ends the request. */
  readonly maxBytes: number
  /** Called when the request truly goes out. */
  onSent(): void
  readonly onBytes?: ((count: number) => void) | undefined
}

/** An accepted answer, whole. */
export interface WireAnswer {
  readonly headers: IncomingHttpHeaders
  readonly body: Uint8Array
}

/** Sends a GET; `null` for whatever is not an accepted answer that came whole: refused, cut, stalled or aborted. Never rejects. */
export function ask(pool: Pool, get: WireGet): Promise<WireAnswer | null> {
  // A signal that was aborted before says nothing to whoever listens now.
  if (get.signal?.aborted === true) return Promise.resolve(null)
  return new Promise((resolve) => {
    const exchange = new Exchange(get, resolve)
    get.signal?.addEventListener('abort', exchange.abort, { once: true })
    get.aborts?.add(exchange.abort)
    try {
      pool.dispatch({ method: 'GET', path: get.path, headers: get.headers }, exchange)
    } catch {
      exchange.settle(null)
    }
  })
}

/** A refused body of so few bytes is read to its end, so that the connection can be used again. */
const drainableBytes = 64 * 1024

class Exchange implements Dispatcher.DispatchHandler {
  readonly #get: WireGet
  readonly #resolve: (answer: WireAnswer | null) => void
  #controller: Dispatcher.DispatchController | null = null
  #headers: IncomingHttpHeaders | null = null
  #chunks: Buffer[] = []
  #length = 0
  #isSettled = false

  constructor(get: WireGet, resolve: (answer: WireAnswer | null) => void) {
    this.#get = get
    this.#resolve = resolve
  }

  readonly abort = (): void => {
    this.settle(null)
    this.#controller?.abort(new Error('aborted'))
  }

  settle(answer: WireAnswer | null): void {
    if (this.#isSettled) return
    this.#isSettled = true
    this.#get.signal?.removeEventListener('abort', this.abort)
    this.#get.aborts?.delete(this.abort)
    this.#resolve(answer)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    // It waited for a connection while nobody wanted it any more.
    if (this.#isSettled) controller.abort(new Error('aborted'))
    else this.#get.onSent()
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (this.#get.accepts(status, headers)) {
      this.#headers = headers
      return
    }
    this.settle(null)
    if (!(Number(headers['content-length']) <= drainableBytes)) controller.abort(new Error('refused'))
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length
    if (this.#headers === null) {
      if (this.#length > drainableBytes) controller.abort(new Error('refused'))
      return
    }
    this.#get.onBytes?.(chunk.length)
    if (this.#length > this.#get.maxBytes) this.abort()
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    if (this.#headers === null) return
    const [first] = this.#chunks
    const body = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks, this.#length)
    this.settle({ headers: this.#headers, body })
  }

  onResponseError(): void {
    this.settle(null)
  }
}
