import { setImmediate as turn } from 'node:timers/promises'
import type { WriteDatabase } from '../database/connection'
import { checkRuns } from './runCheck'
import { checkWhole, noteWholeCheck, wholeCheckedUs, wholeCheckEveryUs } from '../database/wholeCheck'

/** What the weekly check needs of the session it belongs to. */
export interface WeeklyCheckOptions {
  /** Whether something else is to be done. */
  readonly isBusy: () => boolean
  readonly onDamage: (error: unknown) => void
  /** Milliseconds since 1970. */
  readonly nowMs?: () => number
}

/** Checks the whole index once a week, when nothing else is to be done; that it was done is kept in the index. */
export class WeeklyCheck {
  readonly #db: WriteDatabase
  readonly #options: WeeklyCheckOptions
  #running: Promise<void> | null = null
  #isStopped = false

  constructor(db: WriteDatabase, options: WeeklyCheckOptions) {
    this.#db = db
    this.#options = options
  }

  /** Begins when it is due and nobody is kept waiting; called often. */
  consider(): void {
    if (this.#running !== null || this.#options.isBusy()) return
    const nowUs = this.#nowUs()
    const checkedUs = wholeCheckedUs(this.#db)
    // A new index has nothing to check: its first week begins.
    if (checkedUs === null) noteWholeCheck(this.#db, nowUs)
    else if (nowUs - checkedUs >= wholeCheckEveryUs) this.#begin()
  }

  /** Ends after the table it is at. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running
    this.#isStopped = false
  }

  #begin(): void {
    this.#running = this.#run().catch((error: unknown) => this.#options.onDamage(error)).finally(() => { this.#running = null })
  }

  async #run(): Promise<void> {
    await turn()
    for (const parts of [checkWhole(this.#db), checkRuns(this.#db)]) {
      for (;;) {
        if (this.#isStopped || this.#options.isBusy()) return
        if (parts.next().done === true) break
        await turn()
      }
    }
    noteWholeCheck(this.#db, this.#nowUs())
  }

  #nowUs(): number {
    return (this.#options.nowMs ?? Date.now)() * 1000
  }
}
