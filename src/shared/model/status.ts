import type { ErrorShape } from '../errors'
import type { ObjectCounts } from './project'

/** How the app stands with the bucket. */
export type ConnectionState = 'not-configured' | 'connecting' | 'connected' | 'failed' | 'paused'

/** Requests truly sent, retries included. */
export interface RequestCounts {
  readonly list: number
  readonly get: number
  readonly head: number
  readonly put: number
  readonly bytes: number
}

/** What the indexer does now: objects named by listings so far and objects dealt with; `keeping` brings bodies that are kept offline. */
export interface Progress {
  readonly phase: 'listing' | 'fetching' | 'verifying' | 'keeping'
  readonly project: string | null
  readonly found: number
  readonly done: number
  /** Running job, to cancel it. */
  readonly jobId: number
}

/** The line at the foot of the window. Times are UTC instants in microseconds. */
export interface Status {
  readonly connection: ConnectionState
  readonly error: ErrorShape | null
  readonly profile: string | null
  readonly bucket: string | null
  readonly region: string | null
  readonly endpointUrl: string | null
  readonly accountId: string | null
  readonly lastPollUs: number | null
  readonly nextPollUs: number | null
  /** What was logged longer ago than this many milliseconds is on screen, or being indexed: the writer's flush is in it. */
  readonly freshWithinMs: number | null
  /** The last time a full listing agreed with the index. */
  readonly completeAsOfUs: number | null
  /** A large bucket is not brought in before a person chose how much of it. */
  readonly awaitsChoice: boolean
  readonly progress: Progress | null
  readonly objects: ObjectCounts
  readonly requestsToday: RequestCounts
  readonly requestsInAll: RequestCounts
}

/** One piece of work of the indexer. */
export interface JobRow {
  readonly jobId: number
  readonly kind: 'poll' | 'backfill' | 'verify' | 'snapshot' | 'fetch'
  readonly project: string | null
  readonly state: 'running' | 'done' | 'failed' | 'cancelled'
  readonly startedUs: number
  readonly finishedUs: number | null
  readonly objects: ObjectCounts
  readonly requests: RequestCounts
  readonly error: ErrorShape | null
}

/** An object that is not in the index, and why. */
export interface SetAsideObject {
  readonly objectKey: string
  readonly project: string | null
  readonly state: 'ignored' | 'failed'
  readonly reason: string
  readonly sizeBytes: number
  readonly seenUs: number
}
