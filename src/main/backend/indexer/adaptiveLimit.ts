import { setTimeout as sleep } from 'node:timers/promises'

/** How much may be under way at once. */
export interface LimitOptions {
  readonly maxConcurrency: number
  /** Sum of the sizes under way; one larger object alone is let through. */
  readonly maxBytes: number
}

interface Waiting {
  readonly sizeBytes: number
  enter(): void
  leave(error: unknown): void
}

/** How soon after a halving the next one may come, so that one burst of refusals counts once. */
const halvingPauseMs = 1000

/** It begins with so many at once; each success lets one more in until the store asks to slow down for the first time. */
const firstConcurrency = 16

/** A gate of requests: at most so many and so many bytes at once; halves when the store asks to slow down and grows back by one a round. */
export class AdaptiveLimit {
  #options: LimitOptions
  #limit: number
  #running = 0
  #bytes = 0
  #lent = 0
  #successes = 0
  #wasRefused = false
  #halvedAtMs = Number.NEGATIVE_INFINITY
  readonly #waiting = new Set<Waiting>()
  readonly #nowMs: () => number

  constructor(options: LimitOptions, nowMs: () => number = () => performance.now()) {
    this.#options = options
    this.#limit = Math.min(firstConcurrency, options.maxConcurrency)
    this.#nowMs = nowMs
  }

  /** How many may run at once now. */
  get limit(): number {
    return this.#limit
  }

  get running(): number {
    return this.#running
  }

  setMaxConcurrency(maxConcurrency: number): void {
    this.#options = { ...this.#options, maxConcurrency }
    this.#limit = Math.min(this.#limit, maxConcurrency)
    if (this.#limit < 1) this.#limit = 1
    this.#admit()
  }

  /** Waits for a place; rejects with the signal's reason when it is aborted first. Every place taken is given back with {@link release}. */
  async acquire(sizeBytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#waiting.size === 0 && this.#hasRoom(sizeBytes)) {
      this.#take(sizeBytes)
      return
    }
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => waiting.leave(signal.reason)
      const waiting: Waiting = {
        sizeBytes,
        enter: () => {
          signal.removeEventListener('abort', abort)
          resolve()
        },
        leave: (error) => {
          this.#waiting.delete(waiting)
          reject(error instanceof Error ? error : new Error('aborted'))
        }
      }
      signal.addEventListener('abort', abort, { once: true })
      this.#waiting.add(waiting)
    })
  }

  /** So many places are used by another thread from now on. */
  lend(places: number): void {
    this.#lent = places
    this.#admit()
  }

  release(sizeBytes: number): void {
    this.#running -= 1
    this.#bytes -= sizeBytes
    this.#admit()
  }

  /** The store asked to slow down. */
  slowDown(): void {
    this.#successes = 0
    this.#wasRefused = true
    if (this.#nowMs() - this.#halvedAtMs < halvingPauseMs) return
    this.#halvedAtMs = this.#nowMs()
    this.#limit = Math.max(1, Math.floor(this.#limit / 2))
  }

  /** A request went well. */
  succeeded(): void {
    if (this.#limit >= this.#options.maxConcurrency) return
    this.#successes += 1
    if (this.#wasRefused && this.#successes < this.#limit) return
    this.#successes = 0
    this.#limit += 1
    this.#admit()
  }

  #hasRoom(sizeBytes: number): boolean {
    if (this.#running === 0) return true
    return this.#running + this.#lent < this.#limit && this.#bytes + sizeBytes <= this.#options.maxBytes
  }

  #take(sizeBytes: number): void {
    this.#running += 1
    this.#bytes += sizeBytes
  }

  #admit(): void {
    for (const waiting of this.#waiting) {
      if (!this.#hasRoom(waiting.sizeBytes)) return
      this.#waiting.delete(waiting)
      this.#take(waiting.sizeBytes)
      waiting.enter()
    }
  }
}

/** Waits a random time below a bound that doubles with each attempt (from 0); ends early, without an error, when aborted. */
export async function pauseWithJitter(attempt: number, firstMs: number, longestMs: number, signal: AbortSignal): Promise<void> {
  const boundMs = Math.min(firstMs * 2 ** attempt, longestMs)
  await sleep(boundMs / 2 + (Math.random() * boundMs) / 2, undefined, { signal }).catch(() => undefined)
}
