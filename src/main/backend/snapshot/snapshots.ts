import { AppError, toErrorShape } from '@shared/errors'
import type { Settings } from '@shared/model/settings'
import type { PublishOutcome, RestoreOutcome, SnapshotList, SnapshotProgress, SnapshotStatus } from '@shared/model/snapshot'
import type { Bucket } from '../bucket/bucket'
import type { WriteDatabase } from '../database/connection'
import { readGeneration, readPublished, savePublished } from '../database/generation'
import { finishJob, startJob } from '../database/jobs'
import { Schedule } from '../schedule'
import type { ScheduleClock } from '../schedule'
import { appVersion } from './appVersion'
import type { Installation } from './installation'
import { listSnapshots, readSnapshot } from './listSnapshots'
import type { ListContext } from './listSnapshots'
import type { Manifest } from './manifest'
import { publishSnapshot } from './publish'
import { adoptIndex, dropPrepared, prepareRestore } from './restore'
import { pruneSnapshots } from './retention'
import { readSetAside, setAside } from './setAside'
import { Refusal } from '../database/copy/inspectFile'
import type { SnapshotPrograms } from './takeSnapshot'
import { cancelled } from './threadWork'

/** What snapshots ask of the thread that owns the index. */
export interface SnapshotHost {
  /** The index, while it is open. */
  db(): WriteDatabase | null
  /** Closes the index, calls `adopt`, opens what is in force then and has it compared with the bucket. */
  replaceIndex(adopt: () => void): Promise<void>
  /** Something in the status changed. */
  onChange(): void
}

/** What the snapshots of a workspace are made of. */
export interface SnapshotsOptions {
  readonly workspace: string
  readonly bucket: Bucket
  readonly settings: Pick<Settings, 'snapshotIntervalMs' | 'priorSnapshotsToKeep' | 'publishSnapshots'>
  readonly installation: Installation
  readonly programs: SnapshotPrograms
  readonly host: SnapshotHost
  readonly clock?: ScheduleClock
  readonly backoffMs?: number
}

const hourMs = 3_600_000
const firstRetryMs = 60_000

/** All that is done with the snapshots of one workspace, one thing at a time. */
export class Snapshots {
  readonly #options: SnapshotsOptions
  readonly #timer: Schedule
  readonly #read = new Map<string, Manifest | string>()
  #work: { readonly kind: 'publish' | 'restore'; progress: SnapshotProgress; readonly controller: AbortController; readonly done: Promise<unknown> } | null = null
  #hasTicked = false
  #nextUs: number | null = null
  #lastPublish: PublishOutcome | null = null
  #lastRestore: RestoreOutcome | null = null

