import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '@shared/errors'
import type { AnyDatabase, Connection, ReadDatabase, WriteDatabase } from './connection'
import { currentFiles } from './currentFiles'
import { lastVersion, migrate, schemaVersion } from './migrations/migrate'
import { textMigrations } from './migrations/text'
import { applicationId, setCreationPragmas, setReaderPragmas, setWriterPragmas } from './pragmas'

// Left behind by a reader that found damage: a reader can repair nothing.
const damageMarker = 'text.damaged'
const open = new WeakMap<AnyDatabase, Connection>()
const readFileIds = new WeakMap<Connection, number>()

/** The name of the file with the words of an index: the same id, if it has one. */
export function textFileOf(indexName: string): string {
  return indexName.replace(/^index\./, 'text.')
}

/** The words of a workspace for writing. A file that is damaged or of another version is replaced by an empty one. */
export function textForWriting(db: WriteDatabase): Connection {
  const marker = join(db.folder, damageMarker)
  if (existsSync(marker)) {
    discardText(db)
    rmSync(marker, { force: true })
  }
  const known = open.get(db)
  if (known !== undefined) return known
  const path = pathOf(db)
  removeOthers(db.folder, basename(path))
  let connection: Connection
  try {
    connection = openForWriting(path)
  } catch (error) {
    if (!isDamage(error)) throw error
    removeFile(path)
    connection = openForWriting(path)
  }
  open.set(db, connection)
  return connection
}

/** The words of a workspace for reading; `null` while there are none. */
export function textForReading(db: ReadDatabase): Connection | null {
  const path = pathOf(db)
  const fileId = statSync(path, { throwIfNoEntry: false })?.ino
  const known = open.get(db)
  if (known !== undefined && fileId === readFileIds.get(known)) return known
  // A file that was replaced lives on for who has it open.
  closeText(db)
  if (fileId === undefined) return null
  const connection = new Database(path, { readonly: true })
  try {
    if (!isOurs(connection) || schemaVersion(connection) !== lastVersion(textMigrations)) {
      connection.close()
      return null
    }
    setReaderPragmas(connection)
    readFileIds.set(connection, fileId)
  } catch (error) {
    connection.close()
    throw error
  }
  open.set(db, connection)
  return connection
}

/** Runs a search; damage of the words is told to the writer, which makes them anew, and never concerns the index. */
export function readingText<Result>(db: ReadDatabase, work: (text: Connection | null) => Result): Result {
  try {
    return work(textForReading(db))
  } catch (error) {
    if (!isDamage(error)) throw error
    closeText(db)
    writeFileSync(join(db.folder, damageMarker), '')
    const action = 'Search again in a while; runs and steps are not concerned.'
    throw new AppError({ code: 'not-found', message: 'The search index was damaged and is being built anew.', action, cause: error })
  }
}

/** Removes the words of a workspace; they are filled in again from the bodies. */
export function discardText(db: WriteDatabase): void {
  closeText(db)
  removeFile(pathOf(db))
}

/** Closes the words of a workspace, if they are open. */
export function closeText(db: AnyDatabase): void {
  open.get(db)?.close()
  open.delete(db)
}

/** Whether an error says that a file is damaged or not SQLite's. */
export function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && (error.code.startsWith('SQLITE_CORRUPT') || error.code.startsWith('SQLITE_NOTADB'))
}

function pathOf(db: AnyDatabase): string {
  return join(db.folder, textFileOf(currentFiles(db.folder).index))
}

function openForWriting(path: string): Connection {
  if (existsSync(path) && !isCurrent(path)) removeFile(path)
  const connection = new Database(path)
  try {
    if (schemaVersion(connection) === 0) setCreationPragmas(connection, 4096)
    setWriterPragmas(connection)
    // A commit that a power cut takes back is only filled in again.
    connection.pragma('synchronous = NORMAL')
    migrate(connection, textMigrations)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

function isCurrent(path: string): boolean {
  const connection = new Database(path, { readonly: true })
  try {
    return isOurs(connection) && schemaVersion(connection) <= lastVersion(textMigrations)
  } finally {
    connection.close()
  }
}

function isOurs(connection: Connection): boolean {
  const id = Number(connection.pragma('application_id', { simple: true }))
  return id === applicationId
}

// A restored index has another name, and so have its words.
function removeOthers(folder: string, current: string): void {
  for (const name of readdirSync(folder)) {
    if (/^text\.v1(\.[0-9a-f]+)?\.db$/.test(name) && name !== current) removeFile(join(folder, name))
  }
}

function removeFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
}
