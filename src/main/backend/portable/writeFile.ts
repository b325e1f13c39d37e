import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createBrotliCompress } from 'node:zlib'
import { AppError } from '@shared/errors'
import { syncFile } from '../snapshot/workFolder'
import { Meter } from '../snapshot/pack'
import { magic } from './fileFormat'
import type { FileAnnotation, FileManifest } from './fileFormat'

/** One thing a file holds, in the order in which it is written: manifest, annotations, objects. */
export type FilePart =
  | { readonly manifest: FileManifest }
  | { readonly annotation: FileAnnotation }
  | { readonly key: string; readonly modifiedUs: number; readonly tracker: string | null; readonly bytes: Uint8Array }

/** Where a file goes; `null` = nowhere, only its size is wanted. */
export type FileTarget = { readonly path: string; readonly replace: boolean } | null

const quality = 5
// Runs repeat their state in every step: a window of 4 MB sees the last ones.
const windowBits = 22

/** Writes a file of these parts, whole or not at all, a part at a time; gives its size in bytes. `replace` puts it in the place of another. */
export async function writePortableFile(parts: AsyncIterable<FilePart> | Iterable<FilePart>, target: FileTarget, signal: AbortSignal): Promise<number> {
  if (target !== null && !target.replace && existsSync(target.path)) throw alreadyThere(target.path)
  const unfinished = target === null ? null : `${target.path}.${randomUUID().slice(0, 8)}.unfinished`
  const packed = new Meter()
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: windowBits }
  const sink = unfinished === null ? nowhere() : createWriteStream(unfinished, { flags: 'wx', mode: 0o600 })
  sink.write(magic)
  try {
    await pipeline(Readable.from(textOf(parts), { objectMode: false, highWaterMark: 1024 * 1024 }), createBrotliCompress({ params }), packed, sink, { signal })
    if (target !== null && unfinished !== null) {
      syncFile(unfinished)
      // A link in that place is replaced, never followed.
      await rename(unfinished, target.path)
    }
    return magic.length + packed.bytes
  } catch (error) {
    if (unfinished !== null) await rm(unfinished, { force: true })
    throw target === null ? error : asSaveError(error, target.path, signal)
  }
}

async function* textOf(parts: AsyncIterable<FilePart> | Iterable<FilePart>): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256')
  for await (const part of parts) {
    const bytes = bytesOf(part)
    hash.update(bytes)
    yield bytes
  }
  yield Buffer.from(`${JSON.stringify({ end: hash.digest('hex') })}\n`)
}

function bytesOf(part: FilePart): Uint8Array {
  if ('manifest' in part) return Buffer.from(`${JSON.stringify(part.manifest)}\n`)
  if ('annotation' in part) return Buffer.from(`${JSON.stringify(part)}\n`)
  const { key, modifiedUs, tracker, bytes } = part
  return Buffer.concat([Buffer.from(`${JSON.stringify({ key, size: bytes.length, modifiedUs, tracker })}\n`), bytes, Buffer.from('\n')])
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}

function alreadyThere(path: string): AppError {
  return new AppError({ code: 'invalid-input', message: `${basename(path)} is there already.`, action: 'Choose another name, or remove it first.' })
}

function asSaveError(error: unknown, path: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason instanceof AppError ? signal.reason : new AppError({ code: 'cancelled', message: 'Cancelled.' })
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!/^E[A-Z]+$/.test(code)) return error
  return new AppError({
    code: code === 'ENOSPC' ? 'disk-full' : 'access-denied',
    message: `${basename(path)} could not be saved (${code}).`,
    action: code === 'ENOSPC' ? 'Free some space and try again.' : 'Choose another place.',
    cause: error
  })
}
