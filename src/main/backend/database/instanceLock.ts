import { join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '@shared/errors'
import type { Connection } from './connection'

const raceMs = 300

/** Takes the lock of a data folder, which lasts until the connection is closed or the process ends; `index-busy` when another holds it. */
export function takeInstanceLock(folder: string): Connection {
  // An operating-system lock, held by an open transaction: it cannot be left behind by a killed process.
  // Two that begin at the same moment see each other and neither has it: waiting a little lets one of them in.
  const lock = new Database(join(folder, 'instance.lock.db'), { timeout: raceMs })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    throw new AppError({
      code: 'index-busy',
      message: 'Another Burr Desktop is indexing into this data folder.',
      action: 'Use the other window, or close it and start again.',
      cause: error
    })
  }
}
