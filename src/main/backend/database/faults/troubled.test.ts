import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { defaultSettings } from '@shared/model/settings'
import { FakeS3 } from '../../../../../scripts/s3/fakeS3'
import { connect } from '../../aws/connect'
import { ChangeFeed } from '../../indexer/changeFeed'
import { testRun, testStartUs } from '../../indexer/ingestTestRun'
import { openIndex } from '../../indexer/openIndex'
import type { OpenedIndex } from '../../indexer/openIndex'
import { Session } from '../../indexer/session'
import type { IndexTrouble } from '../../indexer/session'
import { readTotals } from '../counters'
import { closeDatabase } from '../open'

const cleanUps: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

it('an index that is damaged while it is open is set aside, begun anew and filled from the bucket, and that is said', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'burr-troubled-'))
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
  const fake = await FakeS3.start({ bucket: 'burr' })
  cleanUps.push(() => fake.stop())
  let objects = 0
  const fill = (from: number, to: number): void => {
    for (let run = from; run < to; run++) {
      for (const { listed, bytes } of testRun({ appId: `app-${run}`, startUs: testStartUs - run * 60_000_000 })) {
        fake.bucket.put(listed.key, Buffer.from(bytes))
        objects++
      }
    }
  }
  fill(0, 200)
  const settings = { ...defaultSettings, bucket: 'burr', endpointUrl: fake.endpointUrl, updateIntervalMs: 1000 }
  const connection = await connect(settings, { environment: {}, fetchCredentials: () => Promise.resolve({ accessKeyId: 'AKIATEST', secretAccessKey: 'test' }) })
  cleanUps.push(() => connection.close())
  const feed = new ChangeFeed(() => undefined)
  cleanUps.push(() => feed.close())
  const troubles: IndexTrouble[] = []
  const start = ({ db, notice }: OpenedIndex): Session => {
    const session = new Session(settings, { db, connection }, feed, { notice, onTrouble: (trouble) => troubles.push(trouble) })
    session.start()
    return session
  }

  const first = openIndex(folder)
  const session = start(first)
  await expect.poll(() => readTotals(first.db).objects, { timeout: 20_000 }).toBe(objects)
  first.db.index.pragma('wal_checkpoint(TRUNCATE)')
  first.db.index.pragma('shrink_memory')
  first.db.index.pragma('cache_size = 0')
  const file = openSync(join(folder, 'index.v1.db'), 'r+')
  for (let page = 2; page < 60; page++) writeSync(file, Buffer.alloc(4000, 0xff), 0, 4000, page * 4096)
  closeSync(file)
  fill(200, 230)
  session.pollNow()
  await expect.poll(() => troubles, { timeout: 20_000 }).toContain('rebuild')
  await session.close().catch(() => undefined)
  closeDatabase(first.db)

  const second = openIndex(folder, { isKnownDamaged: true })
  const again = start(second)
  expect(again.status().error?.message).toMatch(/set aside in .*corrupt.* built anew/)
  await expect.poll(() => readTotals(second.db).objects, { timeout: 20_000 }).toBe(objects)
  await expect.poll(() => again.status().error, { timeout: 20_000 }).toBeNull()
  await again.close()
  closeDatabase(second.db)
}, 90_000)
