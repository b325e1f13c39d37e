import { AppError } from '@shared/errors'
import type { SnapshotProgress, SnapshotStatus, SnapshotWorkKind } from '@shared/model/snapshot'
import { cancelled } from './threadWork'

/** What a piece of work is given: a signal that stops it, and whom to tell how far it is. */
export type WorkStep<Result> = (signal: AbortSignal, onProgress: (progress: SnapshotProgress) => void) => Promise<Result>

interface Running {
  readonly kind: SnapshotWorkKind
  progress: SnapshotProgress
  readonly controller: AbortController
  readonly done: Promise<unknown>
}

/** Does one piece of work at a time, knows how far it is, and stops it when asked. */
export class OneWork {
  readonly #onChange: () => void
  #running: Running | null = null
  #isClosed = false

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  get isIdle(): boolean {
    return this.#running === null
  }

  status(): SnapshotStatus['work'] {
    return this.#running === null ? null : { kind: this.#running.kind, progress: this.#running.progress }
  }

  /** Rejects with `index-busy` while other work is under way, and with `cancelled` once closed, except for what is the `last`. */
  async run<Result>(kind: SnapshotWorkKind, step: WorkStep<Result>, { isLast = false } = {}): Promise<Result> {
    if (this.#isClosed && !isLast) throw cancelled()
    if (this.#running !== null) throw new AppError({ code: 'index-busy', message: 'A snapshot is being worked on already.', action: 'Wait until it is done, or stop it.' })
    const controller = new AbortController()
    const done = step(controller.signal, (progress) => {
      if (this.#running !== null) this.#running.progress = progress
      this.#onChange()
    })
    this.#running = { kind, progress: { phase: kind === 'publish' ? 'copying' : 'downloading', doneBytes: 0, totalBytes: 0 }, controller, done }
    this.#onChange()
    try {
      return await done
    } finally {
      this.#running = null
      this.#onChange()
    }
  }

  /** Stops what is under way. */
  cancel(): void {
    this.#running?.controller.abort(cancelled())
  }

  /** Stops what is under way and waits for its end; nothing but the last work begins any more. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.cancel()
    await this.#running?.done.catch(() => undefined)
  }
}
