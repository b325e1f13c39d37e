import { existsSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { AppError } from '@shared/errors'
import type { OpenedFile } from '@shared/model/portable'
import { parseKey } from '../burr/key'
import { freeDiskBytes } from '../snapshot/workFolder'
import type { FileManifest } from './fileFormat'
import { fillWorkspace, toFetched } from './fillWorkspace'
import type { WorkspacePart, WorkspaceSums } from './fillWorkspace'
import { kindOfPath } from './kindOfPath'
import { readPortableFile } from './readFile'
import { localFolderParts, localLogParts } from './localTracker'
import type { FilePart } from './writeFile'

/** What an opened file is told by, before it has a place in the app. */
export type OpenedFacts = Omit<OpenedFile, 'id' | 'isSample'>

/** How a file is opened. */
export interface OpenOptions {
  readonly signal: AbortSignal
  /** Bytes read, of all. */
  onProgress?(done: number, total: number): void
  /** All rows are there; words for the search follow. */
  onReady?(facts: OpenedFacts): void
  readonly withWords?: boolean
}

/** Makes a workspace of a file or folder in `folder`, which does not exist yet; leaves it unfinished when it throws. */
export async function openFile(path: string, folder: string, options: OpenOptions): Promise<OpenedFacts> {
  const kind = await kindOfPath(path)
  if (kind === 'server-database') throw new AppError({ code: 'invalid-input', message: `${basename(path)} holds no runs, only what a server knows of them.` })
  const name = basename(path)
  const file = kind === 'snapshot' ? await snapshotParts(path, folder, options) : { parts: kind === 'log-file' ? localLogParts(path) : localFolderParts(path, options), manifest: () => null }
  const factsOf = (sums: WorkspaceSums): OpenedFacts => {
    const manifest = file.manifest()
    return { kind, name, ...sums, note: manifest?.note ?? '', focus: manifest?.focus ?? null, missing: manifest?.missing ?? 0, isRedacted: (manifest?.redaction ?? null) !== null }
  }
  const sums = await fillWorkspace(folder, file.parts, {
    signal: options.signal,
    ...(options.withWords === undefined ? {} : { withWords: options.withWords }),
    onRows: (rows) => {
      if (rows.runs === 0) throw new AppError({ code: 'not-found', message: `${name} holds no runs of Burr.` })
      options.onReady?.(factsOf(rows))
    }
  })
  return factsOf(sums)
}

async function snapshotParts(path: string, folder: string, options: OpenOptions): Promise<{ readonly parts: AsyncIterable<WorkspacePart>; manifest(): FileManifest | null }> {
  const total = statSync(path).size
  const free = await freeDiskBytes(existsSync(folder) ? folder : dirname(folder))
  const read = readPortableFile(path, { signal: options.signal, maxRawBytes: Math.floor(free / 2), onBytes: (bytes) => options.onProgress?.(bytes, total) })
  let manifest: FileManifest | null = null
  return { parts: workspaceParts(read, (found) => (manifest = found)), manifest: () => manifest }
}

async function* workspaceParts(read: AsyncIterable<FilePart>, onManifest: (manifest: FileManifest) => void): AsyncGenerator<WorkspacePart, void, undefined> {
  for await (const part of read) {
    if ('manifest' in part) onManifest(part.manifest)
    else if ('annotation' in part) yield part
    else if (parseKey(part.key).kind === 'stray') throw new AppError({ code: 'damaged', message: 'The file cannot be opened: it names an object that is none of Burr’s.' })
    else yield { object: toFetched(part) }
  }
}
