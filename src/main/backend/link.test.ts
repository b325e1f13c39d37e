import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { defaultSettings } from '@shared/model/settings'
import type { Settings } from '@shared/model/settings'
import { FakeS3 } from '../../../scripts/s3/fakeS3'
import { generate } from '../../../scripts/seed/generate'
import { readTotals } from './database/counters'
import { currentFiles, filesNamed, saveCurrentFiles } from './database/currentFiles'
import { ChangeFeed } from './indexer/changeFeed'
import { closeOpened, isSameWorkspace, openLink, openOn } from './link'
import type { Link, Opened } from './link'
import { buildTestPrograms } from './snapshot/testPrograms'
import type { TestPrograms } from './snapshot/testPrograms'
import { TestBench } from './snapshot/testWorkspaces'

let programs: TestPrograms
let bench: TestBench<FakeS3>
let settings: Settings
let dataFolder: string
let link: Link
let open: Opened | null

beforeAll(async () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' })
  programs = await buildTestPrograms()
})
afterAll(() => programs.remove())
beforeEach(async () => {
  bench = new TestBench(await FakeS3.start({ bucket: 'b' }))
  dataFolder = bench.folder()
  settings = { ...defaultSettings, bucket: 'b', region: 'us-east-1', endpointUrl: bench.fake.endpointUrl, updateIntervalMs: 1000 }
  bench.fake.load(generate({ seed: 'link', runs: 8, nowUs: (Date.now() - 3_600_000) * 1000 }))
  open = null
  link = await openLink({ dataFolder, settings, programs, host: { db: () => open?.db ?? null, replaceIndex: () => Promise.reject(new Error('not here')), onChange: () => undefined } })
})
afterEach(async () => {
  await link.snapshots.close()
  if (open !== null) await closeOpened(open)
  link.connection.close()
  await bench.close()
})

async function opened(): Promise<Opened> {
  const feed = new ChangeFeed(() => undefined)
  open = await openOn(link, settings, { feed, repair: {}, start: () => link.snapshots.startEmpty(new AbortController().signal), onTrouble: () => undefined })
  return open
}

async function closed(): Promise<void> {
  const closing = open
  open = null
  if (closing !== null) await closeOpened(closing)
}

const isComplete = ({ session }: Opened) => vi.waitFor(() => expect(session.status().completeAsOfUs).not.toBeNull(), { timeout: 30_000, interval: 50 })

it('a restored index is a hint: nothing counts as complete before the whole bucket was compared, over restarts too', async () => {
  const first = await opened()
  expect(first.isToCompare).toBe(false)
  first.session.start()
  await isComplete(first)
  const { runs } = readTotals(first.db)
  expect((await link.snapshots.create()).snapshot).toMatchObject({ runs, isOwn: true })
  await closed()
  rmSync(link.folder, { recursive: true })
  bench.fake.load(generate({ seed: 'later', runs: 3, nowUs: Date.now() * 1000 }))

  const second = await opened()
  expect(link.snapshots.status().lastRestore).toMatchObject({ isStart: true, snapshot: { runs } })
  expect(readTotals(second.db).runs).toBe(runs)
  const claims = second.db.index.prepare('SELECT count(*) FROM prefix_state WHERE complete_at_us IS NOT NULL').pluck()
  expect([second.isToCompare, claims.get(), second.session.status().completeAsOfUs]).toEqual([true, 0, null])
  await closed()

  // Ended before it was compared: the next start compares.
  const third = await opened()
  expect(third.isToCompare).toBe(true)
  third.session.start()
  third.session.verify(null)
  await isComplete(third)
  const compared = third.db.index.prepare(`SELECT count(*) FROM job WHERE kind = 'verify' AND state = 'done'`).pluck()
  await vi.waitFor(() => expect(compared.get()).toBe(1), { timeout: 30_000, interval: 50 })
  expect(readTotals(third.db).runs).toBeGreaterThan(runs)
  await closed()
  expect((await opened()).isToCompare).toBe(false)
})

it('a restored index that cannot be opened gives way to the one before, which is told', async () => {
  const first = await opened()
  first.session.start()
  await isComplete(first)
  const { runs } = readTotals(first.db)
  await closed()
  const { index, content } = currentFiles(link.folder)
  const bad = filesNamed('0123456789abcdef')
  for (const name of [bad.index, bad.content]) writeFileSync(join(link.folder, name), 'no database at all'.repeat(1000))
  saveCurrentFiles(link.folder, { ...bad, previous: { index, content } })
  const second = await opened()
  expect(currentFiles(link.folder)).toEqual({ index, content, previous: null })
  expect(readTotals(second.db).runs).toBe(runs)
  second.session.start()
  expect(second.session.status().error).toMatchObject({ code: 'damaged', message: 'The restored index could not be opened. The one that was there before is in use again.' })
})

it('an empty workspace opens without a snapshot when the bucket has none, cannot be asked, or a person does not want to wait', async () => {
  await opened()
  expect(link.snapshots.status().lastRestore).toMatchObject({ snapshot: null, words: ['The bucket has no snapshot that this program can start from.'] })
  await closed()
  rmSync(link.folder, { recursive: true })
  const slow = bench.fake.fault({ match: ({ operation, query }) => operation === 'ListObjectsV2' && query.get('prefix')?.startsWith('burr-desktop/') === true, do: { kind: 'delay', ms: 8000 } })
  const opening = opened()
  await vi.waitFor(() => expect(slow.hits).toBe(1), { timeout: 15_000, interval: 10 })
  expect(link.snapshots.status().work?.kind).toBe('start')
  link.snapshots.cancel()
  expect(readTotals((await opening).db).runs).toBe(0)
})

it('settings of snapshots alone need no new connection', () => {
  expect(isSameWorkspace(settings, { ...settings, publishSnapshots: true, snapshotIntervalMs: 10_000, theme: 'dark' })).toBe(true)
  expect(isSameWorkspace(settings, { ...settings, bucket: 'other' })).toBe(false)
})
