import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ingest } from '../indexer/ingest'
import { testRun } from '../indexer/ingestTestRun'
import { readTotals } from './counters'
import { currentFiles, filesNamed, firstFiles, isIndexFile, pointerFile, saveCurrentFiles } from './currentFiles'
import { closeDatabase, openReader, openWriter } from './open'
import { setAsideDamaged } from './verify'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burr-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('a workspace without a pointer, or with one that is not understood, has the first files', () => {
  expect(currentFiles(folder)).toEqual({ ...firstFiles, previous: null })
  for (const text of ['', '{', '[]', '{"index":"../other.db","content":"content.db"}', '{"index":"index.v2.db","content":"content.db"}', '{"index":"index.v1.db"}']) {
    writeFileSync(join(folder, pointerFile), text)
    expect(currentFiles(folder), text).toEqual({ ...firstFiles, previous: null })
  }
})

it('both sides open what the pointer names, and the other files are left alone', () => {
  const first = openWriter(folder)
  ingest(first, { objects: testRun(), setAside: [] })
  closeDatabase(first)
  saveCurrentFiles(folder, { ...filesNamed('0123abcd'), previous: firstFiles })
  const writer = openWriter(folder)
  ingest(writer, { objects: [...testRun({ appId: 'a' }), ...testRun({ appId: 'b' })], setAside: [] })
  const reader = openReader(folder)
  expect(readTotals(reader).runs).toBe(2)
  closeDatabase(reader)
  closeDatabase(writer)
  expect(readdirSync(folder).toSorted()).toEqual(['content.0123abcd.db', 'content.db', pointerFile, 'index.v1.0123abcd.db', 'index.v1.db', 'instance.lock.db'].toSorted())
  saveCurrentFiles(folder, { ...firstFiles, previous: null })
  const again = openReader(folder)
  expect(readTotals(again).runs).toBe(1)
  closeDatabase(again)
})

it('a damaged index is set aside under the names in force, and the next start is empty', () => {
  saveCurrentFiles(folder, { ...filesNamed('0123abcd'), previous: null })
  closeDatabase(openWriter(folder))
  const kept = setAsideDamaged(folder)
  expect(readdirSync(kept).toSorted()).toEqual(['content.0123abcd.db', pointerFile, 'index.v1.0123abcd.db'].toSorted())
  expect(existsSync(join(folder, pointerFile))).toBe(false)
  expect(currentFiles(folder)).toEqual({ ...firstFiles, previous: null })
})

it('knows its own files by name', () => {
  const names = ['index.v1.db', 'index.v1.db-wal', 'content.db-shm', 'index.v1.0123abcd.db', 'content.0123abcd.db-journal', 'text.v1.db', 'text.v1.0123abcd.db-wal']
  expect(names.filter(isIndexFile)).toEqual(names)
  expect(['user.db', 'index.v2.db', 'index.v1.x.db', 'instance.lock.db', 'content.db.bak'].filter(isIndexFile)).toEqual([])
})
