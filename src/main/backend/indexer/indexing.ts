import { setMaxListeners } from 'node:events'
import { AppError } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { Bucket } from '../bucket/bucket'
import { BucketError } from '../bucket/bucketError'
import { bucketFor } from '../bucket/bucketFor'
import type { RequestMeter } from '../bucket/requestMeter'
import type { WriteDatabase } from '../database/connection'
import { addRequests } from '../database/counters'
import { AdaptiveLimit } from './adaptiveLimit'
import { databaseStore } from './databaseStore'
import { projectFolder } from './discover'
import type { ProjectFolder } from './discover'
import { Fetcher } from './fetch'
import { emptyTally } from './indexPages'
import type { Tally } from './indexPages'
import type { IndexStore } from './indexStore'
import { isNoRequest, JobRecord, requestsBetween } from './jobRecord'
import { listFolder } from './list'
import { inParallel } from './parallel'
import { runPass } from './pass'
import type { PassContext } from './pass'
import { addTo, concernsAll, findFolders, pollOnce, withVanishedFolders } from './poll'
import type { PollOutcome } from './poll'
import { prepareBeside } from './preparer'
import { reconcile, settleLoose } from './reconcile'
import type { Reconciliation } from './reconcile'
import { readChoice } from './choiceFile'
import { sampleBucket } from './estimate'
import type { BucketSample } from './estimate'
import { scopeOf, wholeBucket } from './scope'
import type { Scope } from './scope'
import { ServerClock } from './serverClock'

/** Which work it is and how it stands, told as it goes. */
export interface WorkProgress {
  readonly phase: 'listing' | 'fetching' | 'verifying' | 'keeping'
  readonly project: string | null
  readonly tally: Readonly<Tally>
  readonly jobId: number
  /** The signal the work was begun with. */
  readonly signal: AbortSignal
}

/** Who is told of what happens. */
export interface IndexingListener {
  onIngested?(changed: { readonly runs: readonly RunKey[]; readonly projects: readonly string[] }): void
  onProgress?(progress: WorkProgress): void
}

/** How a bucket is worked on. */
export interface IndexingOptions extends IndexingListener {
  readonly maxConcurrency: number
  /** Longest first wait before a failed page is listed again. */
  readonly listBackoffMs?: number | undefined
}

/** A project whose work failed, and why. */
export interface ProjectFailure {
  readonly project: string
  readonly error: unknown
}

/** What indexing everything did. */
export interface IndexedAll {
  readonly tally: Tally
  readonly failures: readonly ProjectFailure[]
}

/** Bodies under way hold at most so much memory; one larger object travels alone. */
const bytesUnderway = 32 * 1024 * 1024
const parallelPasses = 3

/** All work on one bucket and its index: whoever schedules it, the rules are here. */
export class Indexing {
  readonly #db: WriteDatabase
  readonly #bucket: Bucket
  readonly #store: IndexStore
  readonly #fetcher: Fetcher
  readonly #options: IndexingOptions
  readonly #warmAtMs = new Map<string, number>()
  readonly clock = new ServerClock()
  /** What of the bucket is listed and fetched, by all work that begins from now on. */
  scope: Scope = wholeBucket
  #recorded: ReturnType<Bucket['requestCounts']>
  /** The one row that stands for all polls that found nothing. */
  #quietPolls: { readonly record: JobRecord; readonly tally: Tally } | null = null
  /** The one row that stands for all polls since the bucket could not be reached. */
  #lostPolls: JobRecord | null = null
  /** No page has come since a poll failed: one question is enough to find out. */
  #isAway = false

  constructor(db: WriteDatabase, bucket: Bucket, options: IndexingOptions) {
    this.#db = db
    this.#bucket = bucket
    this.#store = databaseStore(db)
    this.#fetcher = new Fetcher(bucket, new AdaptiveLimit({ maxConcurrency: options.maxConcurrency, maxBytes: bytesUnderway }))
    this.#options = options
    this.#recorded = bucket.requestCounts()
    const choice = readChoice(db.folder)
    if (choice !== null) this.scope = scopeOf(choice)
  }

  get store(): IndexStore {
    return this.#store
  }

  get fetcher(): Fetcher {
    return this.#fetcher
  }

  /** After sleep or a lost network the last 48 hours of every project are due. */
  forgetWarm(): void {
    this.#warmAtMs.clear()
  }

