import { statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '@shared/errors'
import type { OpenedFile } from '@shared/model/portable'
import { magic } from './magic'

/** What a path leads to. */
export type FoundKind = OpenedFile['kind'] | 'server-database'

/** Says what a file or folder is by what is in it; `not-found`, or `invalid-input` when it is nothing that can be opened. */
export async function kindOfPath(path: string): Promise<FoundKind> {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) throw new AppError({ code: 'not-found', message: `${basename(path)} is not there (any more).` })
  if (stat.isDirectory()) return 'local-tracker'
  if (!stat.isFile()) throw nothing(path)
  if (await beginsWith(path, magic)) return 'snapshot'
  if (await beginsWith(path, Buffer.from('SQLite format 3\0', 'latin1'))) return 'server-database'
  if (/\.jsonl$/i.test(path)) return 'log-file'
  throw nothing(path)
}

/** Whether a file begins with these bytes. */
export async function beginsWith(path: string, bytes: Buffer): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const head = Buffer.alloc(bytes.length)
    const { bytesRead } = await file.read(head, 0, bytes.length, 0)
    return bytesRead === bytes.length && head.equals(bytes)
  } finally {
    await file.close()
  }
}

function nothing(path: string): AppError {
  return new AppError({
    code: 'invalid-input',
    message: `${basename(path)} is nothing that Burr Desktop opens.`,
    action: 'Open a .burrsnapshot, a project folder of Burr’s local tracker, a log.jsonl, or the snapshot.db of Burr’s server.'
  })
}
