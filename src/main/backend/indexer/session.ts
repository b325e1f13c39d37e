import { AppError } from '@shared/errors'
import type { SearchScope } from '@shared/contract/search'
import type { StorageUse } from '@shared/model/offline'
import type { RunKey } from '@shared/model/run'
import type { ProjectCoverage } from '@shared/model/project'
import type { Settings } from '@shared/model/settings'
import type { Status } from '@shared/model/status'
import type { Connection } from '../aws/connect'
import type { WriteDatabase } from '../database/connection'
import { keepBodyBudget } from '../database/evict'
import { lastPollUs } from '../database/jobs'
import { asAppError, needsReopening } from '../database/sqliteError'
import { readStorageUse } from '../database/storageUse'
import { freeSpace } from '../offline/freeSpace'
import { OfflineKeeper } from '../offline/keeper'
import { Schedule } from '../schedule'
import type { ChangeFeed } from './changeFeed'
import type { BringIn, BringInEstimate, BringInState } from '@shared/model/bringIn'
import { BringInKeeper } from './bringInKeeper'
import type { AskLimits } from './bringInKeeper'
import { projectFolder } from './discover'
import type { ProjectFolder } from './discover'
import { fetchBodies } from './fetchBodies'
import { fetchLarge } from './fetchLarge'
import { Freshness } from './freshness'
import { Indexing } from './indexing'
import { concernsAll, folderState } from './poll'
import { PassPlan } from './passPlan'
import { focusDelayMs, pollDelayMs, retryDelayMs } from './pollDelay'
import type { Focus } from './pollDelay'
import { StatusBoard } from './statusBoard'
import { TextFill } from './textFill'
import { WeeklyCheck } from './weeklyCheck'
import { UsedRuns } from './usedRuns'
import { cancelled, WorkLane } from './workLane'

/** So long a full disk is left alone by the back-fill. */
const fullDiskMs = 30_000

/** What the index needs before it can be worked on again. */
export type IndexTrouble = 'rebuild' | 'reopen'

/** Who is told when the session cannot go on, and what is said until the first poll has ended. */
export interface SessionOptions {
  onTrouble?(trouble: IndexTrouble, error: AppError): void
  readonly notice?: AppError | null
  /** In place of that of the settings. */
  readonly bodyBudgetBytes?: number
  /** How large a new bucket may be before a person has to choose what to bring in. */
  readonly askAbove?: AskLimits
}

/** Keeps the index of one bucket up to date: polls, back-fills behind them, and what a person asks for. */
export class Session {
  readonly #settings: Settings
  readonly #db: WriteDatabase
  readonly #connection: Connection
  readonly #indexing: Indexing
  readonly #board: StatusBoard
  readonly #lane: WorkLane
  readonly #polls: Schedule
  readonly #focusPolls: Schedule
  readonly #passes: PassPlan
  readonly #weekly: WeeklyCheck
  readonly #bringIn: BringInKeeper
  readonly #freshness = new Freshness()
  #focus: Focus = { project: null, runOpen: false, visible: true }
  #pollSignal: AbortSignal | null = null
  #isPaused = false
  #awayAtMs = 0
  readonly #options: SessionOptions
  readonly #words: TextFill
  readonly #used: UsedRuns
  readonly #keeper: OfflineKeeper
  readonly #feed: ChangeFeed
  #notice: AppError | null

