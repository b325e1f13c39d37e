import { afterEach, describe, expect, it } from 'vitest'
import type { Change } from '@shared/contract/change'
import { defaultSettings } from '@shared/model/settings'
import { FakeS3 } from '../../../../scripts/s3/fakeS3'
import { noteAccount } from '../aws/credentials'
import { renderKey } from '../burr/key'
import { listJobs } from '../database/jobs'
import { ChangeFeed } from './changeFeed'
import { Session } from './session'
import { TestIndexing } from './testIndexing'

const graph = '{"type":"application","entrypoint":"a","actions":[],"transitions":[]}'
const log = '{"type":"begin_entry","start_time":"2026-11-22T12:58:13.970535","action":"a","inputs":{},"sequence_id":0,"span_id":null}\n'
const cleanUps: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

async function setUp(more: { updateIntervalMs?: number; fill?: number } = {}) {
  const fake = await FakeS3.start({ bucket: 'burr' })
  for (let i = 0; i < (more.fill ?? 40); i += 1) put(fake, 'bot', Date.now() - i * 60_000, `app-${i}`)
  const index = new TestIndexing(fake.endpointUrl)
  const { db, connection } = await index.open()
  const changes: Change[] = []
  const feed = new ChangeFeed((change) => changes.push(change))
  const settings = { ...defaultSettings, bucket: 'burr', endpointUrl: fake.endpointUrl, updateIntervalMs: more.updateIntervalMs ?? 120_000 }
  const session = new Session(settings, { db, connection }, feed)
  cleanUps.push(async () => {
    await session.close()
    feed.close()
    index.remove()
    await fake.stop()
  })
  return { fake, index, db, connection, session, changes }
}

function put(fake: FakeS3, project: string, timeMs: number, appId: string, file = 'graph.json', body = graph): string {
  const key = renderKey({ project, timeUs: Math.round(timeMs) * 1000 + 1, rest: `u/${appId}`, file })
  fake.bucket.put(key, body)
  return key
}

