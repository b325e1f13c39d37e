import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '@shared/errors'
import type { ErrorCode } from '@shared/errors'
import { ingest } from '../indexer/ingest'
import { testRun } from '../indexer/ingestTestRun'
import { readTotals } from './counters'
import { closeDatabase, contentFile, indexFile, openReader, openWriter } from './open'
import { applicationId } from './pragmas'
import { setAsideDamaged } from './verify'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burr-open-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function codeOf(work: () => unknown): ErrorCode | 'none' {
  try {
    work()
    return 'none'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

function fillAndClose(): void {
  const db = openWriter(folder)
  ingest(db, { objects: Array.from({ length: 30 }, (_, i) => testRun({ appId: `app-${i}` })).flat(), setAside: [] })
  closeDatabase(db)
}

describe('openWriter', () => {
  it('sets the pragmas of a writer, once for each file', () => {
    const db = openWriter(folder)
    const pragma = (name: string) => db.index.pragma(name, { simple: true })
    expect(pragma('journal_mode')).toBe('wal')
    expect(pragma('synchronous')).toBe(2)
    expect(pragma('foreign_keys')).toBe(1)
    expect(pragma('trusted_schema')).toBe(0)
    expect(pragma('cell_size_check')).toBe(1)
    expect(pragma('mmap_size')).toBe(0)
    expect(pragma('busy_timeout')).toBe(5000)
    expect(pragma('wal_autocheckpoint')).toBe(1000)
    expect(pragma('journal_size_limit')).toBe(67_108_864)
    expect(pragma('application_id')).toBe(applicationId)
    expect(db.content.pragma('page_size', { simple: true })).toBe(8192)
    expect(db.content.pragma('synchronous', { simple: true })).toBe(2)
    closeDatabase(db)
  })

  it('leaves no write-ahead log and no marker when closed', () => {
    fillAndClose()
    expect(readdirSync(folder).toSorted()).toEqual([contentFile, indexFile, 'instance.lock.db'])
    if (process.platform !== 'win32') expect(statSync(folder).mode & 0o077).toBe(0)
  })

  it('is refused while another has the folder, and works when that one is closed', () => {
    const first = openWriter(folder)
    expect(codeOf(() => openWriter(folder))).toBe('index-busy')
    closeDatabase(first)
    closeDatabase(openWriter(folder))
  })

  it('refuses a newer index and leaves every byte of it', () => {
    fillAndClose()
    const path = join(folder, indexFile)
    const newer = new Database(path)
    newer.pragma('user_version = 1000')
    newer.close()
    const before = hashOf(path)
    expect(codeOf(() => openWriter(folder))).toBe('index-newer')
    expect(codeOf(() => openReader(folder))).toBe('index-newer')
    expect(hashOf(path)).toBe(before)
    const log = `${path}-wal`
    expect(existsSync(log) ? statSync(log).size : 0).toBe(0)
  })

  it('refuses a file of another program', () => {
    const other = new Database(join(folder, indexFile))
    other.exec('CREATE TABLE note (text TEXT)')
    other.close()
    expect(codeOf(() => openWriter(folder))).toBe('index-damaged')
  })

  it('goes on with an empty file that a crash left', () => {
    writeFileSync(join(folder, indexFile), '')
    const db = openWriter(folder)
    expect(readTotals(db)).toEqual({ projects: 0, runs: 0, steps: 0, objects: 0 })
    closeDatabase(db)
  })

  it('drops bodies whose index is gone', () => {
    fillAndClose()
    rmSync(join(folder, indexFile))
    const db = openWriter(folder)
    expect(db.content.prepare('SELECT count(*) AS n FROM body').get()).toEqual({ n: 0 })
    closeDatabase(db)
  })
})

describe('a damaged index', () => {
  it('is found after an unclean end, set aside whole, and the next opening starts empty', () => {
    fillAndClose()
    const path = join(folder, indexFile)
    const bytes = readFileSync(path)
    bytes.fill(0x5a, 4096 * 3, 4096 * 9)
    writeFileSync(path, bytes)
    writeFileSync(join(folder, 'index.open'), '')
    writeFileSync(join(folder, 'user.db'), 'mine')
    expect(codeOf(() => openWriter(folder))).toBe('index-damaged')
    const kept = setAsideDamaged(folder, new Date('2026-11-22T10:00:00Z'))
    expect(readdirSync(kept)).toEqual(expect.arrayContaining([contentFile, indexFile]))
    expect(readdirSync(folder).toSorted()).toEqual(['corrupt', 'instance.lock.db', 'user.db'])
    expect(existsSync(path)).toBe(false)
    expect(readFileSync(join(folder, 'user.db'), 'utf8')).toBe('mine')
    const db = openWriter(folder)
    expect(readTotals(db).objects).toBe(0)
    closeDatabase(db)
  })

  it('is found when the file is cut off or is no database', () => {
    fillAndClose()
    truncateSync(join(folder, indexFile), 4096 * 4 + 100)
    writeFileSync(join(folder, 'index.open'), '')
    expect(codeOf(() => openWriter(folder))).toBe('index-damaged')
    writeFileSync(join(folder, indexFile), 'this is not a database, and long enough to be read as a page of one'.repeat(100))
    expect(codeOf(() => openWriter(folder))).toBe('index-damaged')
    expect(codeOf(() => openReader(folder))).toBe('index-damaged')
  })
})

describe('openReader', () => {
  it('says when there is no index yet', () => {
    expect(codeOf(() => openReader(folder))).toBe('not-found')
    mkdirSync(join(folder, 'sub'))
    expect(codeOf(() => openReader(join(folder, 'sub')))).toBe('not-found')
  })

  it('sees what the writer commits, cannot write, and does not need the writer', () => {
    const db = openWriter(folder)
    const reader = openReader(folder)
    ingest(db, { objects: testRun(), setAside: [] })
    expect(readTotals(reader).runs).toBe(1)
    expect(() => reader.index.exec('DELETE FROM run')).toThrow(/readonly|read-only/)
    closeDatabase(reader)
    closeDatabase(db)
    const alone = openReader(folder)
    expect(readTotals(alone).runs).toBe(1)
    closeDatabase(alone)
  })
})
