import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root folder of this repository. */
export const repoRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** An absolute path inside this repository. */
export const inRepo = (...parts) => join(repoRoot, ...parts)

/** The folder outside the repository in which downloads are kept, so that each is fetched once. */
export const cacheDir = () => {
  const { BURR_DESKTOP_CACHE, XDG_CACHE_HOME } = process.env
  if (BURR_DESKTOP_CACHE) return resolve(BURR_DESKTOP_CACHE)
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'burr-desktop')
}

/** Whether this process runs as root, where Chromium refuses to start with its sandbox. */
export const isRoot = () => process.getuid?.() === 0
