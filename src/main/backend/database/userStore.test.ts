import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AnnotationTarget } from '@shared/model/annotation'
import { AppError } from '@shared/errors'
import { lastVersion } from './migrations/migrate'
import { userMigrations } from './migrations/user'
import { applicationId } from './pragmas'
import { createAnnotation } from './userAnnotations'
import { backupFolder, listBackups } from './userBackup'
import { readUser } from './userFile'
import { listAnnotations } from './userReads'
import { UserStore } from './userStore'

let folder: string
let nowMs: number
let store: UserStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burr-user-'))
  nowMs = Date.parse('2026-11-22T10:00:00Z')
  store = new UserStore(folder, () => nowMs)
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

const hour = 3_600_000
const path = (...names: string[]): string => join(folder, ...names)
const target = (sequenceId: number): AnnotationTarget => ({
  run: { project: 'demo', partitionKey: null, appId: 'app-1' }, step: { build: 0, sequenceId, attempt: 0 }, action: 'answer', spanId: null, fieldPath: null
})
const write = (sequenceId: number) =>
  store.write((writer, nowUs) => createAnnotation(writer, { ...target(sequenceId), tags: [], observations: [{ thumbs: 'up', note: null, groundTruth: null, pointers: [] }] }, nowUs))
const everything = { tags: [], actions: [], text: '' }
const stepsKept = (): number[] =>
  readUser(folder, [], (reader) => listAnnotations(reader, everything, 'step', 1000).annotations.map(({ step }) => step.sequenceId))

function codeOf(work: () => unknown): string {
  try {
    work()
    return 'none'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

describe('user.db', () => {
  it('is made with the first write and not before', () => {
    expect(stepsKept()).toEqual([])
    store.close()
    expect(readdirSync(folder)).toEqual([])
    write(1)
    expect(stepsKept()).toEqual([1])
  })

  it('is on the disk when a write returns, and is known as ours', () => {
    write(1)
    store.write(({ user }) => {
      const pragma = (name: string) => user.pragma(name, { simple: true })
      expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys'), pragma('trusted_schema')]).toEqual(['wal', 2, 1, 0])
      expect([pragma('application_id'), pragma('user_version')]).toEqual([applicationId, lastVersion(userMigrations)])
    })
    store.close()
    expect(readdirSync(folder).toSorted()).toEqual([backupFolder, 'user.db'])
  })

  it('is read by another connection at once, which cannot write', () => {
    write(1)
    expect(stepsKept()).toEqual([1])
    write(2)
    expect(stepsKept()).toEqual([1, 2])
    expect(() => readUser(folder, null, ({ user }) => user.exec('DELETE FROM annotation'))).toThrow(/readonly|read-only/)
  })

  it('keeps nothing of a write that fails', () => {
    write(1)
    const failing = (): void => {
      store.write((writer, nowUs) => {
        createAnnotation(writer, { ...target(2), tags: [], observations: [] }, nowUs)
        throw new Error('stop')
      })
    }
    expect(failing).toThrow('stop')
    expect(stepsKept()).toEqual([1])
  })

  it('has STRICT tables with plain names, made by steps that count up by one', () => {
    expect(userMigrations.map(({ to }) => to)).toEqual(userMigrations.map((_each, at) => at + 1))
    const loose = store.write(({ user }) => user.prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'`).all())
    expect(loose).toEqual([])
  })

  it('of a newer program, or of another one, is refused and keeps every byte', () => {
    write(1)
    store.close()
    const other = new Database(path('user.db'))
    other.pragma('user_version = 99')
    other.close()
    const bytes = readFileSync(path('user.db'))
    expect(codeOf(() => write(2))).toBe('index-newer')
    expect(codeOf(stepsKept)).toBe('index-newer')
    expect(readFileSync(path('user.db')).equals(bytes)).toBe(true)
    rmSync(path('user.db'))
    const foreign = new Database(path('user.db'))
    foreign.exec('CREATE TABLE t (x)')
    foreign.close()
    expect(codeOf(() => write(2))).toBe('damaged')
  })
})

describe('backups', () => {
  it('are three, an hour apart or more, the newest with the newest change', () => {
    for (let sequenceId = 0; sequenceId < 12; sequenceId++) {
      write(sequenceId)
      nowMs += hour / 2
    }
    store.close()
    const backups = listBackups(folder)
    expect(backups).toHaveLength(3)
    const apart = backups.slice(1).map(({ atMs }, at) => (backups[at]?.atMs ?? 0) - atMs)
    expect(apart.every((ms) => ms >= hour)).toBe(true)
    expect(backups[0]?.generation).toBe(12)
    expect(readdirSync(path(backupFolder))).toHaveLength(3)
  })

  it('hold all that was written, in one file without a log beside it', () => {
    for (let sequenceId = 0; sequenceId < 5; sequenceId++) write(sequenceId)
    nowMs += hour
    store.close()
    const [newest] = listBackups(folder)
    const copy = new Database(path(backupFolder, newest?.name ?? ''), { readonly: true })
    expect(copy.prepare('SELECT count(*) AS n FROM annotation').get()).toEqual({ n: 5 })
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
    copy.close()
  })

  it('are not made of what has not changed', () => {
    write(1)
    for (let times = 0; times < 4; times++) {
      nowMs += 2 * hour
      store.close()
      store.write(({ user }) => user.exec(`UPDATE meta SET value = value - 1 WHERE name = 'generation'`))
    }
    expect(listBackups(folder)).toHaveLength(1)
  })

  it('that fail do not fail the write', () => {
    writeFileSync(path(backupFolder), 'a file where the folder should be')
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    write(1)
    expect(stepsKept()).toEqual([1])
    expect(said).toHaveBeenCalledOnce()
    store.close()
    said.mockRestore()
  })
})

describe('a damaged user.db', () => {
  function damage(name: string): void {
    const bytes = readFileSync(path(name))
    bytes.fill(0x5a, 4096)
    writeFileSync(path(name), bytes)
  }

  beforeEach(() => {
    write(1)
    nowMs += hour
    write(2)
    nowMs += 60_000
    write(3)
    store.close()
  })

  it('is found, and not written to', () => {
    damage('user.db')
    expect(codeOf(() => write(4))).toBe('damaged')
    truncateSync(path('user.db'), 5000)
    expect(codeOf(() => write(4))).toBe('damaged')
    writeFileSync(path('user.db'), 'not a database, '.repeat(1000))
    expect([codeOf(() => write(4)), codeOf(stepsKept)]).toEqual(['damaged', 'damaged'])
  })

  it('gives way to the newest whole backup, and is kept aside', () => {
    damage('user.db')
    const [newest, older] = listBackups(folder)
    damage(join(backupFolder, newest?.name ?? ''))
    expect(store.repair()).toBe((older?.atMs ?? 0) * 1000)
    expect(stepsKept()).toEqual([1])
    write(5)
    expect(stepsKept()).toEqual([1, 5])
    const [aside = ''] = readdirSync(path('corrupt'))
    expect(readdirSync(path('corrupt', aside))).toContain('user.db')
  })

  it('starts anew when no backup is whole', () => {
    damage('user.db')
    for (const { name } of listBackups(folder)) damage(join(backupFolder, name))
    expect(store.repair()).toBeNull()
    expect(existsSync(path('user.db'))).toBe(false)
    write(7)
    expect(stepsKept()).toEqual([7])
  })
})
