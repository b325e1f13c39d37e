import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { basename } from 'node:path'

/** How far behind: a third of the share of whoever wants the same core. */
const niceness = 5

/**
 * Lets the calling thread work behind all others of the process: a window that draws and a list that is read come first where
 * there are fewer cores than threads. Only Linux tells threads apart; elsewhere, and where it is not allowed, nothing happens.
 */
export function workBehind(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), niceness)
  } catch {
    // It works as before, only not behind.
  }
}
