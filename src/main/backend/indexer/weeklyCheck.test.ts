import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { WriteDatabase } from '../database/connection'
import { closeDatabase, openWriter } from '../database/open'
import { wholeCheckedUs } from '../database/wholeCheck'
import { ingest } from './ingest'
import { testRun } from './ingestTestRun'
import { WeeklyCheck } from './weeklyCheck'

let folder: string
let db: WriteDatabase
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burr-weekly-'))
  db = openWriter(folder)
  ingest(db, { objects: [...testRun(), ...testRun({ appId: 'b', steps: 9 })], setAside: [] })
})
afterEach(() => {
  closeDatabase(db)
  rmSync(folder, { recursive: true })
})

const dayMs = 86_400_000
const startMs = Date.UTC(2026, 10, 22)

function checked(nowMs: number, isBusy = false): { readonly check: WeeklyCheck; readonly found: unknown[] } {
  const found: unknown[] = []
  const check = new WeeklyCheck(db, { isBusy: () => isBusy, onDamage: (error) => found.push(error), nowMs: () => nowMs })
  check.consider()
  return { check, found }
}

it('is done once a week, not while there is other work, and remembered over a restart', async () => {
  await checked(startMs).check.stop()
  expect(wholeCheckedUs(db)).toBe(startMs * 1000)
  checked(startMs + 6 * dayMs)
  checked(startMs + 8 * dayMs, true)
  expect(wholeCheckedUs(db)).toBe(startMs * 1000)
  closeDatabase(db)
  db = openWriter(folder)
  const { found } = checked(startMs + 8 * dayMs)
  await expect.poll(() => wholeCheckedUs(db)).toBe((startMs + 8 * dayMs) * 1000)
  expect(found).toEqual([])
})

it('finds an index that does not fit its table, which the quick check passes by', async () => {
  await checked(startMs).check.stop()
  const { index } = db
  const root = index.prepare<[], { rootpage: number }>(`SELECT rootpage FROM sqlite_schema WHERE name = 'object_by_run'`).get()?.rootpage
  index.unsafeMode(true)
  index.pragma('writable_schema = ON')
  index.prepare(`UPDATE sqlite_schema SET sql = 'CREATE INDEX object_by_run ON object (size_bytes) WHERE run_id IS NOT NULL' WHERE rootpage = ?`).run(root)
  index.pragma('writable_schema = RESET')
  index.unsafeMode(false)
  expect(index.pragma('quick_check(1)', { simple: true })).toBe('ok')
  const { found } = checked(startMs + 8 * dayMs)
  await expect.poll(() => found).toMatchObject([{ code: 'index-damaged', message: 'The weekly check found the local index damaged.' }])
  expect(wholeCheckedUs(db)).toBe(startMs * 1000)
})
