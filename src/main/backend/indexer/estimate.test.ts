import { describe, expect, it } from 'vitest'
import { compareKeys, renderKey } from '../burr/key'
import type { Bucket, ListPage, ListRequest } from '../bucket/bucket'
import { projectFolder } from './discover'
import { estimateOf, sampleBucket } from './estimate'

const dayMs = 86_400_000
const nowMs = Date.UTC(2026, 10, 22, 13, 7)

/** A bucket that lists keys and nothing else. */
function listingOf(keys: string[]) {
  keys.sort(compareKeys)
  let pages = 0
  const after = (key: string): number => {
    let [low, high] = [0, keys.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (compareKeys(keys[middle] ?? '', key) > 0) high = middle
      else low = middle + 1
    }
    return low
  }
  const listPage = ({ prefix, startAfter, continuationToken, maxKeys = 1000 }: ListRequest): Promise<ListPage> => {
    pages += 1
    const from = after(continuationToken ?? (startAfter !== undefined && startAfter > prefix ? startAfter : prefix))
    const named = keys.slice(from, from + maxKeys + 1)
    const end = named.findIndex((key) => !key.startsWith(prefix))
    const page = named.slice(0, Math.min(maxKeys, end < 0 ? named.length : end))
    const isMore = page.length === maxKeys && named[maxKeys]?.startsWith(prefix) === true
    const objects = page.map((key) => ({ key, sizeBytes: 4000, etag: 'e', lastModified: new Date(0) }))
    return Promise.resolve({ objects, commonPrefixes: [], serverDateMs: nowMs, ...(isMore ? { nextContinuationToken: page.at(-1) ?? '' } : {}) })
  }
  return { listing: { bucket: { name: 'burr', listPage } as unknown as Bucket, signal: new AbortController().signal }, pages: () => pages }
}

function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

/** So many keys over so many days, as dense at each instant as the shape (0 to 1) says. */
function fill(count: number, days: number, shape: (timeMs: number) => number, next: () => number): string[] {
  const keys: string[] = []
  while (keys.length < count) {
    const timeMs = nowMs - next() * days * dayMs
    if (next() < shape(timeMs)) keys.push(renderKey({ project: 'bot', timeUs: Math.floor(timeMs * 1000), rest: `u/app-${keys.length}`, file: 'graph.json' }))
  }
  return keys
}

const hourOf = (timeMs: number): number => new Date(timeMs).getUTCHours()
const shapes: Record<string, (timeMs: number) => number> = {
  'always the same': () => 1,
  'office hours only': (timeMs) => (hourOf(timeMs) >= 8 && hourOf(timeMs) < 18 ? 1 : 0.02),
  'a wave a day, nothing on weekends': (timeMs) => (new Date(timeMs).getUTCDay() % 6 === 0 ? 0.01 : 0.5 - 0.5 * Math.cos((hourOf(timeMs) / 24) * 2 * Math.PI)),
  'growing': (timeMs) => Math.exp((timeMs - nowMs) / (40 * dayMs)),
  'one night of load tests': (timeMs) => (Math.abs(timeMs - (nowMs - 31.3 * dayMs)) < dayMs / 12 ? 1 : 0.004)
}

const buckets = [{ count: 10_000, pageKeys: 100, pages: 70 }, ...(process.env['CI'] === 'true' || process.env['BURR_LONG'] === '1' ? [{ count: 400_000, pageKeys: 1000, pages: 600 }] : [])]

describe('an estimate', () => {
  for (const [name, shape] of Object.entries(shapes)) {
    for (const { count, pageKeys, pages } of buckets) {
      it(`of ${count} objects, ${name}, is right to a tenth`, async () => {
        const keys = fill(count, 90, shape, random(count + name.length))
        const bucket = listingOf(keys)
        const sample = await sampleBucket(bucket.listing, [projectFolder('bot')], { nowMs: () => nowMs, pages, pageKeys })
        const objectsSince = (day: string | null): number => estimateOf(sample, day, () => 0).projects[0]?.objects ?? 0
        const truly = keys.filter((key) => key >= 'data/bot/2026/11/01/').length
        expect(bucket.pages()).toBe(sample.pagesRead)
        expect(sample.pagesRead).toBeLessThan((0.8 * count) / pageKeys)
        expect.soft(Math.abs(objectsSince(null) - count)).toBeLessThan(0.1 * count)
        expect.soft(Math.abs(objectsSince('2026-11-01') - truly)).toBeLessThan(0.1 * Math.max(truly, count / 10))
        expect(objectsSince('2030-01-01')).toBe(0)
      }, 60_000)
    }
  }

  it('of few objects is exact, with what is ahead of the clock and behind the dates, less what is indexed', async () => {
    const keys = [0, 1, 2].map((at) => renderKey({ project: 'bot', timeUs: (nowMs - at * 40 * dayMs) * 1000 + 1, rest: `u/app-${at}`, file: 'graph.json' }))
    const ahead = renderKey({ project: 'bot', timeUs: (nowMs + 400 * dayMs) * 1000, rest: 'u/far', file: 'graph.json' })
    const nested = renderKey({ project: 'bot/inner', timeUs: nowMs * 1000, rest: 'u/in', file: 'graph.json' })
    const { listing } = listingOf([...keys, ahead, nested, 'data/bot/.DS_Store', 'data/bot/', 'data/other/readme'])
    const sample = await sampleBucket(listing, [projectFolder('bot'), projectFolder('other')], { nowMs: () => nowMs })
    const estimate = estimateOf(sample, null, ({ project }) => (project === 'bot' ? 2 : 0))
    expect(estimate).toMatchObject({ pagesRead: 2, projects: [{ project: 'bot', objects: 5, bytes: 20_000, indexed: 2, gets: 3, isExact: true, isAtLeast: false }, { project: 'other', objects: 0, gets: 0, newestUs: null }] })
    expect(estimateOf(sample, '2026-11-01', () => 0).projects[0]?.objects).toBe(3)
  })
})
