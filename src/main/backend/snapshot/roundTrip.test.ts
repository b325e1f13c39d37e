import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FakeS3 } from '../../../../scripts/s3/fakeS3'
import { readBody } from '../database/bodies'
import { readTotals } from '../database/counters'
import { currentFiles, firstFiles } from '../database/currentFiles'
import { readGeneration, readPublished } from '../database/generation'
import { markGone } from '../database/objects'
import { closeDatabase, openReader, openWriter } from '../database/open'
import { listPrefixStates } from '../database/prefixState'
import { publishSnapshot } from './publish'
import { readSnapshot } from './listSnapshots'
import { adoptIndex, prepareRestore } from './restore'
import { startFromSnapshot } from './startFromSnapshot'
import { buildTestPrograms } from './testPrograms'
import type { TestPrograms } from './testPrograms'
import { addRuns, fillWorkspace, hashesOf, publishing, someRuns, TestBench } from './testWorkspaces'
import type { TestComputer } from './testWorkspaces'
import { tidyWorkspace } from './workFolder'

let programs: TestPrograms
let bench: TestBench<FakeS3>
beforeAll(async () => {
  programs = await buildTestPrograms()
})
afterAll(() => programs.remove())
beforeEach(async () => {
  bench = new TestBench(await FakeS3.start({ bucket: 'b' }))
})
afterEach(async () => {
  expect(bench.trespasses()).toEqual([])
  await bench.close()
})

const signal = new AbortController().signal

function starting(computer: TestComputer) {
  return { ...computer, bucket: bench.bucket, programs, signal }
}

describe('a snapshot', () => {
  const databases = Number(process.env['BURR_TEST_ROUND_TRIPS'] ?? 12)

  it(`comes back row for row on another computer, ${databases} times`, async () => {
    for (let seed = 0; seed < databases; seed += 1) {
      const [writer, reader] = [bench.computer('writer'), bench.computer('reader')]
      fillWorkspace(writer.workspace, someRuns(1 + ((seed * 13) % 60), seed))
      const { row } = await publishSnapshot(publishing(writer, bench, programs))
      const outcome = await startFromSnapshot(starting(reader))
      expect(outcome?.words.join(' ')).toContain('Started from the snapshot that writer took')
      expect(outcome?.snapshot?.key).toBe(row.key)
      // Whatever others say they have listed is listed again.
      expect(hashesOf(reader.workspace, ['prefix_state'])).toEqual(hashesOf(writer.workspace, ['prefix_state']))
      for (const key of bench.fake.bucket.keys()) bench.fake.bucket.delete(key)
    }
    console.log(`round trips: ${databases} databases, all tables equal`)
  }, 600_000)

  it('of this installation is taken as it is, with what it has listed', async () => {
    const own = bench.computer()
    fillWorkspace(own.workspace, someRuns(20))
    await publishSnapshot(publishing(own, bench, programs))
    const later = { workspace: join(own.workspace, '..', 'later'), installation: own.installation }
    const outcome = await startFromSnapshot(starting(later))
    expect(outcome?.snapshot).toMatchObject({ isOwn: true, completeAsOfUs: 1_795_370_300_000_000 })
    expect(hashesOf(later.workspace)).toEqual(hashesOf(own.workspace))
    const db = openReader(later.workspace)
    expect(listPrefixStates(db, 'project-0').map(({ completeAtUs }) => completeAtUs)).toEqual([1_795_370_300_000_000])
    expect(readPublished(db)).toBe(readGeneration(db))
    closeDatabase(db)
  })

  it('of someone else counts no body as here and nothing as listed', async () => {
    const [writer, reader] = [bench.computer('writer'), bench.computer('reader')]
    fillWorkspace(writer.workspace, someRuns(20))
    await publishSnapshot(publishing(writer, bench, programs))
    const outcome = await startFromSnapshot(starting(reader))
    const db = openReader(reader.workspace)
    expect(listPrefixStates(db, 'project-0')).toEqual([])
    expect(db.index.prepare('SELECT sum(has_body) FROM object').pluck().get()).toBe(0)
    expect(db.index.prepare('SELECT sum(body_count) FROM run').pluck().get()).toBe(0)
    expect(outcome?.bodies).toEqual({ here: 0, missing: readTotals(db).objects })
    closeDatabase(db)
  })

  it('is not looked for when the workspace holds anything', async () => {
    const one = bench.computer()
    fillWorkspace(one.workspace, someRuns(3))
    expect(await startFromSnapshot(starting(one))).toBeNull()
    expect(bench.fake.journal).toEqual([])
  })

  it('takes the place of an index that has never seen an object', async () => {
    const [writer, reader] = [bench.computer('writer'), bench.computer('reader')]
    fillWorkspace(writer.workspace, someRuns(5))
    await publishSnapshot(publishing(writer, bench, programs))
    closeDatabase(openWriter(reader.workspace))
    expect((await startFromSnapshot(starting(reader)))?.snapshot).not.toBeNull()
    const db = openWriter(reader.workspace)
    expect(readTotals(db).runs).toBe(5)
    tidyWorkspace(reader.workspace)
    closeDatabase(db)
    expect(readdirSync(reader.workspace).filter((name) => name === firstFiles.index)).toEqual([])
  })
})