  constructor(options: SnapshotsOptions) {
    this.#options = options
    this.#timer = new Schedule({
      run: (signal) => this.#tick(signal),
      delayMs: () => options.settings.snapshotIntervalMs,
      retryDelayMs: (error, failures) => retryDelayMs(error, failures, options.settings.snapshotIntervalMs),
      onPlanned: (atMs) => {
        this.#nextUs = atMs === null ? null : Math.round(atMs) * 1000
        options.host.onChange()
      },
      ...(options.clock === undefined ? {} : { clock: options.clock })
    })
  }

  /** Begins to publish at the interval, the first time after one interval; does nothing when publishing is off. */
  start(): void {
    if (this.#options.settings.publishSnapshots) this.#timer.start()
  }

  status(): SnapshotStatus {
    const work = this.#work === null ? null : { kind: this.#work.kind, progress: this.#work.progress }
    return { work, isPublishing: this.#options.settings.publishSnapshots, nextUs: this.#nextUs, lastPublish: this.#lastPublish, lastRestore: this.#lastRestore }
  }

  /** How the workspace was started, when it was from a snapshot. */
  startedFrom(outcome: RestoreOutcome | null): void {
    this.#lastRestore = outcome ?? this.#lastRestore
  }

  async list(): Promise<SnapshotList> {
    return await listSnapshots(this.#listing(AbortSignal.timeout(60_000)))
  }

  /** Publishes now, changed or not. */
  async create(): Promise<PublishOutcome> {
    return await this.#publish({ isForced: true })
  }

  /** Removes this installation's older snapshots; gives the keys of their manifests. */
  async prune(): Promise<string[]> {
    return await this.#prune(AbortSignal.timeout(60_000))
  }

  /** Puts a snapshot in the place of the index. */
  async restore(key: string): Promise<RestoreOutcome> {
    return await this.#exclusively('restore', async (signal, onProgress) => {
      const { workspace, bucket, programs, host } = this.#options
      const { manifest, row } = await readSnapshot(key, this.#listing(signal))
      if (row.problem !== null) throw new AppError({ code: 'damaged', message: row.problem })
      try {
        const prepared = await prepareRestore({ workspace, bucket, manifest, isOwn: row.isOwn, programs, signal, onProgress })
        try {
          await host.replaceIndex(() => adoptIndex(workspace, prepared))
        } catch (error) {
          dropPrepared(workspace, prepared)
          throw error
        }
        this.#lastRestore = { atUs: Date.now() * 1000, snapshot: row, words: ['Restored. It is compared with the bucket now.'], bodies: prepared.bodies }
        return this.#lastRestore
      } catch (error) {
        if (error instanceof Refusal) setAside(workspace, key, error.message)
        throw error
      }
    })
  }

  /** Stops what is under way; what is half done is taken back. */
  cancel(): void {
    this.#work?.controller.abort(cancelled())
  }

  /** Stops the timer and the work; publishes once more within the limit when that is wanted and the index has changed. */
  async close(publishLimitMs = 0): Promise<void> {
    await this.#timer.stop(cancelled())
    this.cancel()
    await this.#work?.done.catch(() => undefined)
    if (!this.#options.settings.publishSnapshots || publishLimitMs <= 0) return
    const limit = setTimeout(() => this.cancel(), publishLimitMs)
    // What cannot be published now is published next time.
    await this.#publish({ isForced: false }).catch(() => undefined)
    clearTimeout(limit)
  }

  async #tick(signal: AbortSignal): Promise<void> {
    const isFirst = !this.#hasTicked
    this.#hasTicked = true
    if (isFirst || this.#work !== null) return
    await this.#publish({ isForced: false, signal })
  }

  async #publish({ isForced, signal }: { readonly isForced: boolean; readonly signal?: AbortSignal }): Promise<PublishOutcome> {
    const db = this.#options.host.db()
    if (db === null) throw new AppError({ code: 'not-configured', message: 'No index is open.' })
    const generation = readGeneration(db)
    if (!isForced && (generation === 0 || generation === readPublished(db))) return this.#published({ snapshot: null, isUnchanged: true, error: null })
    return await this.#exclusively('publish', async (ownSignal, onProgress) => {
      const stop = signal === undefined ? ownSignal : AbortSignal.any([signal, ownSignal])
      const jobId = startJob(db, { kind: 'snapshot', project: null })
      try {
        const { row, generation: published } = await publishSnapshot({ ...this.#options, appVersion: appVersion(), signal: stop, onProgress })
        savePublished(db, published)
        finishJob(db, jobId, { state: 'done' })
        // Too many snapshots are no reason to call this one failed.
        const error = await this.#prune(stop).then(() => null, toErrorShape)
        return this.#published({ snapshot: row, isUnchanged: false, error })
      } catch (thrown) {
        const error = stop.aborted ? cancelled().toShape() : toErrorShape(thrown)
        finishJob(db, jobId, { state: error.code === 'cancelled' ? 'cancelled' : 'failed', error: error.code === 'cancelled' ? null : error })
        this.#published({ snapshot: null, isUnchanged: false, error })
        throw stop.aborted ? cancelled() : thrown
      }
    })
  }

  #published(outcome: Omit<PublishOutcome, 'atUs'>): PublishOutcome {
    this.#lastPublish = { atUs: Date.now() * 1000, ...outcome }
    this.#options.host.onChange()
    return this.#lastPublish
  }

  async #prune(signal: AbortSignal): Promise<string[]> {
    const { bucket, installation, settings } = this.#options
    return await pruneSnapshots(bucket, { installId: installation.installId, keep: settings.priorSnapshotsToKeep, signal })
  }

  #listing(signal: AbortSignal): ListContext {
    const { bucket, installation, workspace } = this.#options
    return { bucket, installation, signal, cache: this.#read, setAside: readSetAside(workspace) }
  }

  async #exclusively<Result>(kind: 'publish' | 'restore', work: (signal: AbortSignal, onProgress: (progress: SnapshotProgress) => void) => Promise<Result>): Promise<Result> {
    if (this.#work !== null) throw new AppError({ code: 'index-busy', message: 'A snapshot is being worked on already.', action: 'Wait until it is done, or stop it.' })
    const controller = new AbortController()
    const done = work(controller.signal, (progress) => {
      if (this.#work !== null) this.#work.progress = progress
      this.#options.host.onChange()
    })
    this.#work = { kind, progress: { phase: kind === 'publish' ? 'copying' : 'downloading', doneBytes: 0, totalBytes: 0 }, controller, done }
    try {
      return await done
    } finally {
      this.#work = null
      this.#options.host.onChange()
    }
  }
}

// Without the permission to write, asking oftener than once an hour helps nobody.
function retryDelayMs(error: unknown, failures: number, intervalMs: number): number {
  const { code } = toErrorShape(error)
  if (code === 'access-denied' || code === 'unsupported-store' || code === 'sign-in-needed') return Math.max(hourMs * 1.2, intervalMs)
  return Math.min(intervalMs, firstRetryMs * 2 ** failures)
}
