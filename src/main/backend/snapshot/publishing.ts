import { AppError, toErrorShape } from '@shared/errors'
import type { PublishOutcome } from '@shared/model/snapshot'
import type { WriteDatabase } from '../database/connection'
import { readGeneration, readPublished, savePublished } from '../database/generation'
import { finishJob, startJob } from '../database/jobs'
import { Schedule } from '../schedule'
import { appVersion } from './appVersion'
import type { OneWork } from './oneWork'
import { publishSnapshot } from './publish'
import { pruneSnapshots } from './retention'
import type { SnapshotSettings, SnapshotsOptions } from './snapshotHost'
import { cancelled } from './threadWork'

const hourMs = 3_600_000
const firstRetryMs = 60_000

/** Publishes the index of a workspace: at the interval when it has changed, at the end, and when a person asks. */
export class Publishing {
  readonly #options: SnapshotsOptions
  readonly #work: OneWork
  readonly #timer: Schedule
  #isFirstTick = true
  settings: SnapshotSettings
  nextUs: number | null = null
  /** Whether the credentials may write, as the last try showed. */
  mayWrite: boolean | null = null
  last: PublishOutcome | null = null
  /** The job of the publication under way; `null` = there is none. */
  jobId: number | null = null

  constructor(options: SnapshotsOptions, work: OneWork) {
    this.#options = options
    this.#work = work
    this.settings = options.settings
    this.#timer = new Schedule({
      run: (signal) => this.#tick(signal),
      delayMs: () => this.settings.snapshotIntervalMs,
      retryDelayMs: (error, failures) => retryDelayMs(error, failures, this.settings.snapshotIntervalMs),
      onPlanned: (atMs) => {
        this.nextUs = atMs === null ? null : Math.round(atMs) * 1000
        options.host.onChange()
      },
      ...(options.clock === undefined ? {} : { clock: options.clock })
    })
  }

  /** Begins to publish at the interval, the first time after one interval; does nothing when publishing is off. */
  start(): void {
    if (this.settings.publishSnapshots) this.#timer.start()
  }

  /** Goes on with other settings. Whoever switches publishing on has the first snapshot at once. */
  async configure(settings: SnapshotSettings): Promise<void> {
    const before = this.settings
    this.settings = settings
    if (settings.publishSnapshots && !before.publishSnapshots) {
      this.#isFirstTick = false
      this.#timer.start()
    } else if (!settings.publishSnapshots) {
      await this.#timer.stop(cancelled())
    } else if (settings.snapshotIntervalMs !== before.snapshotIntervalMs) {
      this.#timer.replan()
    }
    this.#options.host.onChange()
  }

  async stop(): Promise<void> {
    await this.#timer.stop(cancelled())
  }

  /** Publishes; `isForced` = though nothing has changed, `isLast` = though all else has been closed. */
  async publish({ isForced, signal, isLast = false }: { readonly isForced: boolean; readonly signal?: AbortSignal; readonly isLast?: boolean }): Promise<PublishOutcome> {
    const db = this.#options.host.db()
    if (db === null) throw new AppError({ code: 'not-configured', message: 'No index is open.' })
    const generation = readGeneration(db)
    if (!isForced && (generation === 0 || generation === readPublished(db))) return this.#ended({ snapshot: null, isUnchanged: true, error: null })
    return await this.#work.run('publish', async (ownSignal, onProgress) => {
      const stop = signal === undefined ? ownSignal : AbortSignal.any([signal, ownSignal])
      const jobId = startJob(db, { kind: 'snapshot', project: null })
      this.jobId = jobId
      try {
        const { row, generation: published } = await publishSnapshot({ ...this.#options, appVersion: appVersion(), signal: stop, onProgress })
        this.mayWrite = true
        this.#note(db, () => {
          savePublished(db, published)
          finishJob(db, jobId, { state: 'done' })
        })
        // Too many snapshots are no reason to call this one failed.
        const error = await this.prune(stop).then(() => null, toErrorShape)
        return this.#ended({ snapshot: row, isUnchanged: false, error })
      } catch (thrown) {
        const error = stop.aborted ? cancelled().toShape() : toErrorShape(thrown)
        if (error.code === 'access-denied') this.mayWrite = false
        this.#note(db, () => finishJob(db, jobId, { state: error.code === 'cancelled' ? 'cancelled' : 'failed', error: error.code === 'cancelled' ? null : error }))
        this.#ended({ snapshot: null, isUnchanged: false, error })
        throw stop.aborted ? cancelled() : thrown
      } finally {
        this.jobId = null
      }
    }, { isLast })
  }

  /** Publishes what has changed before everything is closed, within the limit. */
  async publishLast(limitMs: number): Promise<void> {
    if (!this.settings.publishSnapshots || this.mayWrite === false || limitMs <= 0) return
    const limit = setTimeout(() => this.#work.cancel(), limitMs)
    // What cannot be published now is published next time.
    await this.publish({ isForced: false, isLast: true }).catch(() => undefined)
    clearTimeout(limit)
  }

  /** Removes this installation's older snapshots; gives the keys of their manifests. */
  async prune(signal: AbortSignal): Promise<string[]> {
    const { bucket, installation } = this.#options
    return await pruneSnapshots(bucket, { installId: installation.installId, keep: this.settings.priorSnapshotsToKeep, signal })
  }

  async #tick(signal: AbortSignal): Promise<void> {
    const isFirst = this.#isFirstTick
    this.#isFirstTick = false
    if (isFirst || !this.#work.isIdle) return
    await this.publish({ isForced: false, signal })
  }

  /** Writes into the index the work began with; while it went on, the index may have been closed or replaced. */
  #note(db: WriteDatabase, write: () => void): void {
    if (this.#options.host.db() === db) write()
  }

  #ended(outcome: Omit<PublishOutcome, 'atUs'>): PublishOutcome {
    this.last = { atUs: Date.now() * 1000, ...outcome }
    this.#options.host.onChange()
    return this.last
  }
}

// Without the permission to write, asking oftener than once an hour helps nobody.
function retryDelayMs(error: unknown, failures: number, intervalMs: number): number {
  const { code } = toErrorShape(error)
  if (code === 'access-denied' || code === 'unsupported-store' || code === 'sign-in-needed') return Math.max(hourMs * 1.2, intervalMs)
  return Math.min(intervalMs, firstRetryMs * 2 ** failures)
}
