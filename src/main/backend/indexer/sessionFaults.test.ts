import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { defaultSettings } from '@shared/model/settings'
import { FakeS3 } from '../../../../scripts/s3/fakeS3'
import { connect } from '../aws/connect'
import { renderKey } from '../burr/key'
import { listJobs } from '../database/jobs'
import { closeDatabase, openWriter } from '../database/open'
import { ChangeFeed } from './changeFeed'
import { Session } from './session'

const isLong = process.env['CI'] === 'true' || process.env['BURR_LONG'] === '1'
const graph = '{"type":"application","entrypoint":"a","actions":[],"transitions":[]}'
const cleanUps: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

const written = new WeakMap<FakeS3, Set<string>>()

function put(fake: FakeS3, timeMs: number, name: string): string {
  const key = renderKey({ project: 'bot', timeUs: Math.round(timeMs) * 1000 + 1, rest: `u/${name}`, file: 'graph.json' })
  fake.bucket.put(key, graph)
  written.set(fake, (written.get(fake) ?? new Set<string>()).add(key))
  return key
}

/** A session on a bucket of so many objects; the keys of the profile are those of `signedInAs` whenever they are asked for. */
async function begin(objects: number, options: { readonly clockSkewMs?: number } = {}) {
  const fake = await FakeS3.start({ bucket: 'burr' })
  const state = { fake, signedInAs: 'AKIAFIRST' }
  fake.clockSkewMs = options.clockSkewMs ?? 0
  fake.policy.enforceClock = options.clockSkewMs !== undefined
  const nowMs = Date.now() + fake.clockSkewMs
  for (let at = 0; at < objects; at += 1) put(fake, nowMs - at * 60_000, `app-${at}`)
  const folder = mkdtempSync(join(tmpdir(), 'burr-session-'))
  const settings = { ...defaultSettings, bucket: 'burr', endpointUrl: fake.endpointUrl }
  const connection = await connect(settings, {
    environment: {}, maxAttempts: 1, patience: { idleTimeoutMs: 2000, tries: 2, backoffMs: 5 },
    timeouts: { connectionTimeoutMs: 2000, socketTimeoutMs: 2000, requestTimeoutMs: 3000 },
    fetchCredentials: () => Promise.resolve({ accessKeyId: state.signedInAs, secretAccessKey: 'test' })
  })
  const db = openWriter(folder)
  const feed = new ChangeFeed(() => undefined)
  const session = new Session(settings, { db, connection }, feed)
  cleanUps.push(async () => {
    await session.close()
    feed.close()
    connection.close()
    closeDatabase(db)
    rmSync(folder, { recursive: true })
    await state.fake.stop()
  })
  const keys = (): Set<string> => new Set(db.index.prepare<[], string>(`SELECT text || rest FROM object JOIN hour_prefix USING (prefix_id) WHERE state = 'indexed'`).pluck().all())
  const bucketKeys = (): Set<string> => written.get(state.fake) ?? new Set()
  session.start()
  return { state, session, db, keys, bucketKeys }
}

const isFailed = (session: Session) => expect.poll(() => session.status().connection, { timeout: 60_000 }).toBe('failed')

describe('F-S3-15 a sign-in that ends while it is used', () => {
  const limits = isLong ? [1, 2, 3, 10, 60, 100] : [40]
  it(`is said, and when there is a new one work goes on without a restart, ${limits.length} times`, async () => {
    let met = 0
    for (const limit of limits) {
      const { state, session, keys, bucketKeys } = await begin(120)
      state.fake.policy.expireAfterRequests = limit
      await isFailed(session)
      expect(session.status().error).toMatchObject({ code: 'sign-in-needed' })
      expect(keys().size).toBeLessThan(120)
      state.signedInAs = 'AKIASECOND'
      // By itself it goes on when the next try is due; where a file tells that somebody signed in, at once.
      if (!isLong) session.signedIn()
      const beganMs = performance.now()
      await expect.poll(() => keys().size, { timeout: 60_000 }).toBe(120)
      expect(performance.now() - beganMs).toBeLessThan(60_000)
      expect(keys()).toEqual(bucketKeys())
      session.pollNow()
      await expect.poll(() => session.status(), { timeout: 20_000 }).toMatchObject({ connection: 'connected', error: null })
      met += 1
    }
    console.log(`F-S3-15 ${met} sign-ins that ended after ${limits.join(', ')} requests`)
    expect(met).toBe(limits.length)
  }, 400_000)
})

