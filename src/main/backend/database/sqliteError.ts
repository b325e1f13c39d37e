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
  if (code.startsWith('SQLITE_BUSY')) {
    return { code: 'index-busy', message: 'The local index is used by another program.', action: 'Close the other Burr Desktop that uses this data folder.' }
  }
  return null
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
