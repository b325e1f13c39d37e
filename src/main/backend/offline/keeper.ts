import { AppError } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { Bucket } from '../bucket/bucket'
import type { WriteDatabase } from '../database/connection'
import { pinnedBodiesOf, readAbsent } from '../database/pins'
import { findRunId } from '../database/readRun'
import { runsOfObjects } from '../database/runsOfObjects'
import { readPins } from '../database/userPins'
import type { KeptPin } from '../database/userPins'
import { emptyTally } from '../indexer/indexPages'
import type { Indexing, WorkProgress } from '../indexer/indexing'
import type { RequestCounter } from '../bucket/requestMeter'
import { JobRecord } from '../indexer/jobRecord'
import type { LaneWork } from '../indexer/workLane'
import { bringBodies } from './bringBodies'
import { PinMarks } from './pinMarks'

const batchSize = 64
const tellEveryMs = 2000
/** What a filter matches moves with the clock. */
const replanEveryMs = 3_600_000

/** What the keeper works with and whom it tells. */
export interface KeeperOptions {
  readonly indexing: Pick<Indexing, 'store' | 'fetcher' | 'saveRequests'>
  readonly bucket: Bucket
  /** Long work, one piece after the other. */
  addWork(work: LaneWork): void
  onProgress(progress: WorkProgress): void
  /** The work under this signal has ended. */
  onEnded(signal: AbortSignal): void
  /** Bodies of these runs came. */
  onBrought(runs: readonly RunKey[]): void
  /** What is kept, or how much of it is here, is another now. */
  onKept(): void
  onFailed(error: unknown): void
  readonly nowMs?: () => number
}

/** Keeps what a person pinned on this computer: marks its bodies as not to be given up, and brings those that are missing. */
export class OfflineKeeper {
  readonly #db: WriteDatabase
  readonly #options: KeeperOptions
  readonly #marks: PinMarks
  #pins: readonly KeptPin[] | null = null
  #missing: readonly number[] = []
  #wanted: ReadonlySet<number> = new Set()
  #planning: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null
  #jobId: number | null = null
  #isResting = false
  #toldAtMs = 0
  #untold: RunKey[] = []
  #isClosed = false

  constructor(db: WriteDatabase, options: KeeperOptions) {
    this.#db = db
    this.#options = options
    this.#marks = new PinMarks(db)
  }

  /** Puts the marks right and looks for what is missing, now and every hour. */
  start(): void {
    if (this.#timer !== null) return
    this.#timer = setInterval(() => void this.replan(), replanEveryMs).unref()
    void this.replan()
  }

  /** Pins changed: the marks follow, and what is missing is brought. */
  async pinsChanged(): Promise<void> {
    this.#pins = null
    await this.replan()
    this.goOn()
  }

  /** Puts the marks right; settles when they are. One after the other. */
  replan(): Promise<void> {
    this.#planning = this.#planning.then(() => this.#plan()).catch((error: unknown) => this.#options.onFailed(error))
    return this.#planning
  }

  /** Bodies of these runs were stored: those that are pinned are marked before any is given up. */
  ingested(runs: readonly RunKey[]): void {
    const targets = this.#targets()
    if (targets.length === 0) return
    const projects = new Set(targets.map((target) => (target.kind === 'run' ? target.run.project : target.project)))
    const ids = runs.filter(({ project }) => projects.has(project)).map((run) => findRunId(this.#db, run))
    if (ids.length > 0) this.#marks.keep(pinnedBodiesOf(this.#db, targets, ids, this.#nowUs()))
  }

  /** The way to the bucket is free: brings what is missing, unless a person stopped that. */
  bringMissing(): void {
    if (this.#missing.length === 0 || this.#isResting || this.#isClosed) return
    this.#options.addWork({ key: 'keep offline', isUrgent: true, run: (signal) => this.#bring(signal) })
  }

  /** A person wants it, also after it was stopped. */
  goOn(): void {
    this.#isResting = false
    this.bringMissing()
  }

  /** A person stopped this job: it rests until it is asked for or the pins change. */
  stopped(jobId: number): void {
    if (jobId === this.#jobId) this.#isResting = true
  }

  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    await this.#planning
  }

  #nowUs(): number {
    return (this.#options.nowMs ?? Date.now)() * 1000
  }

  #targets(): KeptPin['target'][] {
    return (this.#readPins() ?? []).map(({ target }) => target)
  }

  /** `null` = user.db cannot be read: what is marked stays marked until it can. */
  #readPins(): readonly KeptPin[] | null {
    try {
      return (this.#pins ??= readPins(this.#db.folder))
    } catch (error) {
      if (error instanceof AppError) return null
      throw error
    }
  }

  async #plan(): Promise<void> {
    // Also a backup of user.db may have been restored.
    this.#pins = null
    const pins = this.#isClosed ? null : this.#readPins()
    if (pins === null) return
    const marked = await this.#marks.follow(pins.map(({ target }) => target), this.#nowUs(), () => this.#isClosed)
    if (marked === null) return
    this.#missing = marked.missing
    this.#wanted = new Set(marked.missing)
    if (marked.isChanged) this.#options.onKept()
  }

  async #bring(signal: AbortSignal): Promise<void> {
    const options = this.#options
    const record = new JobRecord(this.#db, { kind: 'fetch', project: null })
    const jobId = (this.#jobId = record.begin())
    const tally = { ...emptyTally(), found: this.#missing.length }
    const tell = (): void => options.onProgress({ phase: 'keeping', project: null, tally, jobId, signal })
    let failure: unknown = null
    try {
      tell()
      while (this.#missing.length > 0) {
        signal.throwIfAborted()
        await this.#bringBatch(tally, signal, record.requests)
        tell()
      }
    } catch (error) {
      failure = error
      throw error
    } finally {
      this.#jobId = null
      this.#tell([], true)
      options.onKept()
      record.finish(tally, failure)
      options.indexing.saveRequests()
      options.onEnded(signal)
    }
  }

  /** Lists are read again for it, so not with every batch. */
  #tell(runs: readonly RunKey[], now = false): void {
    this.#untold.push(...runs)
    if (!now && Date.now() - this.#toldAtMs < tellEveryMs) return
    this.#toldAtMs = Date.now()
    this.#options.onBrought(this.#untold.splice(0))
  }

  async #bringBatch(tally: ReturnType<typeof emptyTally>, signal: AbortSignal, job: RequestCounter): Promise<void> {
    const { store, fetcher } = this.#options.indexing
    const ids = this.#missing.slice(0, batchSize)
    const absent = readAbsent(this.#db, ids)
    const runs = runsOfObjects(this.#db, ids)
    try {
      const { stored, gone, failed } = await bringBodies(this.#db, absent, { store, fetcher, signal, job })
      tally.indexed += stored + (ids.length - absent.length)
      tally.vanished += gone
      tally.failed += failed
    } finally {
      // A pin may have been taken away meanwhile; what came and is still wanted stays.
      this.#marks.keep(ids.filter((id) => this.#wanted.has(id)))
      this.#tell(runs)
    }
    const dealtWith = new Set(ids)
    this.#missing = this.#missing.filter((id) => !dealtWith.has(id))
  }
}
