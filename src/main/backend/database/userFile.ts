import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '@shared/errors'
import type { Connection } from './connection'
import { lastVersion, migrate, schemaVersion } from './migrations/migrate'
import { userMigrations } from './migrations/user'
import { applicationId, setCreationPragmas, setReaderPragmas, setWriterPragmas } from './pragmas'

/** What a person made in a workspace: no rebuild of the index touches it, and it never leaves this computer. */
export const userFile = 'user.db'

declare const side: unique symbol

/** The writing side of user.db: there is one in a process. */
export interface UserWriter {
  readonly [side]: 'write'
  readonly folder: string
  readonly user: Connection
}

/** The reading side of user.db. */
export interface UserReader {
  readonly [side]: 'read'
  readonly user: Connection
}

/** Either side: what reading functions take. */
export type UserDatabase = UserWriter | UserReader

/** Opens user.db for writing and makes it when there is none; `damaged` or `index-newer`. `beforeMigration` sees an older file before it is changed. */
export function openUserWriter(folder: string, beforeMigration: (writer: UserWriter) => void = () => undefined): UserWriter {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return inUserWords(() => {
    const path = join(folder, userFile)
    // A read-only look first, so that a file that is refused keeps every byte.
    if (existsSync(path)) openReadOnly(path).close()
    const user = new Database(path)
    try {
      const version = schemaVersion(user)
      if (version === 0) setCreationPragmas(user, 4096)
      setWriterPragmas(user)
      checkWhole(user)
      const writer = { folder, user } as UserWriter
      if (version > 0 && version < lastVersion(userMigrations)) beforeMigration(writer)
      migrate(user, userMigrations)
      return writer
    } catch (error) {
      user.close()
      throw error
    }
  })
}

/** Closes the writing side and leaves no write-ahead log behind. */
export function closeUserWriter({ user }: UserWriter): void {
  if (!user.open) return
  user.pragma('wal_checkpoint(TRUNCATE)')
  user.close()
}

/** Reads from user.db; `none` when nobody has written anything yet. About 0.4 ms, so that nothing need be kept open. */
export function readUser<Result>(folder: string, none: Result, read: (reader: UserReader) => Result): Result {
  const path = join(folder, userFile)
  if (!existsSync(path)) return none
  return inUserWords(() => {
    const user = openReadOnly(path)
    try {
      if (schemaVersion(user) === 0) return none
      setReaderPragmas(user)
      return read({ user } as UserReader)
    } finally {
      user.close()
    }
  })
}

/** SQLite's whole check of an open file; `damaged` when it finds anything. */
export function checkWhole(user: Connection): void {
  const answer: unknown = user.pragma('integrity_check(1)', { simple: true })
  if (answer !== 'ok') throw damaged(new Error(String(answer)))
}

/** Runs work on user.db and says in words for a person what SQLite says in codes. */
export function inUserWords<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) throw damaged(error)
    if (error.code.startsWith('SQLITE_FULL')) {
      throw new AppError({ code: 'disk-full', message: 'The disk is full, so the annotation was not saved.', action: 'Free some space and save again.', cause: error })
    }
    if (error.code.startsWith('SQLITE_BUSY')) {
      throw new AppError({ code: 'index-busy', message: 'Another program is writing annotations.', action: 'Try again.', cause: error })
    }
    throw error
  }
}

function openReadOnly(path: string): Connection {
  const user = new Database(path, { readonly: true })
  try {
    refuse(user)
    return user
  } catch (error) {
    user.close()
    throw error
  }
}

function refuse(user: Connection): void {
  const isEmpty = user.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  if (!isEmpty && Number(user.pragma('application_id', { simple: true })) !== applicationId) throw damaged(null)
  if (schemaVersion(user) <= lastVersion(userMigrations)) return
  throw new AppError({
    code: 'index-newer',
    message: 'The annotations were written by a newer Burr Desktop.',
    action: 'Update Burr Desktop, or choose another data folder.'
  })
}

function damaged(cause: unknown): AppError {
  return new AppError({
    code: 'damaged',
    message: 'The file that holds the annotations is damaged.',
    action: 'Restore the last backup: the damaged file is kept aside.',
    cause
  })
}
