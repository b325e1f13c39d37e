import { afterEach, describe, expect, it } from 'vitest'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { contract } from '@shared/contract/contract'
import type { Input, MethodName, Output } from '@shared/contract/contract'
import { openReply } from '@shared/contract/reply'
import type { Change } from '@shared/contract/change'
import { defaultSettings } from '@shared/model/settings'
import type { RunKey } from '@shared/model/run'
import { FakeS3 } from '../../../../scripts/s3/fakeS3'
import { closeDatabase, openReader } from '../database/open'
import { UserStore } from '../database/userStore'
import { answerIndexing } from '../handlers/indexerHandlers'
import type { IndexerContext } from '../handlers/indexerMethod'
import { answerRead } from '../handlers/readerHandlers'
import { ChangeFeed } from '../indexer/changeFeed'
import { testRun } from '../indexer/ingestTestRun'
import { Session } from '../indexer/session'
import { TestIndexing } from '../indexer/testIndexing'

const minuteUs = 60_000_000
const startUs = (Date.now() - 600_000) * 1000
const cleanUps: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

const keyOf = (i: number, project = 'demo'): RunKey => ({ project, partitionKey: null, appId: `app-${i}` })

function put(fake: FakeS3, i: number, project = 'demo'): void {
  for (const { listed, bytes, metadata } of testRun({ project, appId: `app-${i}`, startUs: startUs + i * minuteUs, files: 3, failAt: i === 1 ? 1 : -1 })) {
    fake.bucket.put(listed.key, Buffer.from(bytes), { metadata })
  }
}

/** A workspace with its writing side running and its calls answered in this process. */
async function workspace(fake: FakeS3, more: { readonly index?: TestIndexing; readonly bodyBudgetBytes?: number } = {}) {
  const index = more.index ?? new TestIndexing(fake.endpointUrl)
  const { db, connection } = await index.open()
  const changes: Change[] = []
  const feed = new ChangeFeed((change) => changes.push(change))
  const settings = { ...defaultSettings, bucket: 'burr', endpointUrl: fake.endpointUrl }
  const session = new Session(settings, { db, connection }, feed, more.bodyBudgetBytes === undefined ? {} : { bodyBudgetBytes: more.bodyBudgetBytes })
  const user = new UserStore(index.folder)
  const none = (): never => {
    throw new Error('Not in this test.')
  }
  const context: IndexerContext = { settings, session: () => session, status: () => session.status(), user: () => user, emit: (change) => void changes.push(change), snapshots: none, desk: none }
  async function call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
    const parsed: unknown = contract[method].input.parse(input)
    if (contract[method].at === 'indexer') return openReply(await answerIndexing(context, method, parsed))
    const reader = openReader(index.folder)
    try {
      return openReply(answerRead({ db: reader }, method, parsed))
    } finally {
      closeDatabase(reader)
    }
  }
  async function close(): Promise<void> {
    await session.close()
    feed.close()
    user.close()
    index.close()
  }
  session.start()
  return { db, index, session, changes, call, close }
}

async function filled(runs = 4, more: { readonly bodyBudgetBytes?: number } = {}) {
  const fake = await FakeS3.start({ bucket: 'burr' })
  for (let i = 0; i < runs; i++) put(fake, i)
  put(fake, 0, 'other')
  const open = await workspace(fake, more)
  cleanUps.push(async () => {
    await open.close()
    open.index.remove()
    await fake.stop().catch(() => undefined)
  })
  await expect.poll(() => open.session.status().completeAsOfUs, { timeout: 10_000 }).not.toBeNull()
  return { fake, ...open }
}

type Open = Awaited<ReturnType<typeof filled>>

async function offlineOf({ call }: Pick<Open, 'call'>, project = 'demo'): Promise<Record<string, string>> {
  const { runs } = await call('runs.list', { project })
  return Object.fromEntries(runs.map((run) => [run.appId, `${run.offline}${run.isPinned === true ? ' pinned' : ''}`]))
}

