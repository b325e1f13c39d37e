import { randomInt } from 'node:crypto'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import { statement } from './connection'
import type { Connection } from './connection'

/** What was known of an index when it was opened for writing; the file lies in the folder as long as it is open. */
interface Marker {
  readonly file: string
  /** 0 = not known yet. */
  readonly identity: number
  readonly generation: number
}

const markerFile = 'index.open'
const largestIdentity = 2 ** 47
const nothingKnown: Marker = { file: '', identity: 0, generation: 0 }

/** Whether the last writer of a folder did not come to its end. */
export function wasLeftOpen(folder: string): boolean {
  return existsSync(join(folder, markerFile))
}

/** Notes that an index is about to be opened; `index-damaged` when a write-ahead log lies beside one that was closed: it is not its own. */
export function markOpening(folder: string, file: string): void {
  if (wasLeftOpen(folder)) return
  if ((statSync(join(folder, `${file}-wal`), { throwIfNoEntry: false })?.size ?? 0) > 0) throw mixed()
  writeMarker(folder, { ...nothingKnown, file })
}

/** Notes which index is open, and how far it was. */
export function markOpen(folder: string, file: string, index: Connection): void {
  const create = `/* saveIdentity */ INSERT OR IGNORE INTO meta (name, value) VALUES ('identity', ?)`
  if (readMeta(index, 'identity') === null) statement<[number]>(index, create).run(randomInt(1, largestIdentity))
  writeMarker(folder, { file, identity: readMeta(index, 'identity') ?? 0, generation: readMeta(index, 'generation') ?? 0 })
}

/** The index was closed and all of it is in its file. */
export function unmark(folder: string): void {
  rmSync(join(folder, markerFile), { force: true })
}

/**
 * `index-damaged` when the index that was left open is another one now, or older than it was: the log of another index or of an
 * earlier time lay beside it, and SQLite takes any log for that of the file.
 */
export function refuseMixed(folder: string, file: string, index: Connection): void {
  const marker = readMarker(folder)
  if (marker.file !== file || marker.identity === 0) return
  if (readMeta(index, 'identity') === marker.identity && (readMeta(index, 'generation') ?? 0) >= marker.generation) return
  throw mixed()
}

function mixed(): AppError {
  return new AppError({
    code: 'index-damaged',
    message: 'The local index is mixed with parts of another one.',
    action: 'Rebuild the index from the bucket: the damaged file is kept aside.'
  })
}

function readMeta(index: Connection, name: string): number | null {
  const sql = '/* readMeta */ SELECT value FROM meta WHERE name = ?'
  return statement<[string], { value: number }>(index, sql).get(name)?.value ?? null
}

function writeMarker(folder: string, marker: Marker): void {
  writeFileSync(join(folder, markerFile), JSON.stringify(marker))
}

function readMarker(folder: string): Marker {
  try {
    const value = JSON.parse(readFileSync(join(folder, markerFile), 'utf8')) as Partial<Marker>
    return { ...nothingKnown, ...value }
  } catch {
    // Torn: all it says is that someone had the index open.
    return nothingKnown
  }
}
