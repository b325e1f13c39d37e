import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'

/** The two files of an index by their names in the folder of the workspace. */
export interface IndexFiles {
  readonly index: string
  readonly content: string
}

/** Which files are in force, and which were before a restore that has not proved itself yet. */
export interface CurrentFiles extends IndexFiles {
  readonly previous: IndexFiles | null
}

/** What a workspace begins with, before any restore. */
export const firstFiles: IndexFiles = { index: 'index.v1.db', content: 'content.db' }

/** Names the files in force; a restored index has a name of its own, so that no write-ahead log of another lies beside it. */
export const pointerFile = 'current.json'

const indexName = /^index\.v1(\.[0-9a-f]{8,32})?\.db$/
const contentName = /^content(\.[0-9a-f]{8,32})?\.db$/
const textName = /^text\.v1(\.[0-9a-f]{8,32})?\.db$/

/** Whether a file of a workspace belongs to some index, with the logs SQLite puts beside it. */
export function isIndexFile(name: string): boolean {
  const bare = name.replace(/-(wal|shm|journal)$/, '')
  return [indexName, contentName, textName].some((each) => each.test(bare))
}

/** The names for an index that is restored under this id (8 to 32 hex digits). */
export function filesNamed(id: string): IndexFiles {
  return { index: `index.v1.${id}.db`, content: `content.${id}.db` }
}

/** The files in force; a pointer that is missing or not understood means the first files. */
export function currentFiles(folder: string): CurrentFiles {
  const pointer = readPointer(join(folder, pointerFile))
  const files = filesOf(pointer)
  if (files === null) return { ...firstFiles, previous: null }
  const previous = typeof pointer === 'object' && pointer !== null && 'previous' in pointer ? filesOf(pointer.previous) : null
  return { ...files, previous }
}

/** Puts files in force: whoever opens the workspace after a crash finds either the old ones or these. */
export function saveCurrentFiles(folder: string, files: CurrentFiles): void {
  const temporary = join(folder, `.${pointerFile}.${randomUUID()}`)
  try {
    const file = openSync(temporary, 'wx', 0o600)
    try {
      writeSync(file, `${JSON.stringify(files)}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, join(folder, pointerFile))
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  syncFolder(folder)
}

/** Makes names that were created or changed in a folder survive a power cut. */
export function syncFolder(folder: string): void {
  // Windows cannot open a folder, and needs no such sync.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function readPointer(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

function filesOf(value: unknown): IndexFiles | null {
  if (typeof value !== 'object' || value === null || !('index' in value) || !('content' in value)) return null
  const { index, content } = value
  if (typeof index !== 'string' || typeof content !== 'string') return null
  return indexName.test(index) && contentName.test(content) ? { index, content } : null
}