describe('a session', () => {
  it('indexes what is there, says so, and is then complete', async () => {
    const { fake, session, changes } = await setUp()
    expect(session.status()).toMatchObject({ connection: 'not-configured' })
    session.start()
    await expect.poll(() => session.status().completeAsOfUs, { timeout: 10_000 }).not.toBeNull()
    const status = session.status()
    expect(status).toMatchObject({ connection: 'connected', error: null, progress: null, bucket: 'burr', objects: { listed: 40, indexed: 40, waiting: 0 } })
    expect(status.requestsToday).toMatchObject({ get: 40, list: fake.requests('ListObjectsV2').length })
    expect(status.requestsInAll).toEqual(status.requestsToday)
    expect(status.nextPollUs ?? 0).toBeGreaterThan(status.lastPollUs ?? Number.POSITIVE_INFINITY)
    await expect.poll(() => new Set(changes.map(({ kind }) => kind))).toEqual(new Set(['status', 'projects', 'runs', 'run']))
  })

  it('finds what is new in the project on screen without anyone asking, and asks only for it', async () => {
    const { fake, index, session } = await setUp()
    session.start()
    await expect.poll(() => session.status().completeAsOfUs, { timeout: 10_000 }).not.toBeNull()
    const lists = fake.requests('ListObjectsV2').length
    session.focus({ project: 'bot', runOpen: true, visible: true })
    await expect.poll(() => fake.requests('ListObjectsV2').slice(lists).map(({ query }) => query['prefix'])).toEqual(['data/bot/'])
    const gets = fake.requests('GetObject').length
    const key = put(fake, 'bot', Date.now(), 'new')
    await expect.poll(() => index.keys().has(key), { timeout: 6000 }).toBe(true)
    expect(fake.requests('GetObject').length).toBe(gets + 1)
  })

  it('shows the newest of every project before it back-fills the first', async () => {
    const { fake, index, session } = await setUp({ fill: 900 })
    const newest = ['coach', 'zebra'].map((project) => put(fake, project, Date.now() - 1000, 'newest'))
    fake.fault({ match: ({ operation }) => operation === 'GetObject', do: { kind: 'delay', ms: 400 }, skip: 202 })
    session.start()
    await expect.poll(() => newest.every((key) => index.keys().has(key)), { timeout: 10_000 }).toBe(true)
    expect(index.keys().size).toBeLessThan(500)
    fake.clearFaults()
    await expect.poll(() => index.keys().size, { timeout: 20_000 }).toBe(902)
  })

  it('polls when asked, and a new project appears', async () => {
    const { fake, index, session } = await setUp()
    session.start()
    await expect.poll(() => session.status().completeAsOfUs, { timeout: 10_000 }).not.toBeNull()
    const key = put(fake, 'another', Date.now() - 400 * 86_400_000, 'old')
    session.pollNow()
    await expect.poll(() => index.keys().has(key), { timeout: 6000 }).toBe(true)
  })

  it('asks every ten minutes while its window is hidden, and at once when it is seen again', async () => {
    const { fake, index, session } = await setUp()
    session.start()
    await expect.poll(() => session.status().completeAsOfUs, { timeout: 10_000 }).not.toBeNull()
    const inMinutes = (): number => ((session.status().nextPollUs ?? 0) / 1000 - Date.now()) / 60_000
    expect(inMinutes()).toBeLessThan(2.3)
    expect(session.status().freshWithinMs ?? 0).toBeGreaterThan(5000 + 120_000)
    session.focus({ project: 'bot', runOpen: true, visible: false })
    expect(inMinutes()).toBeGreaterThan(8.9)
    const lists = fake.requests('ListObjectsV2').length
    const key = put(fake, 'bot', Date.now(), 'unseen')
    session.focus({ project: 'bot', runOpen: true, visible: true })
    await expect.poll(() => index.keys().has(key), { timeout: 6000 }).toBe(true)
    expect(fake.requests('ListObjectsV2').length).toBe(lists + 1)
    await expect.poll(() => session.status().freshWithinMs ?? Number.POSITIVE_INFINITY).toBeLessThan(60_000)
  })

  it('pauses and goes on', async () => {
    const { fake, session, index } = await setUp({ updateIntervalMs: 1000 })
    session.start()
    await expect.poll(() => session.status().completeAsOfUs, { timeout: 10_000 }).not.toBeNull()
    await session.pause(true)
    expect(session.status()).toMatchObject({ connection: 'paused', nextPollUs: null })
    const sent = fake.journal.length
    const key = put(fake, 'bot', Date.now(), 'meanwhile')
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(fake.journal.length).toBe(sent)
    await session.pause(false)
    await expect.poll(() => index.keys().has(key), { timeout: 6000 }).toBe(true)
    expect(session.status().connection).toBe('connected')
  })

  it('shows progress, cancels a back-fill, and goes on with it when asked', async () => {
    const { fake, db, index, session } = await setUp({ fill: 600 })
    fake.fault({ match: ({ operation }) => operation === 'GetObject', do: { kind: 'delay', ms: 1500 }, skip: 150 })
    session.start()
    await expect.poll(() => session.status().progress?.done ?? 0, { timeout: 10_000 }).toBeGreaterThan(0)
    const { progress, objects } = session.status()
    expect(progress).toMatchObject({ phase: 'fetching', project: 'bot' })
    expect(objects.waiting).toBeGreaterThan(0)
    expect(objects.listed).toBeLessThanOrEqual(600)
    const cancelledAtMs = performance.now()
    session.cancel(progress?.jobId ?? -1)
    await expect.poll(() => session.status().progress).toBeNull()
    expect(performance.now() - cancelledAtMs).toBeLessThan(1000)
    expect(listJobs(db, { includeEmpty: true, limit: 1 })[0]).toMatchObject({ kind: 'backfill', project: 'bot', state: 'cancelled' })
    fake.clearFaults()
    expect(() => session.cancel(progress?.jobId ?? -1)).toThrow('does not run')
    session.pollNow()
    await expect.poll(() => index.keys().size, { timeout: 20_000 }).toBe(600)
  })

  it('says in words that the store is away, and goes on when it is back', async () => {
    const { fake, session, index } = await setUp()
    session.start()
    await expect.poll(() => session.status().completeAsOfUs, { timeout: 10_000 }).not.toBeNull()
    fake.policy.denyList = true
    session.pollNow()
    await expect.poll(() => session.status().connection, { timeout: 10_000 }).toBe('failed')
    expect(session.status().error).toMatchObject({ code: 'access-denied' })
    expect(session.status().objects.indexed).toBe(40)
    fake.policy.denyList = false
    const key = put(fake, 'bot', Date.now(), 'later')
    session.pollNow()
    await expect.poll(() => index.keys().has(key), { timeout: 6000 }).toBe(true)
    expect(session.status()).toMatchObject({ connection: 'connected', error: null })
  })

  it('looks through the last two days after sleep', async () => {
    const { fake, session, index } = await setUp()
    session.start()
    await expect.poll(() => session.status().completeAsOfUs, { timeout: 10_000 }).not.toBeNull()
    await session.suspend()
    const key = put(fake, 'bot', Date.now() - 40 * 3_600_000, 'slept')
    session.resume()
    await expect.poll(() => index.keys().has(key), { timeout: 6000 }).toBe(true)
  })

  it('names the account when the keys came with it, and asks nobody for it', async () => {
    const { session, connection } = await setUp()
    expect(session.status().accountId).toBeNull()
    session.start()
    await expect.poll(() => session.status().completeAsOfUs, { timeout: 10_000 }).not.toBeNull()
    expect(session.status().accountId).toBeNull()
    noteAccount((await connection.credentials.provide()).accessKeyId, '123456789012')
    expect(session.status().accountId).toBe('123456789012')
  })

  it('brings bodies that are not on this disk', async () => {
    const { fake, session, db } = await setUp()
    const file = '0e0fd9a6-6c3c-4b43-8c7d-6b62c9d3a111__log.jsonl'
    put(fake, 'bot', Date.now() + 5, 'app-0', file, log)
    session.start()
    await expect.poll(() => session.status().objects.indexed, { timeout: 10_000 }).toBe(41)
    db.content.exec('DELETE FROM body')
    db.index.exec('UPDATE object SET has_body = 0')
    const run = { project: 'bot', partitionKey: 'u', appId: 'app-0' }
    expect(await session.fetchBodies(run)).toEqual({ fetched: 2, missing: 0 })
    expect(await session.fetchBodies(run)).toEqual({ fetched: 0, missing: 0 })
    await expect(session.fetchBodies({ ...run, appId: 'none' })).rejects.toMatchObject({ code: 'not-found' })
  })
})
