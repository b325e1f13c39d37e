import { toErrorShape } from '@shared/errors'
import type { ErrorShape } from '@shared/errors'
import type { JobRow, RequestCounts } from '@shared/model/status'
import type { BucketRequestCounts } from '../bucket/bucket'
import { RequestMeter } from '../bucket/requestMeter'
import type { WriteDatabase } from '../database/connection'
import { finishJob, startJob, updateJob } from '../database/jobs'
import type { Tally } from './indexPages'

const none: BucketRequestCounts = { list: 0, get: 0, head: 0, put: 0, delete: 0, bytes: 0 }

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

/** The row of one job, written when there is something to tell; its requests are those of the work done with its {@link JobRecord.requests}. */
export class JobRecord {
  readonly #db: WriteDatabase
  readonly #job: { readonly kind: JobRow['kind']; readonly project: string | null }
  /** Counts the requests of this job, whatever others send meanwhile. */
  readonly requests = new RequestMeter()
  readonly #startedUs = Date.now() * 1000
  #jobId: number | null = null

  constructor(db: WriteDatabase, job: { readonly kind: JobRow['kind']; readonly project: string | null }) {
    this.#db = db
    this.#job = job
  }

  /** From now on this row stands for that job too, which has none of its own. */
  standFor(other: JobRecord): void {
    if (other !== this) this.requests.add(other.requests.read())
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
      requests: requestsBetween(none, this.requests.read())
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
