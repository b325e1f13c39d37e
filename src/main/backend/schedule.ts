/** Time as a schedule sees it, so that tests can hold it. */
export interface ScheduleClock {
  nowMs(): number
  /** Calls back once after that time; the result takes it back. */
  after(delayMs: number, callback: () => void): () => void
}

/** The clock of this process; a pending callback does not keep the process alive. */
export const processClock: ScheduleClock = {
  nowMs: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  }
}

/** What is run, and how often. */
export interface ScheduleOptions {
  /** Aborted by {@link Schedule.stop}. */
  run(signal: AbortSignal): Promise<void>
  /** Time from the end of one run to the next; `null` = not before it is asked for. */
  delayMs(): number | null
  /** Time to the next run after that many failures in a row. */
  retryDelayMs(error: unknown, failures: number): number
  /** Told when the next run is planned; `null` = none is. */
  onPlanned?(atMs: number | null): void
  readonly clock?: ScheduleClock
  /** From 0 to 1. */
  readonly random?: () => number
}

/** How far a planned time is moved at random, so that many apps do not ask at once. */
const jitter = 0.1

/** Runs one job at an interval: never twice at once, later after failures, not at all while stopped. */
export class Schedule {
  readonly #options: ScheduleOptions
  readonly #clock: ScheduleClock
  #takeBack: (() => void) | null = null
  #running: { readonly done: Promise<void>; readonly controller: AbortController } | null = null
  #isStarted = false
  #isAskedAgain = false
  #failures = 0
  #lastError: unknown = null

  constructor(options: ScheduleOptions) {
    this.#options = options
    this.#clock = options.clock ?? processClock
  }

  /** Runs at once and then at the interval. */
  start(): void {
    if (this.#isStarted) return
    this.#isStarted = true
    this.#failures = 0
    this.#begin()
  }

  /** Runs now; while a run is under way, once more right after it. A stopped schedule stays stopped. */
  runNow(): void {
    if (!this.#isStarted) return
    if (this.#running === null) this.#begin()
    else this.#isAskedAgain = true
  }

  /** Plans the next run anew, because the interval changed. */
  replan(): void {
    if (this.#isStarted && this.#running === null) this.#plan()
  }

  /** Aborts the run under way; the next is planned as after a failure. */
  abortRun(reason: unknown): void {
    this.#running?.controller.abort(reason)
  }

  /** Aborts the run under way, waits for its end and plans none. */
  async stop(reason?: unknown): Promise<void> {
    this.#isStarted = false
    this.#isAskedAgain = false
    this.#unplan()
    this.#options.onPlanned?.(null)
    const running = this.#running
    running?.controller.abort(reason)
    await running?.done
  }

  #begin(): void {
    this.#unplan()
    this.#isAskedAgain = false
    const controller = new AbortController()
    this.#running = { controller, done: this.#run(controller.signal) }
  }

  async #run(signal: AbortSignal): Promise<void> {
    // The caller notes the run before it begins.
    await Promise.resolve()
    try {
      await this.#options.run(signal)
      this.#failures = 0
      this.#lastError = null
    } catch (error) {
      this.#failures += 1
      this.#lastError = error
    }
    this.#running = null
    if (!this.#isStarted) return
    if (this.#isAskedAgain) this.#begin()
    else this.#plan()
  }

  #plan(): void {
    this.#unplan()
    const base = this.#failures === 0 ? this.#options.delayMs() : this.#options.retryDelayMs(this.#lastError, this.#failures)
    if (base === null) {
      this.#options.onPlanned?.(null)
      return
    }
    const delayMs = base * (1 - jitter + 2 * jitter * (this.#options.random ?? Math.random)())
    this.#options.onPlanned?.(this.#clock.nowMs() + delayMs)
    this.#takeBack = this.#clock.after(delayMs, () => this.#begin())
  }

  #unplan(): void {
    this.#takeBack?.()
    this.#takeBack = null
  }
}
