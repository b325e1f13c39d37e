import { toErrorShape } from '@shared/errors'
import type { ErrorShape } from '@shared/errors'
import type { Settings } from '@shared/model/settings'
import type { ConnectionState, Progress, Status } from '@shared/model/status'
import type { WriteDatabase } from '../database/connection'
import { readObjectCounts, readRequests } from '../database/counters'
import type { WorkProgress } from './indexing'

const noObjects = { listed: 0, indexed: 0, ignored: 0, failed: 0, waiting: 0 }
const noRequests = { list: 0, get: 0, head: 0, put: 0, bytes: 0 }

/** How the app stands with the bucket, kept as it changes and put together when it is asked for. */
export class StatusBoard {
  readonly #changed: () => void
  readonly #work = new Map<number, WorkProgress>()
  #connection: ConnectionState = 'not-configured'
  #error: ErrorShape | null = null
  #lastPollMs: number | null = null
  #nextPollMs: number | null = null
  #completeAsOfMs: number | null = null

  constructor(changed: () => void) {
    this.#changed = changed
  }

  connection(state: ConnectionState, error: unknown = null): void {
    this.#connection = state
    this.#error = error === null ? null : toErrorShape(error)
    this.#changed()
  }

  /** Whether the last try did not reach the bucket. */
  get isAway(): boolean {
    return this.#connection === 'failed'
  }

  /** Whether the last try failed for want of a sign-in. */
  get needsSignIn(): boolean {
    return this.isAway && this.#error?.code === 'sign-in-needed'
  }

  /** An earlier start of the program ended a poll well at that time. */
  polledBefore(instantMs: number | null): void {
    this.#lastPollMs ??= instantMs
  }

  /** A poll that began then has ended well. */
  polled(beganAtMs: number): void {
    this.#lastPollMs = beganAtMs
    this.connection('connected')
  }

  planned(atMs: number | null): void {
    this.#nextPollMs = atMs
    this.#changed()
  }

  completeAsOf(instantMs: number | null): void {
    this.#completeAsOfMs = instantMs
    this.#changed()
  }

  working(progress: WorkProgress): void {
    this.#work.set(progress.jobId, progress)
    this.#changed()
  }

  /** The signal of the job with this id, while it runs. */
  signalOf(jobId: number): AbortSignal | null {
    return this.#work.get(jobId)?.signal ?? null
  }

  /** The project of the job with this id, while it runs. */
  projectOf(jobId: number): string | null {
    return this.#work.get(jobId)?.project ?? null
  }

  /** The work under this signal has ended. */
  ended(signal: AbortSignal): void {
    for (const [jobId, work] of this.#work) if (work.signal === signal) this.#work.delete(jobId)
    this.#changed()
  }

  /** Something that is not kept here changed. */
  changed(): void {
    this.#changed()
  }

  /** All of it; `db` is absent while no index is open. */
  read(settings: Settings, facts: { readonly db: WriteDatabase | null; readonly region: string | null; readonly endpointUrl: string | null; readonly awaitsChoice?: boolean; readonly accountId?: string | null; readonly freshWithinMs?: number | null }): Status {
    const { db } = facts
    const counts = db === null ? noObjects : readObjectCounts(db)
    const waiting = this.#waiting()
    const requests = db === null ? { today: noRequests, inAll: noRequests } : readRequests(db)
    return {
      connection: this.#connection,
      error: this.#error,
      profile: settings.profile,
      bucket: settings.bucket === '' ? null : settings.bucket,
      region: facts.region ?? settings.region,
      endpointUrl: facts.endpointUrl ?? settings.endpointUrl,
      accountId: facts.accountId ?? null,
      lastPollUs: inMicros(this.#lastPollMs),
      nextPollUs: inMicros(this.#nextPollMs),
      freshWithinMs: facts.freshWithinMs ?? null,
      awaitsChoice: facts.awaitsChoice ?? false,
      completeAsOfUs: inMicros(this.#completeAsOfMs),
      progress: this.#progress(),
      objects: { ...counts, waiting, listed: counts.indexed + counts.ignored + counts.failed + waiting },
      requestsToday: requests.today,
      requestsInAll: requests.inAll
    }
  }

  #progress(): Progress | null {
    const work = [...this.#work.values()].at(-1)
    if (work === undefined) return null
    const { phase, project, tally, jobId } = work
    return { phase: tally.found === 0 && phase === 'fetching' ? 'listing' : phase, project, found: tally.found, done: doneOf(work), jobId }
  }

  #waiting(): number {
    // What is brought to be kept is indexed already.
    return [...this.#work.values()].filter(({ phase }) => phase !== 'keeping').reduce((sum, work) => sum + Math.max(0, work.tally.found - doneOf(work)), 0)
  }
}

function doneOf({ tally }: WorkProgress): number {
  return tally.indexed + tally.ignored + tally.failed + tally.vanished
}

function inMicros(instantMs: number | null): number | null {
  return instantMs === null ? null : Math.round(instantMs * 1000)
}
