import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { SnapshotProgress } from '@shared/model/snapshot'
import type { Bucket } from '../bucket/bucket'
import { currentFiles, filesNamed, saveCurrentFiles, syncFolder } from '../database/currentFiles'
import type { IndexFiles } from '../database/currentFiles'
import { Refusal } from '../database/copy/inspectFile'
import type { MatchedBodies } from '../database/copy/matchBodies'
import type { CopyFacts } from '../database/copy/takeCopy'
import { askChild } from './child'
import { downloadSnapshot } from './download'
import { checkHeader } from './header'
import type { Manifest } from './manifest'
import type { SnapshotPrograms } from './takeSnapshot'
import { cancelled, runThread } from './threadWork'
import { freeDiskBytes, makeWorkFolder, removeWorkFolder, requireFree } from './workFolder'

/** How a snapshot is made ready. */
export interface RestoreOptions {
  readonly workspace: string
  readonly bucket: Bucket
  readonly manifest: Manifest
  /** Whether this installation signed the manifest: only then is the file taken as it is. */
  readonly isOwn: boolean
  readonly programs: SnapshotPrograms
  readonly signal: AbortSignal
  onProgress?(progress: SnapshotProgress): void
  readonly freeBytes?: () => Promise<number>
}

/** An index that lies ready in the folder of the workspace under names of its own; nothing reads it yet. */
export interface PreparedIndex {
  readonly files: IndexFiles
  readonly facts: CopyFacts
  readonly bodies: MatchedBodies
}

const growthOfCopy = 2
const smallestCopyBytes = 64 * 1024 * 1024

/**
 * Fetches a snapshot, looks through it and makes an index of it beside the one in force, which may be in use meanwhile. Throws a
 * `Refusal` when the snapshot is not good, and leaves nothing behind then.
 */
export async function prepareRestore(options: RestoreOptions): Promise<PreparedIndex> {
  const { workspace, manifest, isOwn, programs, signal } = options
  mkdirSync(workspace, { recursive: true, mode: 0o700 })
  const free = options.freeBytes ?? (() => freeDiskBytes(workspace))
  // At most half of the disk's free room, and twice the size for a copy beside the file it is made from.
  requireFree(await free(), manifest.rawSizeBytes * (isOwn ? 2 : 3))
  const workFolder = makeWorkFolder(workspace)
  try {
    const raw = join(workFolder, 'index.db')
    const totalBytes = manifest.sizeBytes
    options.onProgress?.({ phase: 'downloading', doneBytes: 0, totalBytes })
    await downloadSnapshot({ ...options, target: raw, onBytes: (doneBytes) => options.onProgress?.({ phase: 'downloading', doneBytes, totalBytes }) })
    options.onProgress?.({ phase: 'checking', doneBytes: 0, totalBytes: manifest.rawSizeBytes })
    await checkHeader(raw)
    const copy = isOwn ? null : join(workFolder, 'copy.db')
    const maxBytes = manifest.rawSizeBytes * growthOfCopy + smallestCopyBytes
    const facts = await askChild(programs.startChild, { source: raw, target: copy, maxBytes }, { sizeBytes: manifest.rawSizeBytes, signal })
    requireClaimed(facts, manifest)
    options.onProgress?.({ phase: 'taking-over', doneBytes: 0, totalBytes: 0 })
    return await takeOver(copy ?? raw, { ...options, workFolder, facts, free })
  } catch (error) {
    throw signal.aborted ? cancelled() : error
  } finally {
    removeWorkFolder(workFolder)
  }
}

function requireClaimed(facts: CopyFacts, manifest: Manifest): void {
  const isClaimed = facts.schema === manifest.schema && facts.generation === manifest.generation && isDeepStrictEqual(facts.rows, manifest.rows)
  if (!isClaimed) throw new Refusal('counts', 'It holds other rows than it says.')
}

async function takeOver(index: string, options: RestoreOptions & { readonly workFolder: string; readonly facts: CopyFacts; readonly free: () => Promise<number> }): Promise<PreparedIndex> {
  const { workspace, workFolder, facts, signal } = options
  const oldContent = join(workspace, currentFiles(workspace).content)
  const oldBytes = existsSync(oldContent) ? statSync(oldContent).size : 0
  const newContent = join(workFolder, 'content.db')
  const keepBodies = (await options.free()) > oldBytes * 1.2
  const bodies = await runThread(options.programs.threadFile, { work: 'match', options: { index, oldContent, newContent, keepBodies } }, { signal })
  if (!('here' in bodies)) throw new Error('The thread matched no bodies.')
  const files = filesNamed(randomBytes(8).toString('hex'))
  // Both names are new, so no log of another file can lie beside them.
  renameSync(newContent, join(workspace, files.content))
  renameSync(index, join(workspace, files.index))
  syncFolder(workspace)
  return { files, facts, bodies }
}

/** Puts a prepared index in force for whoever opens the workspace next. The workspace must be closed for writing. */
export function adoptIndex(workspace: string, prepared: PreparedIndex): void {
  const { index, content } = currentFiles(workspace)
  saveCurrentFiles(workspace, { ...prepared.files, previous: existsSync(join(workspace, index)) ? { index, content } : null })
}

/** Removes a prepared index that is not wanted after all. */
export function dropPrepared(workspace: string, { files }: PreparedIndex): void {
  for (const name of [files.index, files.content]) rmSync(join(workspace, name), { force: true })
}
