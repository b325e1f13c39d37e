import { AppError } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { WriteDatabase } from '../database/connection'
import { touchBodies } from '../database/evict'
import { findRunId } from '../database/readRun'
import { asAppError } from '../database/sqliteError'

/** How long the note of a run that was read may wait for others. */
const noteMs = 30_000

/** Runs that a person read: their bodies are given up later than others. The reading thread cannot write that itself. */
export class UsedRuns {
  readonly #db: WriteDatabase
  readonly #runIds = new Set<number>()
  #timer: NodeJS.Timeout | null = null

  constructor(db: WriteDatabase) {
    this.#db = db
  }

  /** Noted together with others, in a while. */
  add(run: RunKey): void {
    try {
      this.#runIds.add(findRunId(this.#db, run))
    } catch (error) {
      if (!(asAppError(error) instanceof AppError)) throw error
      return
    }
    this.#timer ??= setTimeout(() => this.flush(), noteMs).unref()
  }

  /** Writes what was noted. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const runIds = [...this.#runIds]
    this.#runIds.clear()
    try {
      if (runIds.length > 0) touchBodies(this.#db, runIds)
    } catch (error) {
      // Only the order in which bodies go is lost; who writes rows tells of the disk.
      if (!(asAppError(error) instanceof AppError)) throw error
    }
  }
}
