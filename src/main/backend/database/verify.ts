import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import type { Connection } from './connection'
import { currentFiles, pointerFile } from './currentFiles'

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
  const target = join(folder, 'corrupt', now.toISOString().replaceAll(':', '-'))
  mkdirSync(target, { recursive: true, mode: 0o700 })
  const { index, content } = currentFiles(folder)
  // The pointer last: as long as it is there, whoever comes after a crash moves the same files.
  for (const name of [...[index, content].flatMap((file) => [file, `${file}-wal`, `${file}-shm`]), pointerFile]) {
    if (existsSync(join(folder, name))) renameSync(join(folder, name), join(target, name))
  }
  return target
}
