import { afterEach, describe, expect, it } from 'vitest'
import type { BringIn } from '@shared/model/bringIn'
import { defaultSettings } from '@shared/model/settings'
import { FakeS3 } from '../../../../scripts/s3/fakeS3'
import { renderKey } from '../burr/key'
import type { AskLimits } from './bringInKeeper'
import { ChangeFeed } from './changeFeed'
import { Session } from './session'
import { TestIndexing } from './testIndexing'

const dayMs = 86_400_000
const graph = '{"type":"application","entrypoint":"a","actions":[],"transitions":[]}'
const isLong = process.env['CI'] === 'true' || process.env['BURR_LONG'] === '1'
const never = new AbortController().signal
const cleanUps: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function bucketWith(projects: Record<string, readonly number[]>) {
  const fake = await FakeS3.start({ bucket: 'burr' })
  const index = new TestIndexing(fake.endpointUrl)
  cleanUps.push(async () => {
    index.remove()
    await fake.stop()
  })
  const keys = new Map(Object.entries(projects).map(([project, daysAgo]) => [project, daysAgo.map((days, at) => put(fake, project, days, at))]))
  return { fake, index, keysOf: (project: string) => keys.get(project) ?? [] }
}

function put(fake: FakeS3, project: string, daysAgo: number, name: number | string): string {
  const key = renderKey({ project, timeUs: Math.floor((Date.now() - daysAgo * dayMs) * 1000), rest: `u/app-${name}`, file: 'graph.json' })
  fake.bucket.put(key, graph)
  return key
}

function dayOf(daysAgo: number): string {
  return new Date(Date.now() - daysAgo * dayMs).toISOString().slice(0, 10)
}

async function startSession(fake: FakeS3, index: TestIndexing, askAbove?: AskLimits): Promise<Session> {
  const { db, connection } = await index.open()
  const feed = new ChangeFeed(() => undefined)
  const session = new Session({ ...defaultSettings, bucket: 'burr', endpointUrl: fake.endpointUrl }, { db, connection }, feed, askAbove === undefined ? {} : { askAbove })
  cleanUps.push(async () => {
    await session.close()
    feed.close()
  })
  session.start()
  return session
}

const isComplete = (session: Session) => expect.poll(() => session.status().completeAsOfUs, { timeout: 20_000 }).not.toBeNull()
const many = (count: number, days: number): number[] => Array.from({ length: count }, (_, at) => (at * days) / count + 0.001)
const listed = (fake: FakeS3): string[] => fake.requests('ListObjectsV2').map(({ query }) => query['prefix'] ?? '')

describe('an estimate, beside the requests really sent', () => {
  const buckets: Record<string, Record<string, readonly number[]>> = {
    'a few small projects': { a: many(40, 3), b: many(200, 300), c: many(7, 0.1) },
    'a large one among small ones': { a: many(isLong ? 3200 : 1300, 90), b: many(90, 20), c: many(600, 400) }
  }
  for (const [name, projects] of Object.entries(buckets)) {
    it(`is right to a tenth: ${name}`, async () => {
      const { fake, index } = await bucketWith(projects)
      const { indexing } = await index.open()
      const before = { list: fake.requests('ListObjectsV2').length }
      const session = await (async () => {
        const sample = await indexing.sample(never)
        const pages = fake.requests('ListObjectsV2').length - before.list
        index.close()
        const opened = await startSession(fake, index)
        return { opened, pages, sample }
      })()
      const estimate = await session.opened.estimate(null)
      const due = estimate.projects.reduce((sum, { lists, gets, indexed }) => sum + lists + gets + indexed, 1)
      await isComplete(session.opened)
      const gets = fake.requests('GetObject').length
      // The sample before the session and the one of the session itself are not part of bringing in.
      const lists = fake.requests('ListObjectsV2').length - 2 * session.pages
      expect(gets).toBe(Object.values(projects).flat().length)
      expect(Math.abs(due - gets - lists)).toBeLessThanOrEqual(0.1 * (gets + lists))
    }, 60_000)
  }
})