describe('F-S3-16 a clock of this computer that is off', () => {
  const skews = isLong ? [-24, -1, 1, 24] : [-24]
  it(`changes nothing: what is recent by S3's clock is found by a poll, ${skews.length} clocks`, async () => {
    let met = 0
    for (const hours of skews) {
      const { state, session, keys, bucketKeys } = await begin(20, { clockSkewMs: hours * 3_600_000 })
      await expect.poll(() => session.status().completeAsOfUs, { timeout: 20_000 }).not.toBeNull()
      const late = put(state.fake, Date.now() + hours * 3_600_000 - 110 * 60_000, 'late')
      session.pollNow()
      await expect.poll(() => keys().has(late), { timeout: 10_000 }).toBe(true)
      expect(keys()).toEqual(bucketKeys())
      met += 1
    }
    console.log(`F-S3-16 ${met} clocks off by ${skews.join(', ')} hours`)
    expect(met).toBe(skews.length)
  }, 120_000)
})

describe('F-S3-19 a network that goes away and comes back', () => {
  const all = ['the store is gone', 'a page of a portal', 'nothing but silence'] as const
  const ways = isLong ? all : all.slice(0, 1)
  it(`leaves one row and no gap, ${ways.length} ways and a sleep`, async () => {
    const { state, session, db, keys, bucketKeys } = await begin(30)
    await expect.poll(() => session.status().completeAsOfUs, { timeout: 20_000 }).not.toBeNull()
    const { port } = state.fake
    let met = 0
    for (const way of ways) {
      const failedBefore = listJobs(db, { includeEmpty: true, limit: 500 }).filter((job) => job.state === 'failed').length
      if (way === 'the store is gone') await state.fake.stop()
      else state.fake.fault({ match: () => true, do: way === 'a page of a portal' ? { kind: 'html' } : { kind: 'stall', atByte: 0 } })
      for (let n = 0; n < (isLong ? 10 : 1); n += 1) {
        const before = session.status().nextPollUs
        session.pollNow()
        await isFailed(session)
        await expect.poll(() => session.status().nextPollUs, { timeout: 60_000 }).not.toBe(before)
      }
      expect(session.status().error?.message).toMatch(/[a-z]\.|\)$/)
      if (way === 'the store is gone') state.fake = await restarted(state.fake, port)
      state.fake.clearFaults()
      // Written long before, arrived meanwhile.
      const late = put(state.fake, Date.now() - 30 * 3_600_000, `late ${way}`)
      session.pollNow()
      await expect.poll(() => keys().has(late), { timeout: 20_000 }).toBe(true)
      expect(keys()).toEqual(bucketKeys())
      expect(listJobs(db, { includeEmpty: true, limit: 500 }).filter((job) => job.state === 'failed').length).toBeLessThanOrEqual(failedBefore + 1)
      met += 1
    }
    await session.suspend()
    const asleep = state.fake.journal.length
    const slept = put(state.fake, Date.now() - 20 * 3_600_000, 'slept')
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(state.fake.journal.length).toBe(asleep)
    session.resume()
    await expect.poll(() => keys().has(slept), { timeout: 20_000 }).toBe(true)
    console.log(`F-S3-19 ${met} ways of losing the network, and a sleep`)
    expect(met).toBe(ways.length)
  }, 900_000)
})

/** The same bucket, at the same place. */
async function restarted(fake: FakeS3, port: number): Promise<FakeS3> {
  const next = await FakeS3.start({ bucket: 'burr', port })
  const keys = written.get(fake) ?? new Set()
  for (const key of keys) next.bucket.put(key, graph)
  written.set(next, keys)
  return next
}
