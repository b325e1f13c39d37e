import { AppError } from '@shared/errors'

/** A long piece of work waiting for its turn; `key` names it, so that it waits only once. */
export interface LaneWork {
  readonly key: string
  /** Goes before the others. */
  readonly isUrgent: boolean
  run(signal: AbortSignal): Promise<void>
}

/** The reason of work that a person cancelled. */
export function cancelled(): AppError {
  return new AppError({ code: 'cancelled', message: 'It was cancelled.' })
}

/** Does long pieces of work one after the other; one that fails does not stop the next. */
export class WorkLane {
  readonly #waiting: LaneWork[] = []
  readonly #onFailed: (work: LaneWork, error: unknown) => void
  #current: { readonly work: LaneWork; readonly controller: AbortController; readonly done: Promise<void> } | null = null
  #isOpen = true

  constructor(onFailed: (work: LaneWork, error: unknown) => void) {
    this.#onFailed = onFailed
  }

  get isIdle(): boolean {
    return this.#current === null && this.#waiting.length === 0
  }

  /** Whether work of this name waits or is under way. */
  has(key: string): boolean {
    return this.#current?.work.key === key || this.#waiting.some((work) => work.key === key)
  }

  add(work: LaneWork): void {
    if (!this.#isOpen || this.has(work.key)) return
    if (work.isUrgent) this.#waiting.unshift(work)
    else this.#waiting.push(work)
    this.#next()
  }

  /** Takes back all work that waits and aborts what is under way, then waits for its end; new work is taken. */
  async clear(): Promise<void> {
    this.#waiting.length = 0
    const current = this.#current
    current?.controller.abort(cancelled())
    await current?.done
  }

  /** Like {@link clear}, for good. */
  async close(): Promise<void> {
    this.#isOpen = false
    await this.clear()
  }

  /** Aborts what is under way under this signal; false when it is not of this lane. */
  abort(signal: AbortSignal): boolean {
    if (this.#current?.controller.signal !== signal) return false
    this.#current.controller.abort(cancelled())
    return true
  }

  #next(): void {
    if (this.#current !== null) return
    const work = this.#waiting.shift()
    if (work === undefined) return
    const controller = new AbortController()
    this.#current = { work, controller, done: this.#run(work, controller.signal) }
  }

  async #run(work: LaneWork, signal: AbortSignal): Promise<void> {
    await Promise.resolve()
    try {
      await work.run(signal)
    } catch (error) {
      this.#onFailed(work, error)
    }
    this.#current = null
    this.#next()
  }
}
