import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import type { Connection } from './connection'
import { currentFiles, pointerFile } from './currentFiles'
import { unmark } from './openMarker'
import { textFileOf } from './textFile'

/** SQLite's quick check of a file; `index-damaged` when it finds anything. About 0.7 s per 100 MB. */
export function checkQuickly(connection: Connection): void {
  const answer = connection.pragma('quick_check(1)', { simple: true })
  if (answer === 'ok') return
  throw new AppError({
    code: 'index-damaged',
    message: 'The local index is damaged.',
    action: 'Rebuild the index from the bucket: the damaged file is kept aside.',
    cause: new Error(String(answer))
  })
}

/**
 * Moves the derived files of a closed workspace, each with its write-ahead log, into `corrupt/<utc>/`, so that the next opening
 * starts empty. Bodies go with the index that names them; `user.db` stays. Gives the folder they are in.
 */
export function setAsideDamaged(folder: string, now: Date = new Date()): string {
  const target = join(folder, asideFolder, now.toISOString().replaceAll(':', '-'))
  mkdirSync(target, { recursive: true, mode: 0o700 })
  const { index, content } = currentFiles(folder)
  // The pointer last: as long as it is there, whoever comes after a crash moves the same files.
  for (const name of [...[index, content].flatMap((file) => [file, `${file}-wal`, `${file}-shm`]), pointerFile]) {
    if (existsSync(join(folder, name))) renameSync(join(folder, name), join(target, name))
  }
  // Words name rows of the index that is gone, and are filled in again.
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `${textFileOf(index)}${suffix}`), { force: true })
  unmark(folder)
  removeOld(join(folder, asideFolder), now)
  return target
}

/** When the index of a workspace was last set aside; `null` = not within the time that such files are kept. */
export function lastSetAside(folder: string): Date | null {
  const newest = asideFolders(join(folder, asideFolder)).at(-1)
  return newest === undefined ? null : newest.at
}

const asideFolder = 'corrupt'
const keptMs = 14 * 24 * 3_600_000
const keptBytes = 2 * 1024 ** 3

interface AsideFolder {
  readonly path: string
  readonly at: Date
}

function asideFolders(folder: string): AsideFolder[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .map((name) => ({ path: join(folder, name), at: new Date(name.replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:')) }))
    .filter(({ at }) => !Number.isNaN(at.getTime()))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

// The newest one always stays.
function removeOld(folder: string, now: Date): void {
  let size = 0
  for (const [age, { path, at }] of asideFolders(folder).toReversed().entries()) {
    size += readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0)
    if (age > 0 && (size > keptBytes || now.getTime() - at.getTime() > keptMs)) rmSync(path, { recursive: true, force: true })
  }
}
