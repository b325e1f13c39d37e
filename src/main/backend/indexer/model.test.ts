import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderKey } from '../burr/key'
import { AdaptiveLimit } from './adaptiveLimit'
import { projectFolder } from './discover'
import { Fetcher } from './fetch'
import { emptyTally } from './indexPages'
import { runPass } from './pass'
import type { PassContext } from './pass'
import { findFolders, folderState, pollOnce, withVanishedFolders } from './poll'
import { reconcile } from './reconcile'
import { MemoryBucket, MemoryIndex } from './testIndex'

const hourMs = 3_600_000
const startMs = Date.UTC(2026, 10, 22, 12)
const sequences = Number(process.env['BURR_DESKTOP_MODEL_SEQUENCES'] ?? (process.env['BURR_LONG'] === '1' ? 10_000 : 400))
const projects = ['alpha', 'beta', 'alpha-2']

interface Written {
  readonly key: string
  readonly timeMs: number
  readonly visibleMs: number
}

/** A bucket with late writers, an index, and the process between them, which can be killed. */
class Model {
  readonly bucket = new MemoryBucket()
  readonly index = new MemoryIndex()
  readonly onTheWay: Written[] = []
  readonly visible: Written[] = []
  readonly warmAtMs = new Map<string, number>()
  polls = 0
  checked = 0
  #count = 0

  /** With `isHotOnly` the wider look of every half hour never comes, so that it hides nothing. */
  constructor(
    pageSize: number,
    readonly isHotOnly = false
  ) {
    this.bucket.pageSize = pageSize
    this.bucket.nowMs = startMs
    this.forgetWarm()
  }

  forgetWarm(): void {
    this.warmAtMs.clear()
    if (this.isHotOnly) for (const name of projects) this.warmAtMs.set(name, Number.MAX_SAFE_INTEGER)
  }

