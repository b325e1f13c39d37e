import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'

/** Size and age of a file of ours; folders below `workspaces` are numbered, for their names hold those of buckets. */
export interface FileFact {
  readonly path: string
  readonly bytes: number
  readonly changed: string
}

const limit = 500

/** The files the program keeps, with their sizes. */
export function databaseFiles(dataFolder: string): readonly FileFact[] {
  const folders = new Map<string, number>()
  const numbered = (folder: string): string => {
    if (folder === '.') return ''
    if (!folders.has(folder)) folders.set(folder, folders.size + 1)
    return `folder ${folders.get(folder)}/`
  }
  const found: FileFact[] = []
  const walk = (folder: string, depth: number): void => {
    if (depth > 4 || found.length >= limit) return
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) walk(path, depth + 1)
      else if (/\.(?:db|db-wal|db-shm|json|log|burrsnapshot)$/.test(entry.name) && found.length < limit) {
        const { size, mtime } = statSync(path)
        found.push({ path: `${numbered(dirname(relative(dataFolder, path)))}${/^[a-z0-9.-]{1,40}$/.test(entry.name) ? basename(path) : 'a file'}`, bytes: size, changed: mtime.toISOString() })
      }
    }
  }
  walk(dataFolder, 0)
  return found
}
