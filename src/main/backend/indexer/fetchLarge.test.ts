import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { defaultSettings } from '@shared/model/settings'
import { contract } from '@shared/contract/contract'
import type { Input, MethodName, Output } from '@shared/contract/contract'
import { openReply } from '@shared/contract/reply'
import { FakeS3 } from '../../../../scripts/s3/fakeS3'
import { connect } from '../aws/connect'
import { renderKey } from '../burr/key'
import { closeDatabase, openReader, openWriter } from '../database/open'
import { answerRead } from '../handlers/readerHandlers'
import { ChangeFeed } from './changeFeed'
import { Session } from './session'

const run = { project: 'bot', partitionKey: 'u', appId: 'wide' }
const mib = 1024 * 1024

function stepLines(sequenceId: number, state: string): string {
  return [
    `{"type":"begin_entry","start_time":"2026-11-22T12:58:1${sequenceId}","action":"a${sequenceId}","inputs":{},"sequence_id":${sequenceId}}`,
    `{"type":"end_entry","end_time":"2026-11-22T12:58:1${sequenceId}","action":"a${sequenceId}","result":{},"exception":null,"state":${state},"sequence_id":${sequenceId}}`
  ].join('\n')
}

it('F-LD-02 a file that is too large is named with its size, never fetched by itself, and fetched, indexed and opened in parts when a person asks', async () => {
  const fake = await FakeS3.start({ bucket: 'burr' })
  const folder = mkdtempSync(join(tmpdir(), 'burr-large-'))
  const settings = { ...defaultSettings, bucket: 'burr', endpointUrl: fake.endpointUrl }
  const connection = await connect(settings, { environment: {}, fetchCredentials: () => Promise.resolve({ accessKeyId: 'AKIATEST', secretAccessKey: 'test' }) })
  const db = openWriter(folder)
  const feed = new ChangeFeed(() => undefined)
  const session = new Session(settings, { db, connection }, feed)
  const reader = openReader(folder)
  const call = <M extends MethodName>(method: M, input: Input<M>): Output<M> => openReply(answerRead({ db: reader }, method, contract[method].input.parse(input)))
  try {
    const now = Date.now() * 1000
    const keyAt = (place: number): string => renderKey({ project: 'bot', timeUs: now - place * 1_000_000 + 1, rest: 'u/wide', file: `${String(place).repeat(36)}__log.jsonl` })
    const [small, large, vast] = [keyAt(3), keyAt(2), keyAt(1)]
    fake.bucket.put(small, stepLines(0, '{"n":0}'))
    fake.bucket.put(large, stepLines(1, `{"text":"${'lorem ipsum '.repeat((65 * mib) / 12)}","n":1}`))
    fake.bucket.putVirtual({ keys: [vast], sizeOf: () => 1024 * mib, bodyOf: () => { throw new Error('was asked for') } })
    session.start()
    await expect.poll(() => session.status().objects.failed + session.status().objects.indexed, { timeout: 20_000 }).toBe(3)
    const before = call('runs.get', run)
    expect(before.largeFiles).toEqual([{ objectKey: vast, sizeBytes: 1024 * mib }, { objectKey: large, sizeBytes: before.largeFiles?.[1]?.sizeBytes }])
    expect(before.steps.map(({ action }) => action)).toEqual(['a0'])
    expect(connection.bucket.requestCounts().bytes).toBeLessThan(mib)

    await session.fetchLarge(run, large)
    const { steps, largeFiles, logFiles } = call('runs.get', run)
    expect([steps.map(({ action, status }) => [action, status]), largeFiles?.length, logFiles]).toEqual([[['a0', 'ok'], ['a1', 'ok']], 1, { known: 2, here: 2 }])
    const step = { build: 0, sequenceId: 1, attempt: 0 }
    expect(call('steps.get', { run, step, longest: 1_000_000 }).large?.state).toBeGreaterThan(64 * mib)
    const part = call('steps.value', { run, step, of: 'state', path: ['text'], from: 60 * mib, limit: 12 })
    expect([part.type, part.piece]).toEqual(['string', 'lorem ipsum '])

    await expect(session.fetchLarge(run, large)).rejects.toMatchObject({ code: 'not-found' })
    await expect(session.fetchLarge(run, vast)).rejects.toMatchObject({ code: 'too-large', message: 'This file takes 1,024 MB; up to 256 MB can be shown.' })
  } finally {
    await session.close()
    feed.close()
    connection.close()
    closeDatabase(reader)
    closeDatabase(db)
    rmSync(folder, { recursive: true })
    await fake.stop()
  }
}, 60_000)
