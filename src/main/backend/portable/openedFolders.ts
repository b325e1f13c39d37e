import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const parentOf = (dataFolder: string): string => join(dataFolder, 'opened')

/** Makes an empty folder for an opened file; only its owner may look into it. */
export function makeOpenedFolder(dataFolder: string): string {
  const folder = join(parentOf(dataFolder), `${process.pid}-${randomBytes(6).toString('hex')}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** Removes a folder; what something still holds open goes at the next start. */
export function removeOpenedFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 2 })
  } catch {
    // A reading connection may hold it open on Windows.
  }
}

/** Removes the folders that earlier processes left behind. */
export function removeForgottenFolders(dataFolder: string): void {
  let names: string[]
  try {
    names = readdirSync(parentOf(dataFolder))
  } catch {
    return
  }
  for (const name of names) if (!isRunning(Number(name.split('-')[0]))) removeOpenedFolder(join(parentOf(dataFolder), name))
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
