import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { SnapshotProgress } from '@shared/model/snapshot'
import { AppError } from '@shared/errors'
import { currentFiles } from '../database/currentFiles'
import { Refusal } from '../database/copy/inspectFile'
import { indexSizeBytes } from '../database/copy/takeCopy'
import type { CopyFacts } from '../database/copy/takeCopy'
import { askChild } from './child'
import type { StartChild } from './child'
import { checkHeader } from './header'
import type { Packed } from './pack'
import { runThread } from './threadWork'
import { freeDiskBytes, requireFree } from './workFolder'

/** The programs a snapshot needs beside the one it runs in. */
export interface SnapshotPrograms {
  /** Built file of `snapshotThread`. */
  readonly threadFile: string
  readonly startChild: StartChild
}

/** How an index is taken. */
export interface TakeOptions {
  /** Folder of the workspace. */
  readonly workspace: string
  /** An empty folder; the files in it are the caller's to remove. */
  readonly workFolder: string
  readonly programs: SnapshotPrograms
  readonly signal: AbortSignal
  onProgress?(progress: SnapshotProgress): void
  /** Free bytes on the disk; asked of the system when left out. */
  readonly freeBytes?: () => Promise<number>
}

/** An index taken, checked and packed. */
export interface TakenSnapshot {
  readonly path: string
  readonly facts: CopyFacts
  readonly packed: Packed
}

const roomForCopies = 2.5

/** Takes the index as it is at one instant, while others go on writing; throws `disk-full`, `cancelled` or `index-damaged`. */
export async function takeSnapshot(options: TakeOptions): Promise<TakenSnapshot> {
  const { workspace, workFolder, programs, signal } = options
  const source = join(workspace, currentFiles(workspace).index)
  requireFree(await (options.freeBytes ?? (() => freeDiskBytes(workspace)))(), indexSizeBytes(source) * roomForCopies)
  const [raw, path] = [join(workFolder, 'index.db'), join(workFolder, 'index.db.br')]
  options.onProgress?.({ phase: 'copying', doneBytes: 0, totalBytes: 0 })
  let facts: CopyFacts | null = null
  let checked: Promise<void> = Promise.resolve()
  let totalBytes = 0
  const packed = await runThread(programs.threadFile, { work: 'take', source, raw, packed: path }, {
    signal,
    onMessage: (message) => {
      if (message.type === 'copied') {
        facts = message.facts
        totalBytes = message.sizeBytes
        // Looked through in a process of its own while this thread packs.
        checked = checkCopy({ path: raw, facts: message.facts, sizeBytes: totalBytes }, { startChild: programs.startChild, signal })
        checked.catch(() => undefined)
      }
      if (message.type === 'packed-bytes') options.onProgress?.({ phase: 'packing', doneBytes: message.bytes, totalBytes })
    }
  })
  options.onProgress?.({ phase: 'checking', doneBytes: totalBytes, totalBytes })
  await checked
  if (facts === null || !('sha256' in packed)) throw new Error('The thread gave no copy.')
  rmSync(raw, { force: true })
  return { path, facts, packed }
}

async function checkCopy(copy: { readonly path: string; readonly facts: CopyFacts; readonly sizeBytes: number }, how: { readonly startChild: StartChild; readonly signal: AbortSignal }): Promise<void> {
  try {
    await checkHeader(copy.path)
    const found = await askChild(how.startChild, { source: copy.path, target: null, maxBytes: 0 }, { sizeBytes: copy.sizeBytes, signal: how.signal })
    if (!isDeepStrictEqual(found, copy.facts)) throw new Refusal('counts', 'It holds other rows than were counted.')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new AppError({ code: 'index-damaged', message: `The copy of the index is not sound: ${error.message}`, action: 'Rebuild the index from the bucket: the damaged file is kept aside.', cause: error })
  }
}
