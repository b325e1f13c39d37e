import type { ErrorShape } from '@shared/errors'
import type { JobRow, RequestCounts } from '@shared/model/status'
import type { ObjectCounts } from '@shared/model/project'
import { statement } from './connection'
import type { AnyDatabase, WriteDatabase } from './connection'

/** What a job has dealt with and sent so far. */
export interface JobCounts {
  readonly objects: ObjectCounts
  readonly requests: RequestCounts
}

const nothing: JobCounts = {
  objects: { listed: 0, indexed: 0, ignored: 0, failed: 0, waiting: 0 },
  requests: { list: 0, get: 0, head: 0, put: 0, bytes: 0 }
}

/** Notes that a piece of work began; gives its id. */
export function startJob(
  db: WriteDatabase,
  job: { readonly kind: JobRow['kind']; readonly project: string | null },
  nowUs: number = Date.now() * 1000
): number {
  const sql = `/* startJob */ INSERT INTO job (kind, project, state, started_us, counts) VALUES (?, ?, 'running', ?, ?)`
  const done = statement<unknown[]>(db.index, sql).run(job.kind, job.project, nowUs, JSON.stringify(nothing))
  return Number(done.lastInsertRowid)
}

/** Replaces the counts of a job; `isEmpty` jobs (no object dealt with) can be left out of lists. */
export function updateJob(db: WriteDatabase, jobId: number, counts: JobCounts): void {
  const { listed, indexed, ignored, failed } = counts.objects
  const isEmpty = listed + indexed + ignored + failed === 0 ? 1 : 0
  const sql = '/* updateJob */ UPDATE job SET counts = ?, is_empty = ? WHERE job_id = ?'
  statement<unknown[]>(db.index, sql).run(JSON.stringify(counts), isEmpty, jobId)
}

/** Notes how a job ended. */
export function finishJob(
  db: WriteDatabase,
  jobId: number,
  end: { readonly state: 'done' | 'failed' | 'cancelled'; readonly error?: ErrorShape | null },
  nowUs: number = Date.now() * 1000
): void {
  const error = end.error === undefined || end.error === null ? null : JSON.stringify(end.error)
  const sql = '/* finishJob */ UPDATE job SET state = ?, error = ?, finished_us = ? WHERE job_id = ?'
  statement<unknown[]>(db.index, sql).run(end.state, error, nowUs, jobId)
}

/** When the last poll of this or an earlier start ended well, UTC microseconds; `null` = none did. */
export function lastPollUs(db: AnyDatabase): number | null {
  const sql = `/* lastPoll */ SELECT max(finished_us) AS us FROM job WHERE kind = 'poll' AND state = 'done'`
  return statement<[], { us: number | null }>(db.index, sql).get()?.us ?? null
}

/** Jobs that still say "running" belong to a process that ended: they become failed. Gives how many there were. */
export function markInterruptedJobs(db: WriteDatabase, nowUs: number = Date.now() * 1000): number {
  const error: ErrorShape = { code: 'cancelled', message: 'Burr Desktop ended before this was finished.', action: null }
  const sql = `/* markInterruptedJobs */ UPDATE job SET state = 'failed', error = ?, finished_us = ? WHERE state = 'running'`
  return statement<unknown[]>(db.index, sql).run(JSON.stringify(error), nowUs).changes
}

/** Removes all but the newest finished jobs, so that the table does not grow with every poll. */
export function forgetOldJobs(db: WriteDatabase, keep: number): number {
  const sql = `/* forgetOldJobs */ DELETE FROM job WHERE state <> 'running'
    AND job_id <= (SELECT job_id FROM job ORDER BY job_id DESC LIMIT 1 OFFSET ?)`
  return statement<unknown[]>(db.index, sql).run(keep).changes
}

interface JobTableRow {
  readonly job_id: number
  readonly kind: JobRow['kind']
  readonly project: string | null
  readonly state: JobRow['state']
  readonly started_us: number
  readonly finished_us: number | null
  readonly counts: string
  readonly error: string | null
}

/** Jobs, newest first; those that dealt with no object and did not fail only when asked for. */
export function listJobs(db: AnyDatabase, options: { readonly includeEmpty: boolean; readonly limit: number }): JobRow[] {
  const where = options.includeEmpty ? '' : `WHERE is_empty = 0 OR state IN ('running', 'failed')`
  const sql = `/* listJobs */ SELECT * FROM job ${where} ORDER BY job_id DESC LIMIT ?`
  return statement<unknown[], JobTableRow>(db.index, sql).all(options.limit).map(rowToJob)
}

function rowToJob(row: JobTableRow): JobRow {
  const counts = JSON.parse(row.counts) as JobCounts
  return {
    jobId: row.job_id,
    kind: row.kind,
    project: row.project,
    state: row.state,
    startedUs: row.started_us,
    finishedUs: row.finished_us,
    ...counts,
    error: row.error === null ? null : (JSON.parse(row.error) as ErrorShape)
  }
}