  constructor(settings: Settings, open: { readonly db: WriteDatabase; readonly connection: Connection }, feed: ChangeFeed, options: SessionOptions = {}) {
    this.#options = options
    this.#feed = feed
    this.#notice = options.notice ?? null
    this.#settings = settings
    this.#db = open.db
    this.#connection = open.connection
    this.#board = new StatusBoard(() => feed.status())
    const polledUs = lastPollUs(open.db)
    this.#board.polledBefore(polledUs === null ? null : polledUs / 1000)
    this.#indexing = new Indexing(open.db, open.connection.bucket, {
      maxConcurrency: settings.awsMaxConcurrency,
      onIngested: (changed) => {
        this.#keeper.ingested(changed.runs)
        this.#keepBudget()
        feed.ingested(changed)
      },
      onProgress: (progress) => this.#board.working(progress)
    })
    this.#lane = new WorkLane((_work, error) => this.#laneFailed(error))
    this.#bringIn = new BringInKeeper(open.db.folder, this.#indexing, options.askAbove)
    this.#passes = new PassPlan({
      indexing: this.#indexing,
      lane: this.#lane,
      focusedProject: () => this.#focus.project,
      mustWait: (planAgain) => this.#mustWait(planAgain),
      ended: (signal) => {
        this.#board.ended(signal)
        this.#tellCompleteness()
      }
    })
    this.#weekly = new WeeklyCheck(open.db, { isBusy: () => !this.#lane.isIdle, onDamage: (error) => void this.#understood(error) })
    this.#used = new UsedRuns(open.db)
    this.#keeper = new OfflineKeeper(open.db, {
      indexing: this.#indexing,
      bucket: open.connection.bucket,
      addWork: (work) => this.#lane.add(work),
      onProgress: (progress) => this.#board.working(progress),
      onEnded: (signal) => this.#board.ended(signal),
      onBrought: (runs) => feed.ingested({ runs, projects: [...new Set(runs.map(({ project }) => project))] }),
      onKept: () => feed.offline(),
      onFailed: (error) => void this.#understood(error)
    })
    this.#words = new TextFill(open.db, { isBusy: () => !this.#lane.isIdle })
    this.#polls = new Schedule({
      run: (signal) => this.#poll(signal),
      delayMs: () => pollDelayMs(this.#focus, settings.updateIntervalMs),
      retryDelayMs: (error, failures) => retryDelayMs(error, failures, this.#focus.visible),
      onPlanned: (atMs) => this.#board.planned(atMs)
    })
    this.#focusPolls = new Schedule({
      run: (signal) => this.#pollFocus(signal),
      delayMs: () => focusDelayMs(this.#focus, settings.updateIntervalMs),
      retryDelayMs
    })
  }

  start(): void {
    this.#board.connection('connecting', this.#notice)
    this.#words.start()
    this.#keeper.start()
    this.#polls.start()
    this.#focusPolls.start()
  }

  status(): Status {
    const { bucket, endpointUrl, credentials } = this.#connection
    return this.#board.read(this.#settings, { db: this.#db, region: bucket.region(), endpointUrl, accountId: credentials.accountId(), freshWithinMs: this.#freshness.withinMs(this.#focus, this.#settings.updateIntervalMs, Date.now()), awaitsChoice: this.#bringIn.state().isAsked })
  }

  /** A person asks for a poll: what was cancelled goes on too. */
  pollNow(): void {
    // Whoever asks may have signed in where no file tells.
    if (this.#board.needsSignIn) this.#connection.credentials.forget()
    this.#passes.forgetCancelled()
    this.#keeper.goOn()
    this.#polls.runNow()
  }

  /** Somebody signed in, or changed a profile: what waited for that goes on. */
  signedIn(): void {
    if (this.#board.needsSignIn) this.pollNow()
  }

  async pause(paused: boolean): Promise<void> {
    if (paused === this.#isPaused) return
    this.#isPaused = paused
    if (paused) {
      this.#board.connection('paused')
      await this.#stopWork()
    } else {
      this.start()
    }
  }

  focus(focus: Focus): void {
    const before = this.#focus
    this.#focus = focus
    if (this.#board.isAway && focus.visible && !before.visible) this.#polls.runNow()
    else if (before.visible !== focus.visible) this.#polls.replan()
    this.#board.changed()
    const isNewlySeen = focus.project !== null && focus.visible && (focus.project !== before.project || !before.visible)
    if (isNewlySeen) this.#focusPolls.runNow()
    else this.#focusPolls.replan()
  }

  /** What of the bucket is brought in, and whether a person is asked. */
  bringIn(): BringInState {
    return this.#bringIn.state()
  }

  /** A person chose what to bring in: what does not belong to it ends, what is missing begins. */
  async choose(choice: BringIn): Promise<void> {
    this.#bringIn.choose(choice)
    await this.#lane.clear()
    this.#indexing.forgetWarm()
    this.#tellCompleteness()
    this.pollNow()
  }

  /** What bringing in from a day on would take. */
  async estimate(sinceDay: string | null): Promise<BringInEstimate> {
    return await this.#bringIn.estimate(sinceDay, AbortSignal.timeout(estimateLimitMs))
  }

  /** As of when each project is complete, as far as it is brought in. */
  coverage(): ProjectCoverage[] {
    const { store, scope } = this.#indexing
    return store.projects().filter((project) => !project.includes('/')).map((project) => {
      const { completeAtMs } = folderState(this.#indexing, projectFolder(project), new Map())
      return { project, completeAsOfUs: completeAtMs === null ? null : Math.round(completeAtMs * 1000), isChosen: scope.isChosen(project) }
    })
  }

  verify(project: string | null): void {
    if (project !== null && !this.#indexing.scope.isChosen(project)) {
      throw new AppError({ code: 'invalid-input', message: `“${project}” is not among the projects that are brought in.`, action: 'Add it in “What to bring in” first.' })
    }
    this.#lane.add({
      key: `verify ${project ?? ''}`,
      isUrgent: true,
      run: async (signal) => {
        try {
          await this.#indexing.verify(signal, project)
        } finally {
          this.#board.ended(signal)
          this.#tellCompleteness()
        }
      }
    })
  }

  /** Stops a running job. A cancelled back-fill goes on at the next start, or when a person asks for a poll. */
  cancel(jobId: number): void {
    const signal = this.#board.signalOf(jobId)
    if (signal === null) throw new AppError({ code: 'not-found', message: 'This job does not run.' })
    const project = this.#board.projectOf(jobId)
    this.#keeper.stopped(jobId)
    if (this.#lane.abort(signal)) {
      if (project !== null) this.#passes.cancelled(project)
      return
    }
    if (signal === this.#pollSignal) this.#polls.abortRun(cancelled())
  }

  async fetchBodies(run: RunKey): Promise<{ fetched: number; missing: number }> {
    const stop = AbortSignal.timeout(fetchBodiesLimitMs)
    try {
      return await fetchBodies(this.#db, run, { store: this.#indexing.store, fetcher: this.#indexing.fetcher, signal: stop })
    } finally {
      this.#keepBudget()
      this.#indexing.saveRequests()
    }
  }

  /** A person asks for a file that is too large to come by itself. */
  async fetchLarge(run: RunKey, objectKey: string): Promise<null> {
    const stop = AbortSignal.timeout(fetchLargeLimitMs)
    try {
      const { changedRuns, changedProjects } = await fetchLarge(this.#db, run, objectKey, { store: this.#indexing.store, fetcher: this.#indexing.fetcher, signal: stop })
      this.#feed.ingested({ runs: changedRuns, projects: changedProjects })
      return null
    } finally {
      this.#keepBudget()
      this.#indexing.saveRequests()
    }
  }

  /** What is kept offline changed. */
  async pinsChanged(): Promise<void> {
    await this.#keeper.pinsChanged()
  }

  /** A person asks for what is missing of what is kept offline. */
  keepOffline(): void {
    this.#keeper.goOn()
  }

  storage(): StorageUse {
    return readStorageUse(this.#db, this.#budgetBytes())
  }

  /** Gives up all bodies that are not kept. */
  async freeSpace(): Promise<number> {
    await this.#keeper.replan()
    return await freeSpace(this.#db)
  }

  /** Indexes the words of other projects than before. */
  setSearchScope(scope: SearchScope): SearchScope {
    this.#words.setScope(scope)
    return scope
  }

  /** A person reads this run. */
  used(run: RunKey): void {
    this.#used.add(run)
  }

  async suspend(): Promise<void> {
    await this.#stopWork()
  }

  /** After sleep: the last 48 hours are looked through at once. */
  resume(): void {
    this.#indexing.forgetWarm()
    if (!this.#isPaused) this.start()
  }

  /** Ends all work within a second; the transaction under way is finished. */
  async close(): Promise<void> {
    await this.#stopWork()
    await this.#lane.close()
    await this.#keeper.close()
    this.#words.close()
    this.#used.flush()
    this.#indexing.saveRequests()
  }

  #keepBudget(): void {
    keepBodyBudget(this.#db, this.#budgetBytes())
  }

  #budgetBytes(): number {
    return this.#options.bodyBudgetBytes ?? this.#settings.bodyBudgetBytes
  }

  /** The error in words; whoever holds the session is told when it cannot go on. */
  #understood(error: unknown): unknown {
    const known = asAppError(error)
    if (known instanceof AppError && known.code === 'index-damaged') this.#options.onTrouble?.('rebuild', known)
    else if (known instanceof AppError && needsReopening(known)) this.#options.onTrouble?.('reopen', known)
    return known
  }

  async #stopWork(): Promise<void> {
    this.#words.stop()
    await Promise.all([this.#weekly.stop(), this.#polls.stop(cancelled()), this.#focusPolls.stop(cancelled()), this.#lane.clear()])
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const beganAtMs = Date.now()
    this.#pollSignal = signal
    try {
      const { followed, unindexed, outcomes } = await this.#indexing.poll(signal)
      this.#notice = null
      this.#freshness.polled(beganAtMs, Date.now())
      this.#board.polled(beganAtMs)
      // The budget may be smaller than it was.
      this.#keepBudget()
      this.#keeper.bringMissing()
      const failed = outcomes.find((outcome) => outcome.error !== null)
      if (failed !== undefined) this.#board.connection('connected', failed.error)
      this.#passes.plan(followed, unindexed)
      this.#tellCompleteness(followed)
      this.#weekly.consider()
    } catch (error) {
      if (!signal.aborted) {
        this.#board.connection('failed', this.#understood(error))
        // The network was away: uploads may have been late.
        this.#indexing.forgetWarm()
      }
      throw error
    } finally {
      this.#board.ended(signal)
    }
  }

  async #pollFocus(signal: AbortSignal): Promise<void> {
    const { project } = this.#focus
    // One question at a time finds out that the bucket is back.
    if (this.#board.isAway) return
    if (project === null || focusDelayMs(this.#focus, this.#settings.updateIntervalMs) === null) return
    const beganAtMs = Date.now()
    try {
      const { unindexed, outcomes } = await this.#indexing.poll(signal, [project])
      if (outcomes.every(({ error }) => error === null)) this.#freshness.polled(beganAtMs, Date.now())
      this.#passes.plan([], unindexed)
    } catch (error) {
      const known = this.#understood(error)
      if (concernsAll(error) && !signal.aborted) this.#away(known)
      throw error
    } finally {
      this.#board.ended(signal)
    }
  }

  /** Whether the back-fill waits: a large bucket that nobody chose from yet, or one whose size is being found out. */
  #mustWait(planAgain: () => void): boolean {
    if (this.#bringIn.isSizing) {
      this.#lane.add({
        key: 'size',
        isUrgent: false,
        run: async (signal) => {
          await this.#bringIn.size(signal)
          this.#board.changed()
          if (this.#bringIn.isSettled) planAgain()
        }
      })
    }
    return !this.#bringIn.isSettled
  }

  #laneFailed(error: unknown): void {
    if (error instanceof AppError && error.code === 'cancelled') return
    const known = this.#understood(error)
    if (concernsAll(error)) this.#away(known)
    else this.#board.connection('connected', known)
    // The poll finds out whether there is room again, and plans what was left.
    if (known instanceof AppError && known.code === 'disk-full') setTimeout(() => this.#polls.runNow(), fullDiskMs).unref()
  }

  /** The way to the bucket is cut: said at once. The poll of all projects, later each time, finds out when it is free again. */
  #away(error: unknown): void {
    this.#board.connection('failed', error)
    if (Date.now() - this.#awayAtMs < awayAtMostEveryMs) return
    this.#awayAtMs = Date.now()
    this.#polls.runNow()
  }

  #tellCompleteness(followed: readonly ProjectFolder[] = this.#indexing.store.projects().map(projectFolder)): void {
    const { scope } = this.#indexing
    const tops = followed.filter(({ project }) => !project.includes('/') && scope.isChosen(project))
    const instants = tops.map((folder) => folderState(this.#indexing, folder, new Map()).completeAtMs)
    const isWhole = instants.length > 0 && instants.every((instant) => instant !== null)
    this.#board.completeAsOf(isWhole ? Math.min(...instants.map((instant) => instant ?? 0)) : null)
  }
}

/** What fails again and again where a poll gets through asks for no more polls than this. */
const awayAtMostEveryMs = 60_000
/** Someone waits for the bodies with a run open. */
const fetchBodiesLimitMs = 60_000
/** 256 MB at 0.5 MB a second. */
const fetchLargeLimitMs = 600_000
const estimateLimitMs = 120_000