describe('a restore over an index in use', () => {
  it('keeps the bodies of objects that the bucket no longer has, for nothing could bring them back', async () => {
    const own = bench.computer()
    fillWorkspace(own.workspace, someRuns(4))
    const before = openWriter(own.workspace)
    const keys = before.index.prepare<[], { key: string }>('SELECT text || rest AS key FROM object JOIN hour_prefix USING (prefix_id) LIMIT 3').all().map(({ key }) => key)
    expect(markGone(before, keys)).toBe(3)
    closeDatabase(before)
    const { row } = await publishSnapshot(publishing(own, bench, programs))
    const { manifest } = await readSnapshot(row.key, { bucket: bench.bucket, installation: own.installation, signal })
    const prepared = await prepareRestore({ ...starting(own), manifest, isOwn: true })
    expect(prepared.bodies.missing).toBe(0)
    adoptIndex(own.workspace, prepared)
    const db = openWriter(own.workspace)
    const gone = db.index.prepare<[], { objectId: number; key: string; etag: string }>(`SELECT object_id AS objectId, text || rest AS key, etag FROM object JOIN hour_prefix USING (prefix_id) WHERE state = 'gone' AND has_body = 1`).all()
    expect(gone.map(({ key }) => key).toSorted()).toEqual(keys.toSorted())
    expect(gone.every((object) => readBody(db, object) !== null)).toBe(true)
    closeDatabase(db)
  })

  it('matches bodies by what they are, never by their numbers, and counts the others as missing', async () => {
    const [writer, reader] = [bench.computer('writer'), bench.computer('reader')]
    const runs = someRuns(30)
    fillWorkspace(writer.workspace, runs)
    const { row } = await publishSnapshot(publishing(writer, bench, programs))
    // The same objects under other numbers, some not there, and others that the snapshot does not know.
    fillWorkspace(reader.workspace, [...someRuns(9, 500), ...runs.slice(10).toReversed()])
    const { manifest } = await readSnapshot(row.key, { bucket: bench.bucket, installation: reader.installation, signal })
    const prepared = await prepareRestore({ ...starting(reader), manifest, isOwn: false })
    adoptIndex(reader.workspace, prepared)
    const db = openWriter(reader.workspace)
    const objects = db.index
      .prepare<[], { objectId: number; key: string; etag: string; has_body: number }>('SELECT object_id AS objectId, text || rest AS key, etag, has_body FROM object JOIN hour_prefix USING (prefix_id)')
      .all()
    const here = objects.filter((object) => readBody(db, object) !== null)
    expect(here.length).toBe(prepared.bodies.here)
    expect(here.every((object) => object.has_body === 1)).toBe(true)
    expect(objects.filter((object) => object.has_body === 1).length).toBe(here.length)
    expect(prepared.bodies.missing).toBe(objects.length - here.length)
    expect(here.length).toBeGreaterThan(20)
    expect(prepared.bodies.missing).toBeGreaterThan(10)
    const counted = db.index.prepare(`SELECT count(*) FROM run WHERE body_count <> (SELECT count(*) FROM object WHERE object.run_id = run.run_id AND kind = 'log' AND has_body = 1)`)
    expect(counted.pluck().get()).toBe(0)
    closeDatabase(db)
  })

  it('never meets the write-ahead log of another index, and keeps the old one until the new one was opened', async () => {
    const [writer, reader] = [bench.computer('writer'), bench.computer('reader')]
    fillWorkspace(writer.workspace, someRuns(12))
    const { row } = await publishSnapshot(publishing(writer, bench, programs))
    fillWorkspace(reader.workspace, someRuns(3, 900))
    // Logs of other indexes beside every name that was ever used.
    for (const name of ['text.v1.db', 'text.v1.0123456789abcdef.db', 'text.v1.db-wal']) writeFileSync(join(reader.workspace, name), 'words of an index that is gone')
    for (const name of ['index.v1.db', 'content.db']) for (const end of ['-wal', '-shm']) writeFileSync(join(reader.workspace, `${name}${end}`), Buffer.alloc(32_768, 0x5a))
    const { manifest } = await readSnapshot(row.key, { bucket: bench.bucket, installation: reader.installation, signal })
    const prepared = await prepareRestore({ ...starting(reader), manifest, isOwn: false })
    for (const name of [prepared.files.index, prepared.files.content]) {
      expect([`${name}-wal`, `${name}-shm`, `${name}-journal`].filter((log) => existsSync(join(reader.workspace, log)))).toEqual([])
    }
    expect(currentFiles(reader.workspace)).toEqual({ ...firstFiles, previous: null })
    adoptIndex(reader.workspace, prepared)
    expect(existsSync(join(reader.workspace, firstFiles.index))).toBe(true)
    const db = openWriter(reader.workspace)
    expect(readTotals(db).runs).toBe(12)
    tidyWorkspace(reader.workspace)
    addRuns(db, someRuns(1, 901))
    closeDatabase(db)
    expect(readdirSync(reader.workspace).toSorted()).toEqual([prepared.files.content, 'current.json', prepared.files.index, 'instance.lock.db', 'snapshot.work'].toSorted())
    expect(readdirSync(join(reader.workspace, 'snapshot.work'))).toEqual([])
  })
})
