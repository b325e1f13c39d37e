import { afterEach, describe, expect, it } from 'vitest'
import { FakeS3 } from '../../../../scripts/s3/fakeS3'
import { renderKey } from '../burr/key'
import type { LeanLane } from '../bucket/lean/sender'
import { AdaptiveLimit } from './adaptiveLimit'
import { databaseStore } from './databaseStore'
import { Fetcher } from './fetch'
import { maxObjectBytes } from './fetchSize'
import { FetchLine } from './fetchLine'
import type { FromFetchLine, ToFetchLine } from './fetchLine'
import { emptyTally, indexPages } from './indexPages'
import type { IndexingContext, Tally } from './indexPages'
import { dumpIndex } from './ingestDump'
import type { LineEnd, LineThread } from './preparer'
import { projectFolder } from './discover'
import { listPages } from './list'
import { pageObjects } from './indexStore'
import { TestIndexing } from './testIndexing'

const opened: { fake: FakeS3; indexes: TestIndexing[] }[] = []
const patience = { firstPauseMs: 1, longestPauseMs: 5, tries: 3, slowDownTries: 8 }
const graph = '{"type":"application","entrypoint":"a","actions":[],"transitions":[]}'

afterEach(async () => {
  for (const { fake, indexes } of opened.splice(0)) {
    for (const index of indexes) index.remove()
    await fake.stop()
  }
})

/** Lines of this very thread: what is said goes through a copy, as between threads. */
class SameThread implements LineThread {
  readonly lines = new Map<number, { readonly end: LineEnd; line: FetchLine | null }>()
  readonly busy: boolean[] = []
  isThere = true
  /** Most objects that were asked for at once. */
  most = 0

  isReady(): boolean {
    return this.isThere
  }

  addLine(end: LineEnd): number {
    this.lines.set(this.lines.size + 1, { end, line: null })
    return this.lines.size
  }

  sayToLine(number: number, lane: LeanLane, say: ToFetchLine): void {
    const known = this.lines.get(number)
    if (known === undefined || !this.isThere) return
    known.line ??= new FetchLine(lane, maxObjectBytes, (answer) => this.#answer(known.end, answer))
    if (say.type === 'fetch' || say.type === 'at-once') this.most = Math.max(this.most, say.atOnce)
    known.line.receive(structuredClone(say))
  }

  setLineBusy(_line: number, isBusy: boolean): void {
    this.busy.push(isBusy)
  }

  removeLine(number: number, lane: LeanLane): void {
    this.sayToLine(number, lane, { type: 'close' })
    this.lines.delete(number)
  }

  /** The thread ends: whatever is under way gets no answer. */
  end(): void {
    this.isThere = false
    for (const { end } of this.lines.values()) end.ended()
  }

  #answer(end: LineEnd, answer: FromFetchLine): void {
    if (this.isThere) end.receive(structuredClone(answer))
  }
}

async function setUp(objects: number) {
  const fake = await FakeS3.start({ bucket: 'burr' })
  const indexes: TestIndexing[] = []
  opened.push({ fake, indexes })
  const keys = Array.from({ length: objects }, (_, at) => renderKey({ project: 'bot', timeUs: 1.7e15 + at * 1e6, rest: `u/app-${String(at % 7)}`, file: at % 2 === 0 ? 'graph.json' : 'metadata.json' }))
  keys.forEach((key, at) => fake.bucket.put(key, at % 2 === 0 ? graph : '{"partition_key":"u"}'))
  return { fake, keys, index: (thread: LineThread | null, more: Partial<IndexingContext> = {}, opened?: Opened) => indexAll(fake, indexes, thread, more, opened) }
}

type Opened = (connection: { close(): void }) => void

async function indexAll(fake: FakeS3, indexes: TestIndexing[], thread: LineThread | null, more: Partial<IndexingContext>, opened?: Opened) {
  const index = new TestIndexing(fake.endpointUrl)
  indexes.push(index)
  const { db, connection } = await index.open(16)
  opened?.(connection)
  const limit = new AdaptiveLimit({ maxConcurrency: 16, maxBytes: 1e6 })
  const fetcher = new Fetcher(connection.bucket, limit, patience, thread)
  const signal = more.signal ?? new AbortController().signal
  const context: IndexingContext = { store: databaseStore(db), fetcher, signal, nowMs: Date.now, ...more }
  async function* pages() {
    for await (const page of listPages({ bucket: connection.bucket, signal }, projectFolder('bot'))) yield { objects: pageObjects(page), progress: null }
  }
  const tally: Tally = emptyTally()
  const failure: unknown = await indexPages(pages(), context, tally).then(() => null, (error: unknown) => error)
  return { tally, failure, limit, dump: dumpIndex(db), gets: connection.bucket.requestCounts().get, close: () => connection.close() }
}

