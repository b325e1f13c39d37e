import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '@shared/errors'
import type { AnyDatabase, Connection, ReadDatabase, WriteDatabase } from './connection'
import { currentFiles, firstFiles } from './currentFiles'
import { takeInstanceLock } from './instanceLock'
import { contentMigrations } from './migrations/content'
import { indexMigrations } from './migrations/index'
import { lastVersion, migrate, refuseNewer, schemaVersion } from './migrations/migrate'
import type { Migration } from './migrations/migrate'
import { markOpen, markOpening, refuseMixed, unmark, wasLeftOpen } from './openMarker'
import { applicationId, setCreationPragmas, setReaderPragmas, setWriterPragmas } from './pragmas'
import { asAppError, translated } from './sqliteError'
import { closeText } from './textFile'
import { checkQuickly } from './verify'

/** The index: derived from the bucket, can be deleted at any time. Its name holds the major version of the schema; a restored one has another. */
export const indexFile = firstFiles.index
/** The bodies of the objects, compressed; belongs to the index beside it. */
export const contentFile = firstFiles.content

/** What one transaction touched of the index, the next one mostly touches again. */
const indexCacheKib = 48 * 1024

/** Opens a workspace for writing, creates and migrates it, takes its lock; `index-busy`, `index-newer` or `index-damaged`. */
export function openWriter(folder: string): WriteDatabase {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = takeInstanceLock(folder)
  const opened: Connection[] = [lock]
  try {
    return translated(() => {
      const files = currentFiles(folder)
      const wasNew = !existsSync(join(folder, files.index))
      probe(join(folder, files.index), indexMigrations)
      probe(join(folder, files.content), contentMigrations)
      const wasOpen = wasLeftOpen(folder)
      markOpening(folder, files.index)
      const index = openFile(join(folder, files.index), 4096, indexCacheKib)
      opened.push(index)
      if (wasOpen) checkQuickly(index)
      if (wasOpen && schemaVersion(index) > 0) refuseMixed(folder, files.index, index)
      migrate(index, indexMigrations)
      const content = openFile(join(folder, files.content), 8192)
      opened.push(content)
      migrate(content, contentMigrations)
      // Bodies are named by ids of the index they were stored with.
      if (wasNew) content.exec('DELETE FROM body')
      markOpen(folder, files.index, index)
      return { folder, index, content, lock } as WriteDatabase
    })
  } catch (error) {
    for (const connection of opened.toReversed()) connection.close()
    throw error
  }
}

/** Opens a workspace for reading; `not-found` when it has no index yet, `index-newer` or `index-damaged`. */
export function openReader(folder: string): ReadDatabase {
  const opened: Connection[] = []
  try {
    return translated(() => {
      const files = currentFiles(folder)
      const index = openReadOnly(join(folder, files.index), indexMigrations)
      opened.push(index)
      const content = openReadOnly(join(folder, files.content), contentMigrations)
      opened.push(content)
      const db = { folder, index, content } as ReadDatabase
      fileIds.set(db, fileIdOf(db))
      return db
    })
  } catch (error) {
    for (const connection of opened) connection.close()
    throw error
  }
}

// Tells a file from another one that took its name.
const fileIds = new WeakMap<ReadDatabase, number | undefined>()

function fileIdOf({ folder }: ReadDatabase): number | undefined {
  return statSync(join(folder, currentFiles(folder).index), { throwIfNoEntry: false })?.ino
}

/** Whether the files a reading side has open are still those of its workspace: they are set aside when damaged, replaced by a restore. */
export function isInForce(db: ReadDatabase): boolean {
  return db.index.name === join(db.folder, currentFiles(db.folder).index) && fileIds.get(db) === fileIdOf(db)
}

/** Closes a side; the writer leaves no write-ahead log behind and gives its lock back last. */
export function closeDatabase(db: AnyDatabase): void {
  closeText(db)
  if (!('lock' in db)) {
    db.index.close()
    db.content.close()
    return
  }
  let isClean = true
  for (const connection of [db.index, db.content]) {
    if (!connection.open) continue
    try {
      const [answer] = connection.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[]
      isClean &&= answer?.busy === 0
    } catch (error) {
      // A full disk or a damaged file: what was committed stands in the log, the next opening goes on from there.
      if (!(asAppError(error) instanceof AppError)) throw error
      isClean = false
    } finally {
      connection.close()
    }
  }
  if (isClean) unmark(db.folder)
  db.lock.close()
}

function openFile(path: string, pageSizeBytes: number, cacheKib?: number): Connection {
  const connection = new Database(path)
  if (schemaVersion(connection) === 0) setCreationPragmas(connection, pageSizeBytes)
  setWriterPragmas(connection, cacheKib)
  return connection
}

// A read-only look first: it never checkpoints, so a file that is refused keeps every byte.
function probe(path: string, migrations: readonly Migration[]): void {
  // A journal is left behind by a crash while the file was made; only a writer can take that back.
  if (!existsSync(path) || existsSync(`${path}-journal`)) return
  const connection = new Database(path, { readonly: true })
  try {
    refuseForeign(connection)
    refuseNewer(connection, migrations)
  } finally {
    connection.close()
  }
}

function refuseForeign(connection: Connection): void {
  const id = Number(connection.pragma('application_id', { simple: true }))
  const isEmpty = connection.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  if (id === applicationId || (id === 0 && isEmpty)) return
  throw new AppError({
    code: 'index-damaged',
    message: 'The local index is not a file of Burr Desktop.',
    action: 'Rebuild the index from the bucket: the file is kept aside.'
  })
}

function openReadOnly(path: string, migrations: readonly Migration[]): Connection {
  if (!existsSync(path) || existsSync(`${path}-journal`)) throw notIndexed()
  const connection = new Database(path, { readonly: true })
  try {
    refuseForeign(connection)
    refuseNewer(connection, migrations)
    if (schemaVersion(connection) < lastVersion(migrations)) throw notIndexed()
    setReaderPragmas(connection)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

function notIndexed(): AppError {
  return new AppError({ code: 'not-found', message: 'Nothing is indexed yet.', action: null })
}