  /** One look through the recent hours of all projects, or of those named. */
  async poll(signal: AbortSignal, only?: readonly string[]): Promise<PollOutcome> {
    const record = new JobRecord(this.#db, { kind: 'poll', project: null })
    const context = this.#context(signal, record.requests, (tally) => {
      if (tally.found > 0) this.#tell({ phase: 'fetching', project: null, tally, jobId: record.begin(), signal })
    })
    try {
      const outcome = await pollOnce(context, { warmAtMs: this.#warmAtMs, ...(only === undefined ? {} : { only }) })
      this.#recordPoll(record, outcome)
      this.#lostPolls = null
      return outcome
    } catch (error) {
      if (record.isBegun) record.finish(emptyTally(), error)
      else if (!signal.aborted) this.#recordLost(record, error)
      this.#isAway ||= !signal.aborted && error instanceof BucketError
      throw error
    } finally {
      this.saveRequests()
    }
  }

  /** Lists all of one project (or only its newest) and indexes what is missing; what was listed after `relistBeforeMs` is passed by. */
  async backfill(folder: ProjectFolder, signal: AbortSignal, options: { readonly relistBeforeMs: number; readonly retryNow?: boolean; readonly onlyNewest?: number }): Promise<Tally> {
    const { project } = folder
    const record = new JobRecord(this.#db, { kind: 'backfill', project })
    return await this.#keepRecord(record, async (tally) => {
      const tell = (): void => this.#tell({ phase: 'fetching', project, tally, jobId: record.begin(), signal })
      tell()
      const context = { ...this.#context(signal, record.requests, tell), retryNow: options.retryNow ?? false }
      const { relistBeforeMs, onlyNewest } = options
      await runPass(folder, context, { relistBeforeMs, tally, ...(onlyNewest === undefined ? {} : { onlyNewest }) })
    })
  }

  /** Lists everything of all projects (or those named) anew and indexes what is missing, until nothing is left to do. */
  async indexAll(signal: AbortSignal, projects: readonly string[] = []): Promise<IndexedAll> {
    const sum = emptyTally()
    const failures: ProjectFailure[] = []
    const folders = projects.length > 0 ? projects.map(projectFolder) : this.#chosen(await findFolders({ ...this.#context(signal, null), retryNow: true }, sum))
    await inParallel(folders, parallelPasses, async (folder) => {
      try {
        addTo(sum, await this.backfill(folder, signal, { relistBeforeMs: Number.POSITIVE_INFINITY, retryNow: true }))
      } catch (error) {
        if (concernsAll(error) || signal.aborted) throw error
        failures.push({ project: folder.project, error })
      }
    }).finally(() => this.saveRequests())
    return { tally: sum, failures }
  }

  /** Lists everything, compares it with the index and repairs. */
  async verify(signal: AbortSignal, project: string | null): Promise<Reconciliation> {
    const record = new JobRecord(this.#db, { kind: 'verify', project })
    let found: Reconciliation | null = null
    await this.#keepRecord(record, async (tally) => {
      const tell = (part: Readonly<Tally> = tally): void => this.#tell({ phase: 'verifying', project, tally: part, jobId: record.begin(), signal })
      tell()
      const context = { ...this.#context(signal, record.requests, tell), retryNow: true }
      const folders = project === null ? this.#chosen(withVanishedFolders(await findFolders(context, tally), this.#store.projects())) : [projectFolder(project)]
      const compared = await reconcile(folders, context, { bucket: context.listing.bucket, tally })
      const loose = project === null ? await settleLoose(context, context.listing.bucket) : 0
      found = { ...compared, gone: compared.gone + loose }
    })
    if (found === null) throw new AppError({ code: 'internal', message: 'The comparison gave no result.' })
    return found
  }

  /** Reads parts of the listings of all projects, chosen or not, so that it can be said what bringing them in takes. */
  async sample(signal: AbortSignal): Promise<BucketSample> {
    const { listing } = this.#context(signal, null)
    try {
      const { commonPrefixes } = await listFolder(listing, 'data/')
      const folders = commonPrefixes.map((prefix) => ({ project: prefix.slice('data/'.length, -1), prefix })).filter(({ project }) => project !== '')
      return await sampleBucket(listing, folders, { nowMs: this.clock.nowMs })
    } finally {
      this.saveRequests()
    }
  }

  /** Adds the requests sent since the last time to those of the day. */
  saveRequests(): void {
    const now = this.#bucket.requestCounts()
    const sent = requestsBetween(this.#recorded, now)
    this.#recorded = now
    if (!isNoRequest(sent)) addRequests(this.#db, new Date().toISOString().slice(0, 10), sent)
  }

  #chosen(folders: readonly ProjectFolder[]): ProjectFolder[] {
    return folders.filter(({ project }) => this.scope.isChosen(project))
  }

  async #keepRecord(record: JobRecord, work: (tally: Tally) => Promise<void>): Promise<Tally> {
    const tally = emptyTally()
    try {
      await work(tally)
      record.finish(tally, null)
      return tally
    } catch (error) {
      record.finish(tally, error)
      throw error
    } finally {
      this.saveRequests()
    }
  }

  #recordPoll(record: JobRecord, { tally, outcomes }: PollOutcome): void {
    for (const { folder, error, tally: part } of outcomes) {
      if (error !== null) new JobRecord(this.#db, { kind: 'poll', project: folder.project }).finish(part, error)
    }
    if (tally.found > 0) {
      record.finish(tally, null)
      return
    }
    this.#quietPolls ??= { record, tally }
    this.#quietPolls.record.standFor(record)
    this.#quietPolls.record.finish(this.#quietPolls.tally, null)
  }

  #recordLost(record: JobRecord, error: unknown): void {
    this.#lostPolls ??= record
    this.#lostPolls.standFor(record)
    this.#lostPolls.finish(emptyTally(), error)
  }

  readonly #heard = (serverDateMs: number): void => {
    this.#isAway = false
    this.clock.observe(serverDateMs)
  }

  #tell(progress: WorkProgress): void {
    this.#options.onProgress?.(progress)
  }

  #context(signal: AbortSignal, job: RequestMeter | null, onProgress?: (tally: Readonly<Tally>) => void): PassContext {
    // Every listing under way listens.
    setMaxListeners(0, signal)
    const bucket = job === null ? this.#bucket : bucketFor(this.#bucket, job)
    return {
      store: this.#store,
      scope: this.scope,
      fetcher: this.#fetcher,
      prepare: prepareBeside,
      signal,
      ...(job === null ? {} : { job }),
      nowMs: this.clock.nowMs,
      listing: { bucket, signal, onServerDate: this.#heard, tries: () => (this.#isAway ? 1 : undefined), ...(this.#options.listBackoffMs === undefined ? {} : { backoffMs: this.#options.listBackoffMs }) },
      onIngested: (changed) => this.#options.onIngested?.(changed),
      ...(onProgress === undefined ? {} : { onProgress })
    }
  }
}