  /** An object whose key is made now, by a clock that is off, and which is there after a delay. */
  write(project: number, skewMs: number, delayMs: number): void {
    this.#count += 1
    const timeMs = this.bucket.nowMs + skewMs
    const key = renderKey({ project: projects[project] ?? 'alpha', timeUs: timeMs * 1000 + (this.#count % 1000), rest: `u/app-${this.#count}`, file: 'graph.json' })
    this.onTheWay.push({ key, timeMs, visibleMs: this.bucket.nowMs + delayMs })
    this.pass(0)
  }

  put(key: string, etag = 'e'): void {
    this.bucket.objects.set(key, etag)
  }

  pass(byMs: number): void {
    this.bucket.nowMs += byMs
    for (const object of this.onTheWay.filter(({ visibleMs }) => visibleMs <= this.bucket.nowMs)) {
      this.onTheWay.splice(this.onTheWay.indexOf(object), 1)
      this.visible.push(object)
      this.put(object.key)
    }
  }

  context(): PassContext {
    const signal = new AbortController().signal
    return {
      store: this.index.store(),
      fetcher: new Fetcher(this.bucket, new AdaptiveLimit({ maxConcurrency: 4, maxBytes: 1000 })),
      signal,
      nowMs: () => this.bucket.nowMs,
      // Small ones, so that a process ends in the middle of a page.
      batchObjects: 2,
      listing: { bucket: this.bucket, signal }
    }
  }

  async poll(): Promise<void> {
    const context = this.context()
    const beganMs = this.bucket.nowMs
    const { followed } = await pollOnce(context, { warmAtMs: this.warmAtMs })
    for (const folder of followed) {
      if (folderState(context, folder, this.warmAtMs).completeAtMs !== null) continue
      await runPass(folder, context, { relistBeforeMs: beganMs - 12 * hourMs, parallel: 2 })
    }
    this.polls += 1
  }

  async everything(): Promise<void> {
    const context = this.context()
    for (const folder of await findFolders(context, emptyTally())) await runPass(folder, context, { relistBeforeMs: Number.POSITIVE_INFINITY, parallel: 2 })
  }

  async verify(): Promise<ReturnType<typeof reconcile> extends Promise<infer R> ? R : never> {
    const context = this.context()
    const tally = emptyTally()
    const folders = withVanishedFolders(await findFolders(context, tally), context.store.projects())
    return await reconcile(folders, context, { bucket: this.bucket, tally })
  }

  /** The process ends after so many writes, wherever it is, and is started again. */
  async killed(work: () => Promise<unknown>, afterWrites: number): Promise<void> {
    this.index.writesLeft = afterWrites
    try {
      await work()
    } catch (error) {
      if (!(error instanceof Error) || error.message !== 'killed') throw error
    }
    this.index.writesLeft = Number.POSITIVE_INFINITY
    this.forgetWarm()
  }

  /** Keys that are there, late by two hours at most, and not in the index although a poll has ended since. */
  missedByPolls(): string[] {
    const indexed = this.index.indexed()
    const inTime = this.visible.filter(({ timeMs, visibleMs }) => visibleMs - timeMs <= 2 * hourMs && timeMs - visibleMs <= 24 * hourMs)
    this.checked += inTime.length
    return inTime.map(({ key }) => key).filter((key) => this.bucket.objects.has(key) && !indexed.has(key))
  }
}

type Action =
  | { readonly do: 'write'; readonly project: number; readonly skewMs: number; readonly delayMs: number }
  | { readonly do: 'burst'; readonly project: number; readonly count: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'poll' | 'everything' | 'verify' | 'stray' | 'far' | 'behind' }
  | { readonly do: 'killedPoll' | 'killedPass'; readonly afterWrites: number }

const project = fc.integer({ min: 0, max: projects.length - 1 })
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), project, skewMs: fc.integer({ min: -26 * hourMs, max: 26 * hourMs }), delayMs: fc.integer({ min: 0, max: 72 * hourMs }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), project, skewMs: fc.integer({ min: -600_000, max: 600_000 }), delayMs: fc.integer({ min: 0, max: 6_000_000 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('burst' as const), project, count: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1000, max: 30 * hourMs }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('poll' as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('everything' as const, 'verify' as const, 'stray' as const, 'far' as const, 'behind' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('killedPoll' as const, 'killedPass' as const), afterWrites: fc.integer({ min: 0, max: 9 }) }) }
)

async function act(model: Model, step: Action): Promise<void> {
  switch (step.do) {
    case 'write':
      model.write(step.project, step.skewMs, step.delayMs)
      return
    case 'burst':
      for (let i = 0; i < step.count; i += 1) model.write(step.project, -i, 0)
      return
    case 'wait':
      model.pass(step.ms)
      return
    case 'poll':
      await model.poll()
      expect(model.missedByPolls()).toEqual([])
      return
    case 'everything':
      await model.everything()
      return
    case 'verify':
      await model.verify()
      expect(model.index.indexed()).toEqual(model.bucket.keys())
      return
    case 'stray':
      model.put(`data/alpha/notes-${model.bucket.objects.size}.txt`)
      return
    case 'far':
      model.put(renderKey({ project: 'alpha', timeUs: Date.UTC(2099, 0, 1) * 1000, rest: `u/far-${model.bucket.objects.size}`, file: 'graph.json' }))
      model.put(renderKey({ project: 'beta', timeUs: 0, rest: `u/first-${model.bucket.objects.size}`, file: 'graph.json' }))
      return
    case 'behind': {
      // Keys that are put in behind the place where a listing is.
      let left = 3
      model.bucket.onPage = () => {
        if (left-- > 0) model.write(0, -hourMs * left, 0)
      }
      await model.poll()
      model.bucket.onPage = () => undefined
      return
    }
    case 'killedPoll':
      await model.killed(() => model.poll(), step.afterWrites)
      return
    case 'killedPass':
      await model.killed(() => model.everything(), step.afterWrites)
  }
}

describe('discovery against late writers, restarts and keys out of order', () => {
  it('polls find what is two hours late, a full listing finds all, nothing is indexed twice', async () => {
    const seen = { sequences: 0, polls: 0, checkedAfterPolls: 0, written: 0, indexed: 0 }
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 7 }), fc.boolean(), fc.array(action, { minLength: 10, maxLength: 60 }), async (pageSize, isHotOnly, actions) => {
        const model = new Model(pageSize, isHotOnly)
        for (const step of actions) await act(model, step)
        model.pass(100 * hourMs)
        await model.everything()
        const expected = model.bucket.keys()
        expect(model.index.indexed()).toEqual(expected)
        const second = await model.verify()
        expect(second).toMatchObject({ missing: 0, gone: 0, rewritten: 0, goneUnconfirmed: 0, listed: model.bucket.objects.size })
        expect(model.index.ingested).toBe(expected.size)
        seen.sequences += 1
        seen.polls += model.polls
        seen.checkedAfterPolls += model.checked
        seen.written += expected.size
        seen.indexed += model.index.ingested
      }),
      { numRuns: sequences, seed: 20261122 }
    )
    console.log(`F-S3-02, 03 and 05 by the model: ${JSON.stringify(seen)}`)
    expect(seen.sequences).toBe(sequences)
    expect(seen.indexed).toBe(seen.written)
    expect(seen.polls).toBeGreaterThan(sequences)
  }, 60_000 + sequences * 500)

  it('a deleted object is gone only when it was asked for, and a fifth of a project asks first', async () => {
    const model = new Model(5)
    for (let i = 0; i < 20; i += 1) model.write(0, -i * hourMs, 0)
    await model.everything()
    const keys = [...model.bucket.keys()]
    model.bucket.objects.delete(keys[3] ?? '')
    model.bucket.objects.set(keys[7] ?? '', 'another')
    expect(await model.verify()).toMatchObject({ gone: 1, rewritten: 1, missing: 0, repaired: 1, goneUnconfirmed: 0 })
    expect(model.bucket.counts.head).toBe(1)
    expect(await model.verify()).toMatchObject({ gone: 0, rewritten: 0, listed: 19 })
    for (const key of keys.slice(8)) model.bucket.objects.delete(key)
    expect(await model.verify()).toMatchObject({ gone: 0, goneUnconfirmed: 12 })
    model.bucket.objects.clear()
    expect(await model.verify()).toMatchObject({ gone: 0, goneUnconfirmed: 19 })
    expect(model.index.indexed().size).toBe(19)
  })

  it('an empty poll costs one listing of the folders and one of each project', async () => {
    const model = new Model(1000)
    for (const at of [0, 1, 2]) model.write(at, 0, 0)
    await model.everything()
    await model.poll()
    const before = { ...model.bucket.counts }
    await model.poll()
    expect(model.bucket.counts.list - before.list).toBe(1 + projects.length)
    expect(model.bucket.counts.get - before.get).toBe(0)
  })

  it('names the folders by their project', () => {
    expect(projectFolder('org/bot').prefix).toBe('data/org/bot/')
  })
})
