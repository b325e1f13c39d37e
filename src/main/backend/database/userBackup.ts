import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { checkWhole, inUserWords, userFile } from './userFile'
import type { UserWriter } from './userFile'

/** Folder of the backups, in that of the workspace. */
export const backupFolder = 'backups'
const kept = 3
/** Backups are at least this far apart, so that three of them are not all of the last minute. */
const apartMs = 60 * 60 * 1000

/** A backup by its file's name: when it was made and what change of the file it holds. */
export interface Backup {
  readonly name: string
  readonly atMs: number
  readonly generation: number
}

/** The backups of a workspace, newest first. */
export function listBackups(folder: string): readonly Backup[] {
  if (!existsSync(join(folder, backupFolder))) return []
  return readdirSync(join(folder, backupFolder))
    .flatMap((name) => {
      const match = /^user\.(\d{13})\.g(\d+)\.db$/.exec(name)
      return match === null ? [] : [{ name, atMs: Number(match[1]), generation: Number(match[2]) }]
    })
    .toSorted((a, b) => b.atMs - a.atMs || b.generation - a.generation)
}

/** Makes a backup when the file has changed since the newest one and that is an hour old; `always` = however old it is. Says whether it did. */
export function backUp(writer: UserWriter, nowMs: number, always = false): boolean {
  const { folder, user } = writer
  const newest = listBackups(folder)[0]
  const generation = Number(user.prepare(`SELECT value FROM meta WHERE name = 'generation'`).pluck().get())
  if (newest?.generation === generation) return false
  // A clock that was set back must not stop backups for good.
  if (!always && newest !== undefined && Math.abs(nowMs - newest.atMs) < apartMs) return false
  const target = join(folder, backupFolder)
  mkdirSync(target, { recursive: true, mode: 0o700 })
  const unfinished = join(target, 'unfinished')
  try {
    rmSync(unfinished, { force: true })
    inUserWords(() => user.prepare('/* backUp */ VACUUM INTO ?').run(unfinished))
    sync(unfinished)
    renameSync(unfinished, join(target, `user.${nowMs}.g${generation}.db`))
    sync(target)
  } finally {
    rmSync(unfinished, { force: true })
  }
  for (const { name } of listBackups(folder).slice(kept)) rmSync(join(target, name), { force: true })
  return true
}

/**
 * Moves user.db, which nobody may have open, into `corrupt/<utc>/` and puts the newest backup that is whole in its place.
 * Gives when that was made; `null` = there is none, and the next opening starts empty.
 */
export function restoreBackup(folder: string, nowMs: number): number | null {
  const aside = join(folder, 'corrupt', new Date(nowMs).toISOString().replaceAll(':', '-'))
  mkdirSync(aside, { recursive: true, mode: 0o700 })
  for (const name of [userFile, `${userFile}-wal`, `${userFile}-shm`]) {
    if (existsSync(join(folder, name))) renameSync(join(folder, name), join(aside, name))
  }
  const good = listBackups(folder).find(({ name }) => isWhole(join(folder, backupFolder, name)))
  if (good === undefined) return null
  const unfinished = join(folder, `${userFile}.unfinished`)
  copyFileSync(join(folder, backupFolder, good.name), unfinished)
  sync(unfinished)
  renameSync(unfinished, join(folder, userFile))
  sync(folder)
  return good.atMs
}

function isWhole(path: string): boolean {
  try {
    const connection = new Database(path, { readonly: true })
    try {
      checkWhole(connection)
      return true
    } finally {
      connection.close()
    }
  } catch {
    // Whatever is wrong with it, an older one may be whole.
    return false
  }
}

function sync(path: string): void {
  // A folder cannot be opened on Windows, where a rename is on the disk when it returns.
  if (process.platform === 'win32') return
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
