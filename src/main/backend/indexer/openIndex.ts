import { AppError } from '@shared/errors'
import type { WriteDatabase } from '../database/connection'
import { takeInstanceLock } from '../database/instanceLock'
import { finishJob, markInterruptedJobs, startJob } from '../database/jobs'
import { openWriter } from '../database/open'
import { lastSetAside, setAsideDamaged } from '../database/verify'

/** A workspace that is open for writing, and what is to be said when it had to be begun anew. */
export interface OpenedIndex {
  readonly db: WriteDatabase
  readonly notice: AppError | null
}

/** How a damaged index is met. */
export interface RepairOptions {
  /** It was found damaged while it was open. */
  readonly isKnownDamaged?: boolean
  /** A person asked for it: the limit of one repair a day is not for them. */
  readonly isAskedFor?: boolean
  readonly now?: Date
}

const repairEveryMs = 24 * 3_600_000

/** Opens a workspace. A damaged index is set aside and begun anew, by itself once a day at most; the bucket has everything. */
export function openIndex(folder: string, options: RepairOptions = {}): OpenedIndex {
  const { now = new Date() } = options
  try {
    if (options.isKnownDamaged === true) throw damaged(null)
    return { db: openReady(folder), notice: null }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'index-damaged') throw error
    const last = lastSetAside(folder)
    if (options.isAskedFor !== true && last !== null && now.getTime() - last.getTime() < repairEveryMs) throw damaged(error)
    return rebuild(folder, now)
  }
}

function openReady(folder: string): WriteDatabase {
  const db = openWriter(folder)
  markInterruptedJobs(db)
  return db
}

function rebuild(folder: string, now: Date): OpenedIndex {
  const lock = takeInstanceLock(folder)
  let aside: string
  try {
    aside = setAsideDamaged(folder, now)
  } finally {
    lock.close()
  }
  const db = openReady(folder)
  const notice = new AppError({
    code: 'index-damaged',
    message: `The local index was damaged. It was set aside in ${aside} and is being built anew from the bucket.`,
    action: null
  })
  // The line at the foot goes away with the first poll; the list of jobs keeps it.
  finishJob(db, startJob(db, { kind: 'verify', project: null }), { state: 'failed', error: notice.toShape() })
  return { db, notice }
}

function damaged(cause: AppError | null): AppError {
  return new AppError({
    code: 'index-damaged',
    message: 'The local index is damaged again, within a day of the last time.',
    action: 'Check the disk. A poll that you ask for builds the index anew from the bucket.',
    ...(cause === null ? {} : { cause })
  })
}
