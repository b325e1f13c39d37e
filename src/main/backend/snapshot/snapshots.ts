import { AppError, toErrorShape } from '@shared/errors'
import type { PublishOutcome, RestoreOutcome, SnapshotList, SnapshotStatus, WriteTrial } from '@shared/model/snapshot'
import { Refusal } from '../database/copy/inspectFile'
import { currentFiles } from '../database/currentFiles'
import { listSnapshots, readSnapshot } from './listSnapshots'
import type { ListContext } from './listSnapshots'
import type { Manifest } from './manifest'
import { OneWork } from './oneWork'
import { Publishing } from './publishing'
import { adoptIndex, dropPrepared, prepareRestore } from './restore'
import { readSetAside, setAside } from './setAside'
import type { SnapshotSettings, SnapshotsOptions } from './snapshotHost'
import { startFromSnapshot } from './startFromSnapshot'
import { tryWrite } from './tryWrite'

/** All that is done with the snapshots of one workspace, one thing at a time. */
export class Snapshots {
  readonly #options: SnapshotsOptions
  readonly #work: OneWork
  readonly #publishing: Publishing
  readonly #read = new Map<string, Manifest | string>()
  #lastRestore: RestoreOutcome | null = null

  constructor(options: SnapshotsOptions) {
    this.#options = options
    this.#work = new OneWork(() => options.host.onChange())
    this.#publishing = new Publishing(options, this.#work)
  }

  /** Begins to publish at the interval, the first time after one interval; does nothing when publishing is off. */
  start(): void {
    this.#publishing.start()
  }

  /** Goes on with other settings. */
  async configure(settings: SnapshotSettings): Promise<void> {
    await this.#publishing.configure(settings)
  }

  status(): SnapshotStatus {
    const { settings, mayWrite, nextUs, last } = this.#publishing
    return { work: this.#work.status(), isPublishing: settings.publishSnapshots, mayWrite, nextUs, lastPublish: last, lastRestore: this.#lastRestore }
  }

  /**
   * Fills a workspace that is empty and not open from the newest good snapshot; `null` = it was not empty, or a person stopped it.
   * Rejects with `cancelled` when the signal is aborted.
   */
  async startEmpty(signal: AbortSignal): Promise<RestoreOutcome | null> {
    try {
      return await this.#work.run('start', async (own, onProgress) => {
        const { workspace, bucket, installation, programs } = this.#options
        const outcome = await startFromSnapshot({ workspace, bucket, installation, programs, signal: AbortSignal.any([signal, own]), onProgress })
        this.#lastRestore = outcome ?? this.#lastRestore
        return outcome
      })
    } catch (error) {
      if (signal.aborted || toErrorShape(error).code !== 'cancelled') throw error
      return null
    }
  }

  async list(): Promise<SnapshotList> {
    return await listSnapshots(this.#listing(AbortSignal.timeout(60_000)))
  }

  /** Publishes now, changed or not. */
  async create(): Promise<PublishOutcome> {
    return await this.#publishing.publish({ isForced: true })
  }

  /** Removes this installation's older snapshots; gives the keys of their manifests. */
  async prune(): Promise<string[]> {
    return await this.#publishing.prune(AbortSignal.timeout(60_000))
  }

  /** Finds out whether the credentials may write. */
  async tryWrite(): Promise<WriteTrial> {
    const trial = await tryWrite(this.#options.bucket, AbortSignal.timeout(30_000))
    if (trial.mayWrite || trial.policyStatement !== null) this.#publishing.mayWrite = trial.mayWrite
    this.#options.host.onChange()
    return trial
  }

  /** Puts a snapshot in the place of the index. */
  async restore(key: string): Promise<RestoreOutcome> {
    return await this.#work.run('restore', async (signal, onProgress) => {
      const { workspace, bucket, programs, host } = this.#options
      const { manifest, row } = await readSnapshot(key, this.#listing(signal))
      if (row.problem !== null) throw new AppError({ code: 'damaged', message: row.problem })
      try {
        const prepared = await prepareRestore({ workspace, bucket, manifest, isOwn: row.isOwn, programs, signal, onProgress })
        try {
          await host.replaceIndex(() => adoptIndex(workspace, prepared))
        } catch (error) {
          if (currentFiles(workspace).index !== prepared.files.index) dropPrepared(workspace, prepared)
          throw error
        }
        if (currentFiles(workspace).index !== prepared.files.index) throw new Refusal('damaged', 'It could not be opened; the index that was there before is back.')
        this.#lastRestore = { atUs: Date.now() * 1000, snapshot: row, words: ['Restored. It is compared with the bucket now.'], bodies: prepared.bodies, isStart: false }
        return this.#lastRestore
      } catch (error) {
        if (error instanceof Refusal) setAside(workspace, key, error.message)
        throw error
      }
    })
  }

  /** Stops what is under way; what is half done is taken back. */
  cancel(): void {
    this.#work.cancel()
  }

  /** Stops the publication that is this job of the index; `false` = it is none. */
  cancelJob(jobId: number): boolean {
    if (this.#publishing.jobId !== jobId) return false
    this.cancel()
    return true
  }

  /** Stops the timer and the work; publishes once more within the limit when that is wanted and the index has changed. */
  async close(publishLimitMs = 0): Promise<void> {
    await this.#publishing.stop()
    await this.#work.close()
    await this.#publishing.publishLast(publishLimitMs)
  }

  #listing(signal: AbortSignal): ListContext {
    const { bucket, installation, workspace } = this.#options
    return { bucket, installation, signal, cache: this.#read, setAside: readSetAside(workspace) }
  }
}
