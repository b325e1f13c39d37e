import { statSync } from 'node:fs'
import { AppError } from '@shared/errors'
import type { Connection, WriteDatabase } from './connection'

/** A write-ahead log longer than this is written back before anything is added to it. */
export const longestLogBytes = 64 * 1024 * 1024

/** Writes long logs back; `index-busy` when a reader holds one for longer than the busy timeout: nothing is written meanwhile. */
export function keepLogsShort(db: WriteDatabase): void {
  for (const connection of [db.index, db.content]) {
    if (logBytes(connection) > longestLogBytes && !shorten(connection)) throw heldOpen()
  }
}

/** Bytes of the write-ahead log of a file. */
export function logBytes(connection: Connection): number {
  return statSync(`${connection.name}-wal`, { throwIfNoEntry: false })?.size ?? 0
}

function shorten(connection: Connection): boolean {
  const [answer] = connection.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[]
  return answer?.busy === 0
}

function heldOpen(): AppError {
  return new AppError({
    code: 'index-busy',
    message: 'Something reads the local index for so long that nothing can be written.',
    action: 'Indexing goes on by itself when it has ended.'
  })
}
