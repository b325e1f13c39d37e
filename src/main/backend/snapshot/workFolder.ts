import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import { currentFiles, isIndexFile, saveCurrentFiles } from '../database/currentFiles'
import { textFileOf } from '../database/textFile'

const parent = 'snapshot.work'
const forgottenAfterMs = 24 * 3_600_000

/** Makes a folder for files that are not finished yet; only its owner may look into it. */
export function makeWorkFolder(workspace: string): string {
  const folder = join(workspace, parent, `${process.pid}-${randomBytes(6).toString('hex')}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** Removes a work folder with all in it; what cannot be removed now is removed at the next start. */
export function removeWorkFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 2 })
  } catch {
    // A virus scanner may hold a file open on Windows.
  }
}

/**
 * Removes what killed processes left and, because the index in force could be opened, the index that a restore replaced. To be
 * called by the one who has the workspace open for writing.
 */
export function tidyWorkspace(workspace: string): void {
  removeForgottenWork(workspace)
  const files = currentFiles(workspace)
  if (files.previous !== null) saveCurrentFiles(workspace, { ...files, previous: null })
  const kept = [files.index, files.content, textFileOf(files.index)]
  for (const name of readdirSync(workspace)) {
    const bare = name.replace(/-(wal|shm|journal)$/, '')
    if (!isIndexFile(name) || kept.includes(bare)) continue
    try {
      rmSync(join(workspace, name), { force: true })
    } catch {
      // A reading connection may hold it open on Windows.
    }
  }
}

/** Puts the index back in force that a restore replaced; `false` when there is none. For an index that could not be opened. */
export function revertRestore(workspace: string): boolean {
  const { previous } = currentFiles(workspace)
  if (previous === null || !existsSync(join(workspace, previous.index))) return false
  saveCurrentFiles(workspace, { ...previous, previous: null })
  return true
}

function removeForgottenWork(workspace: string): void {
  const folder = join(workspace, parent)
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const isForgotten = !isRunning(Number(name.split('-')[0])) || Date.now() - statSync(path).mtimeMs > forgottenAfterMs
    if (isForgotten) removeWorkFolder(path)
  }
}

// Work under way in this process is in folders made after its start, and nobody tidies while it works.
function isRunning(pid: number): boolean {
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Makes a finished file survive a power cut. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Free bytes on the disk of a folder, for those who are not its administrator. */
export async function freeDiskBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** Throws `disk-full` with the numbers unless so many bytes are free. */
export function requireFree(freeBytes: number, neededBytes: number): void {
  if (freeBytes >= neededBytes) return
  const mb = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`
  throw new AppError({
    code: 'disk-full',
    message: `The disk has too little room for a snapshot: ${mb(neededBytes)} are needed, ${mb(freeBytes)} are free.`,
    action: 'Free some space and try again.'
  })
}