describe('objects fetched by another thread', () => {
  it('give the same index as those fetched here, with one request an object, truly counted', async () => {
    const { fake, index } = await setUp(350)
    const here = await index(null)
    fake.journal.length = 0
    const thread = new SameThread()
    const beside = await index(thread)
    expect(beside.failure).toBeNull()
    expect(beside.tally).toEqual(here.tally)
    expect(beside.tally.indexed).toBe(350)
    expect(beside.dump).toEqual(here.dump)
    expect(fake.requests('GetObject')).toHaveLength(350)
    expect(beside.gets).toBe(350)
    expect(thread.most).toBeGreaterThan(8)
    expect(thread.most).toBeLessThan(16)
    expect([thread.busy[0], thread.busy.at(-1)]).toEqual([true, false])
    beside.close()
    expect(thread.lines.size).toBe(0)
  })

  it('that get no plain answer are asked for here, by whoever knows retries: refused, cut, deleted', async () => {
    const { fake, index, keys } = await setUp(300)
    const gone = keys.at(-1)
    fake.fault({ match: ({ operation }) => operation === 'GetObject', do: { kind: 'status', status: 503, code: 'SlowDown' }, skip: 40, times: 20 })
    fake.fault({ match: ({ operation }) => operation === 'GetObject', do: { kind: 'reset', atByte: 3 }, skip: 60, times: 5 })
    fake.fault({ match: ({ operation, key }) => operation === 'GetObject' && key === gone, do: { kind: 'status', status: 404, code: 'NoSuchKey' } })
    const { failure, tally, limit } = await index(new SameThread())
    expect(failure).toBeNull()
    expect(tally).toMatchObject({ indexed: 299, vanished: 1, failed: 0 })
    expect(limit.running).toBe(0)
  })

  it('are asked for before a packet of them is full when there is no room for more', async () => {
    const { index } = await setUp(100)
    const { failure, tally } = await index(new SameThread(), { batchObjects: 8 })
    expect(failure).toBeNull()
    expect(tally.indexed).toBe(100)
  })

  it('are fetched here when the thread ends in the middle of its work', async () => {
    const { index } = await setUp(300)
    const thread = new SameThread()
    let told = 0
    const { failure, tally } = await index(thread, { onProgress: () => { if (++told === 4) thread.end() } })
    expect(failure).toBeNull()
    expect(thread.isThere).toBe(false)
    expect(tally).toMatchObject({ indexed: 300, failed: 0 })
  })

  it('are given up at once when the work is cancelled, and what had arrived is in the index', async () => {
    const { fake, index } = await setUp(400)
    const stop = new AbortController()
    const thread = new SameThread()
    fake.fault({ match: ({ operation }) => operation === 'GetObject', do: { kind: 'delay', ms: 60_000 }, skip: 200 })
    const { failure, tally, dump } = await index(thread, { signal: stop.signal, onProgress: ({ indexed }) => { if (indexed >= 100) stop.abort(new Error('enough')) } })
    expect(failure).toEqual(new Error('enough'))
    expect(tally.indexed).toBeGreaterThanOrEqual(100)
    expect(dump['object']).toHaveLength(tally.indexed)
    expect(thread.busy.at(-1)).toBe(false)
  })

  it('do not hang when the bucket is closed under them', async () => {
    const { fake, index } = await setUp(200)
    fake.fault({ match: ({ operation }) => operation === 'GetObject', do: { kind: 'delay', ms: 60_000 }, skip: 60, times: 14 })
    const thread = new SameThread()
    let isClosed = false
    let close: () => void = () => undefined
    const onProgress = ({ indexed }: { readonly indexed: number }): void => {
      if (indexed < 32 || isClosed) return
      isClosed = true
      close()
    }
    const { tally } = await index(thread, { onProgress }, (connection) => { close = () => connection.close() })
    expect(isClosed).toBe(true)
    expect(thread.lines.size).toBe(0)
    expect(tally.indexed + tally.failed).toBe(200)
  })
})
