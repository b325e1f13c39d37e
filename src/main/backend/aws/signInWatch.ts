import { watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sharedPaths } from './profileFiles'
import type { Environment } from './profileFiles'

/** How soon a change is seen. */
export interface WatchPatience {
  /** How often is looked without being told: folders that are not there yet, and disks that tell nothing. */
  readonly lookEveryMs: number
  /** A file that is being written is left alone for so long. */
  readonly settleMs: number
}

const defaultPatience: WatchPatience = { lookEveryMs: 3000, settleMs: 150 }

/** Tells when somebody signed in, or changed a profile, with whatever tool: the shared files and the caches of tokens changed. */
export function watchSignIn(environment: Environment, changed: () => void, patience: WatchPatience = defaultPatience): { close(): void } {
  const { config, credentials, caches } = sharedPaths(environment)
  const watched = new Map<string, FSWatcher>()
  let last: string | null = null
  let isClosed = false
  let soon: NodeJS.Timeout | undefined
  let looking: Promise<void> | null = null

  const lookSoon = (): void => {
    if (isClosed) return
    clearTimeout(soon)
    soon = setTimeout(() => void look(), patience.settleMs)
    soon.unref()
  }

  const follow = (folder: string): void => {
    if (isClosed || watched.has(folder)) return
    try {
      const watcher = watch(folder, { persistent: false }, lookSoon)
      watcher.on('error', () => {
        watcher.close()
        watched.delete(folder)
      })
      watched.set(folder, watcher)
    } catch {
      // Not there, or more than the system watches: it is looked at now and then.
    }
  }

  const look = async (): Promise<void> => {
    looking ??= (async () => {
      for (const folder of new Set([dirname(config), dirname(credentials), ...caches])) follow(folder)
      const now = await traceOf([config, credentials], caches)
      if (!isClosed && last !== null && last !== now) changed()
      last = now
    })().finally(() => { looking = null })
    await looking
  }

  const timer = setInterval(() => void look(), patience.lookEveryMs)
  timer.unref()
  void look()
  return {
    close: () => {
      isClosed = true
      clearInterval(timer)
      clearTimeout(soon)
      for (const watcher of watched.values()) watcher.close()
    }
  }
}

/** Sizes and times of what is watched; never its content. */
async function traceOf(files: readonly string[], folders: readonly string[]): Promise<string> {
  const inFolders = await Promise.all(folders.map(async (folder) => (await namesIn(folder)).map((name) => join(folder, name))))
  const traces = await Promise.all([...files, ...inFolders.flat()].map(async (path) => {
    const found = await stat(path).catch(() => null)
    return found === null ? `${path} -` : `${path} ${String(found.size)} ${String(found.mtimeMs)} ${String(found.ino)}`
  }))
  return traces.join('\n')
}

async function namesIn(folder: string): Promise<string[]> {
  return await readdir(folder).then((names) => names.filter((name) => name.endsWith('.json')).toSorted(), () => [])
}
