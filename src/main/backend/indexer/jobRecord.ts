import { toErrorShape } from '@shared/errors'
import type { ErrorShape } from '@shared/errors'
import type { JobRow, RequestCounts } from '@shared/model/status'
import type { Bucket, BucketRequestCounts } from '../bucket/bucket'
import type { WriteDatabase } from '../database/connection'
import { finishJob, startJob, updateJob } from '../database/jobs'
import type { Tally } from './indexPages'

/** Requests sent between two readings. */
export function requestsBetween(before: BucketRequestCounts, after: BucketRequestCounts): RequestCounts {
  return {
    list: after.list - before.list,
    get: after.get - before.get,
    head: after.head - before.head,
    put: after.put - before.put + after.delete - before.delete,
    bytes: after.bytes - before.bytes
  }
}

/** Whether nothing was sent. */
export function isNoRequest(counts: RequestCounts): boolean {
  return counts.list + counts.get + counts.head + counts.put + counts.bytes === 0
}

/**
 * The row of one job. It is written when there is something to tell; its requests are those of the whole process
 * meanwhile, so jobs that overlap count each other's.
 */
export class JobRecord {
  readonly #db: WriteDatabase
  readonly #bucket: Bucket
  readonly #job: { readonly kind: JobRow['kind']; readonly project: string | null }
  readonly #before: BucketRequestCounts
  readonly #startedUs = Date.now() * 1000
  #jobId: number | null = null

  constructor(db: WriteDatabase, bucket: Bucket, job: { readonly kind: JobRow['kind']; readonly project: string | null }) {
    this.#db = db
    this.#bucket = bucket
    this.#job = job
    this.#before = bucket.requestCounts()
  }

  /** The row's id; writes the row when it is not there yet. */
  begin(): number {
    this.#jobId ??= startJob(this.#db, this.#job, this.#startedUs)
    return this.#jobId
  }

  get isBegun(): boolean {
    return this.#jobId !== null
  }

  #update(tally: Readonly<Tally>): void {
    const { indexed, ignored, failed } = tally
    // What another job brought in meanwhile, and what was left when this one was stopped, is not of this job.
    updateJob(this.#db, this.begin(), {
      objects: { listed: indexed + ignored + failed, indexed, ignored, failed, waiting: 0 },
      requests: requestsBetween(this.#before, this.#bucket.requestCounts())
    })
  }

  finish(tally: Readonly<Tally>, error: unknown): void {
    this.#update(tally)
    finishJob(this.#db, this.begin(), endOf(error))
  }
}

function endOf(error: unknown): { state: 'done' | 'failed' | 'cancelled'; error: ErrorShape | null } {
  if (error === null) return { state: 'done', error: null }
  const shape = toErrorShape(error)
  return shape.code === 'cancelled' ? { state: 'cancelled', error: null } : { state: 'failed', error: shape }
}
