import Database from 'better-sqlite3'
import { AppError } from '@shared/errors'
import type { ErrorCode } from '@shared/errors'

const damagedAction = 'Rebuild the index from the bucket: the damaged file is kept aside.'

function wordsOf(code: string): { code: ErrorCode; message: string; action: string | null } | null {
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
    return { code: 'index-damaged', message: 'The local index is damaged.', action: damagedAction }
  }
  if (code.startsWith('SQLITE_FULL')) {
    return { code: 'disk-full', message: 'The disk is full, so nothing can be indexed.', action: 'Free some space; indexing goes on by itself.' }
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code === 'SQLITE_PERM') {
    return { code: 'access-denied', message: 'The folder of the local index cannot be written.', action: 'Check who may write it, or choose another data folder.' }
  }
  if (writeFailures.has(code)) {
    return { code: 'disk-full', message: 'The disk does not take what is written, so nothing can be indexed.', action: 'Free some space or check the disk; indexing goes on by itself.' }
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return { code: 'index-busy', message: 'The local index is used by another program.', action: 'Close the other Burr Desktop that uses this data folder.' }
  }
  return null
}

const syncFailures: ReadonlySet<string> = new Set(['SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_DIR_FSYNC', 'SQLITE_IOERR_TRUNCATE'])
const writeFailures: ReadonlySet<string> = new Set([...syncFailures, 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_SHMOPEN'])

/** Whether nobody knows any more what of the file is on the disk: it must be opened anew before anything is written. */
export function needsReopening(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error
  return cause instanceof Database.SqliteError && syncFailures.has(cause.code)
}

/** What an SQLite error means to a person; anything else is given back as it is. */
export function asAppError(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  const words = wordsOf(error.code)
  return words === null ? error : new AppError({ ...words, cause: error })
}

/** Runs work on a database and translates SQLite's errors. */
export function translated<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw asAppError(error)
  }
}
