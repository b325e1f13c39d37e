import type { Pool } from 'undici'

/** Longest waits of the lane, in milliseconds. */
export interface LeanTimeouts {
  readonly connectionTimeoutMs: number
  /** Until the headers, and between the bytes of a body. */
  readonly socketTimeoutMs: number
}

/** The waits of the app. */
export const defaultTimeouts: LeanTimeouts = { connectionTimeoutMs: 5000, socketTimeoutMs: 20_000 }
const keepAliveMs = 30_000

/** The connections of the lane: so many, kept alive, all to one origin at a time. */
export class LeanConnections {
  readonly #maxConnections: number
  readonly #timeouts: LeanTimeouts
  #open: { readonly origin: string; readonly pool: Promise<Pool> } | null = null

  constructor(maxConnections: number, timeouts: LeanTimeouts = defaultTimeouts) {
    this.#maxConnections = maxConnections
    this.#timeouts = timeouts
  }

  /** The pool to an origin, opened at the first call: start-up never pays for it. */
  to(origin: string): Promise<Pool> {
    if (this.#open?.origin === origin) return this.#open.pool
    this.close()
    const pool = this.#connect(origin)
    this.#open = { origin, pool }
    return pool
  }

  /** Closes what is idle now and the rest as it ends. */
  close(): void {
    void this.#open?.pool.then((pool) => pool.close(), () => undefined)
    this.#open = null
  }

  async #connect(origin: string): Promise<Pool> {
    const { Pool: PoolOf } = await import('undici')
    return new PoolOf(origin, {
      connections: this.#maxConnections,
      pipelining: 1,
      connect: { timeout: this.#timeouts.connectionTimeoutMs },
      headersTimeout: this.#timeouts.socketTimeoutMs,
      bodyTimeout: this.#timeouts.socketTimeoutMs,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: 10 * keepAliveMs
    })
  }
}