describe('what is kept offline', () => {
  it('keeps its bodies when room is made, tells its size before, and brings what was missing', async () => {
    const open = await filled()
    const { call } = open
    await call('offline.pin', { kind: 'run', run: keyOf(1) })
    const { freed } = await call('offline.free', {})
    expect(freed).toBeGreaterThan(0)
    expect(await offlineOf(open)).toEqual({ 'app-0': 'index-only', 'app-1': 'complete pinned', 'app-2': 'index-only', 'app-3': 'index-only' })
    expect((await call('runs.get', keyOf(1))).run).toMatchObject({ offline: 'complete', isPinned: true })
    const storage = await call('offline.storage', {})
    expect(storage).toMatchObject({ bodies: storage.pinnedBodies, goneBodies: 0 })
    expect(storage.pinnedBodies).toBe(5)

    const size = await call('offline.size', { kind: 'filter', project: 'demo', filter: 'status:ok' })
    expect(size).toMatchObject({ runs: 3, objects: 15, objectsHere: 0, bytesHere: 0, objectsLost: 0 })
    expect(size.bytes).toBeGreaterThan(1000)
    await call('offline.pin', { kind: 'filter', project: 'demo', filter: 'status:ok' })
    await expect.poll(async () => (await call('offline.pins', {}))[0]?.size.objectsHere, { timeout: 5000 }).toBe(15)
    expect(Object.values(await offlineOf(open))).toEqual(['complete pinned', 'complete pinned', 'complete pinned', 'complete pinned'])
    expect(await offlineOf(open, 'other')).toEqual({ 'app-0': 'index-only' })
    expect((await call('jobs.list', {})).find(({ kind }) => kind === 'fetch')).toMatchObject({ state: 'done', objects: { indexed: 15, failed: 0 } })
    expect(await call('offline.free', {})).toEqual({ freed: 0 })
    expect(open.changes.some(({ kind }) => kind === 'offline')).toBe(true)
    const found = await call('runs.list', { project: 'demo', filter: 'offline:pinned' })
    expect(found.total).toBe(4)
  })

  it('takes in what comes to a pinned project whatever the budget, and lets go what is no longer pinned', async () => {
    const open = await filled(2, { bodyBudgetBytes: 0 })
    const { call, fake, session } = open
    expect(Object.values(await offlineOf(open))).toEqual(['index-only', 'index-only'])
    await call('offline.pin', { kind: 'project', project: 'demo' })
    await call('offline.pin', { kind: 'project', project: 'demo' })
    expect(await call('offline.pins', {})).toHaveLength(1)
    put(fake, 7)
    session.pollNow()
    await expect.poll(() => offlineOf(open), { timeout: 8000 }).toEqual({ 'app-0': 'complete pinned', 'app-1': 'complete pinned', 'app-7': 'complete pinned' })
    const [pin] = await call('offline.pins', {})
    await call('offline.unpin', { pinId: pin?.pinId ?? 0 })
    await expect(call('offline.unpin', { pinId: pin?.pinId ?? 0 })).rejects.toThrow('not kept offline any more')
    await call('offline.free', {})
    expect(Object.values(await offlineOf(open))).toEqual(['index-only', 'index-only', 'index-only'])
  })

  it('is not forgotten with the index: one built anew keeps and brings the same', async () => {
    const open = await filled(3)
    await open.call('offline.pin', { kind: 'run', run: keyOf(2) })
    await open.close()
    for (const name of ['index.v1.db', 'content.db', 'text.v1.db']) rmSync(join(open.index.folder, name), { force: true })
    const again = await workspace(open.fake, { index: open.index, bodyBudgetBytes: 0 })
    cleanUps.push(again.close)
    await expect.poll(() => offlineOf(again), { timeout: 10_000 }).toEqual({ 'app-0': 'index-only', 'app-1': 'index-only', 'app-2': 'complete pinned' })
  })

  it('waits without the bucket and says why, and goes on when it is back', async () => {
    const open = await filled(2)
    const { call, fake, session } = open
    await call('offline.free', {})
    const { port } = fake
    await fake.stop()
    await call('offline.pin', { kind: 'project', project: 'demo' })
    await expect(call('runs.fetchBodies', keyOf(0))).rejects.toMatchObject({ code: 'unreachable' })
    await expect.poll(() => session.status().connection, { timeout: 10_000 }).toBe('failed')
    expect(session.status().error).toMatchObject({ code: 'unreachable' })
    expect(Object.values(await offlineOf(open))).toEqual(['index-only pinned', 'index-only pinned'])
    session.pollNow()
    const lost = async (): Promise<unknown[]> => (await call('jobs.list', {})).filter(({ kind, state }) => kind === 'poll' && state === 'failed')
    await expect.poll(async () => (await lost()).length, { timeout: 10_000 }).toBe(1)
    const back = await FakeS3.start({ bucket: 'burr', port })
    cleanUps.push(() => back.stop())
    for (const i of [0, 1]) put(back, i)
    put(back, 0, 'other')
    session.pollNow()
    await expect.poll(() => offlineOf(open), { timeout: 10_000 }).toEqual({ 'app-0': 'complete pinned', 'app-1': 'complete pinned' })
    await expect.poll(() => session.status().connection, { timeout: 10_000 }).toBe('connected')
    expect(await lost()).toHaveLength(1)
  }, 20_000)

  it('never gives up what the bucket no longer has, and marks the run', async () => {
    const open = await filled(6)
    const { call, db, fake, session } = open
    const sql = `SELECT hour_prefix.text || object.rest AS key FROM object JOIN hour_prefix USING (prefix_id) JOIN run USING (run_id) WHERE app_id = 'app-0' AND run.project_id = (SELECT project_id FROM project WHERE name = 'demo')`
    const keys = db.index.prepare<[], { key: string }>(sql).all().map(({ key }) => key)
    for (const key of keys) fake.bucket.delete(key)
    session.verify('demo')
    await expect.poll(async () => (await call('runs.get', keyOf(0))).run.goneCount, { timeout: 10_000 }).toBe(5)
    await call('offline.free', {})
    expect(await offlineOf(open)).toMatchObject({ 'app-0': 'complete', 'app-1': 'index-only' })
    expect(await call('offline.storage', {})).toMatchObject({ goneBodies: 5, pinnedBodies: 5 })
    expect(await call('steps.get', { run: keyOf(0), step: { build: 0, sequenceId: 0, attempt: 0 } })).toMatchObject({ step: { action: 'ask' } })
  })

  it('refuses a filter that cannot be kept', async () => {
    const { call } = await filled(1)
    await expect(call('offline.pin', { kind: 'filter', project: 'demo', filter: 'offline:no' })).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(call('offline.size', { kind: 'filter', project: 'demo', filter: 'status:grand' })).rejects.toThrow('not a status')
    expect(await call('offline.pins', {})).toEqual([])
  })
})