describe('what is brought in', () => {
  const choose = async (session: Session, choice: BringIn): Promise<void> => await session.choose(choice)

  it('of a large new bucket waits for a choice; the newest is shown meanwhile, and a small one just starts', async () => {
    const { fake, index, keysOf } = await bucketWith({ bot: many(450, 40), other: many(30, 40) })
    const session = await startSession(fake, index, { objects: 200, bytes: 1e9 })
    await expect.poll(() => session.status().awaitsChoice, { timeout: 10_000 }).toBe(true)
    expect(index.keys().size).toBe(230)
    expect(session.bringIn()).toEqual({ choice: { projects: null, sinceDay: null }, isAsked: true })
    session.pollNow()
    await expect.poll(() => session.status().progress).toBeNull()
    expect(index.keys().size).toBe(230)
    await choose(session, { projects: ['other'], sinceDay: null })
    await isComplete(session)
    expect(session.status().awaitsChoice).toBe(false)
    expect([...index.keys()].filter((key) => key.startsWith('data/other/'))).toHaveLength(30)
    expect(index.keys().size).toBe(230)
    await choose(session, { projects: null, sinceDay: null })
    await expect.poll(() => index.keys().size, { timeout: 10_000 }).toBe(480)
    expect(keysOf('bot').every((key) => index.keys().has(key))).toBe(true)
    const small = await bucketWith({ bot: many(20, 40) })
    const other = await startSession(small.fake, small.index, { objects: 200, bytes: 1e9 })
    await isComplete(other)
    expect(other.status().awaitsChoice).toBe(false)
  }, 60_000)

  it('keeps to the chosen projects and days, also after a restart; wider brings in the rest, narrower deletes nothing', async () => {
    const { fake, index, keysOf } = await bucketWith({ bot: many(60, 60), left: many(20, 60), 'org/inner': many(10, 60) })
    const { indexing } = await index.open()
    const { saveChoice } = await import('./choiceFile')
    saveChoice(index.folder, { projects: ['bot', 'org'], sinceDay: dayOf(10) })
    index.close()
    const session = await startSession(fake, index)
    await isComplete(session)
    const inScope = [...keysOf('bot'), ...keysOf('org/inner')].filter((key) => key.replace(/^data\/(bot|org\/inner)\//, '') >= dayOf(10).replaceAll('-', '/'))
    expect(index.keys()).toEqual(new Set(inScope))
    expect(listed(fake).filter((prefix) => prefix.startsWith('data/left'))).toEqual([])
    expect(() => session.verify('left')).toThrow('not among the projects')
    const late = put(fake, 'left', 0.01, 'new')
    session.pollNow()
    await expect.poll(() => session.status().progress).toBeNull()
    expect(index.keys().has(late)).toBe(false)

    await choose(session, { projects: ['bot', 'org'], sinceDay: dayOf(30) })
    const wider = [...keysOf('bot'), ...keysOf('org/inner')].filter((key) => key.replace(/^data\/(bot|org\/inner)\//, '') >= dayOf(30).replaceAll('-', '/'))
    await expect.poll(() => index.keys().size, { timeout: 10_000 }).toBe(wider.length)
    await choose(session, { projects: ['left'], sinceDay: dayOf(5) })
    await expect.poll(() => index.keys().has(late), { timeout: 10_000 }).toBe(true)
    await isComplete(session)
    expect(wider.every((key) => index.keys().has(key))).toBe(true)
    await choose(session, { projects: null, sinceDay: null })
    await expect.poll(() => index.keys().size, { timeout: 10_000 }).toBe(91)
    void indexing
  }, 60_000)

  it('is compared as far back as it goes: what lies before is not taken for lost', async () => {
    const { fake, index, keysOf } = await bucketWith({ bot: many(50, 50) })
    const { indexing, db } = await index.open()
    await indexing.indexAll(never)
    const { scopeOf } = await import('./scope')
    indexing.scope = scopeOf({ projects: null, sinceDay: dayOf(20) })
    const gets = fake.requests('GetObject').length
    const [newest = '', oldest = ''] = [keysOf('bot')[0], keysOf('bot').at(-1)]
    fake.bucket.delete(newest)
    fake.bucket.delete(oldest)
    const found = await indexing.verify(never, null)
    expect(found).toMatchObject({ gone: 1, goneUnconfirmed: 0, missing: 0 })
    expect(index.keys('gone')).toEqual(new Set([newest]))
    expect(fake.requests('GetObject').length).toBe(gets)
    indexing.scope = scopeOf({ projects: null, sinceDay: null })
    expect(await indexing.verify(never, null)).toMatchObject({ gone: 1 })
    expect(db.folder).toBe(index.folder)
  })

  it('a file that cannot be understood counts as no choice', async () => {
    const { readChoice } = await import('./choiceFile')
    const { index } = await bucketWith({})
    const { writeFileSync } = await import('node:fs')
    for (const text of ['', '{}', '{"projects":"all","sinceDay":null}', '{"projects":null,"sinceDay":"yesterday"}']) {
      writeFileSync(`${index.folder}/bring-in.json`, text)
      expect(readChoice(index.folder)).toBeNull()
    }
  })
})
