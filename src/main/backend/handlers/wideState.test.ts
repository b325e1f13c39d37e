import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ingest } from '../indexer/ingest'
import { testKey, testObject, testStartUs } from '../indexer/ingestTestRun'
import { testWorkspace } from './testWorkspace'
import type { TestWorkspace } from './testWorkspace'

const run = { project: 'demo', partitionKey: null, appId: 'app-1' }
const step = { build: 0, sequenceId: 0, attempt: 0 }
const isLong = process.env['CI'] === 'true' || process.env['BURR_LONG'] === '1'
const megabytes = isLong ? 50 : 20

let workspace: TestWorkspace
beforeEach(() => {
  workspace = testWorkspace()
})
afterEach(() => workspace.close())

const rssMb = (): number => process.memoryUsage().rss / 1024 / 1024

describe(`a step whose state takes ${megabytes} MB in one line`, () => {
  it('is indexed with its times, its end and its error, and opens in parts', () => {
    const documents = Array.from({ length: megabytes * 50 }, (_, id) => `{"id":${id},"text":"${'lorem ipsum dolor '.repeat(1150)}"}`)
    const text = [
      '{"type":"begin_entry","start_time":"2026-11-22T12:58:10","action":"read","inputs":{},"sequence_id":0}',
      `{"type":"end_entry","end_time":"2026-11-22T12:58:12","action":"read","result":{},"exception":null,"state":{"documents":[${documents.join(',')}],"turn":1},"sequence_id":0}`,
      '{"type":"begin_entry","start_time":"2026-11-22T12:58:13","action":"reply","inputs":{},"sequence_id":1}',
      '{"type":"end_entry","end_time":"2026-11-22T12:58:14","action":"reply","result":{},"exception":null,"state":{"turn":2},"sequence_id":1}'
    ].join('\n')
    const count = documents.length
    documents.length = 0
    const object = testObject(testKey({}, testStartUs + 60_000_000, `${'1'.repeat(36)}__log.jsonl`), text)
    expect(object.bytes.length).toBeGreaterThan(megabytes * 1_000_000)
    const before = rssMb()
    const startMs = performance.now()
    ingest(workspace.writer, { objects: [object], setAside: [] })
    const indexed = { ms: performance.now() - startMs, mb: rssMb() - before }
    const { steps, badLines } = workspace.call('runs.get', run)
    expect(badLines).toEqual([])
    expect(steps.map(({ action, status }) => [action, status])).toEqual([['read', 'ok'], ['reply', 'ok']])
    const opened = workspace.call('steps.get', { run, step, longest: 1_000_000 })
    expect(opened.stateText).toBeNull()
    expect(opened.large?.state).toBeGreaterThan(megabytes * 1_000_000)
    expect(workspace.call('steps.value', { run, step, of: 'state', path: [] }).parts.map(({ name, text: part }) => [name, part])).toEqual([['documents', null], ['turn', '1']])
    const part = workspace.call('steps.value', { run, step, of: 'state', path: ['documents'], from: count - 100 })
    expect([part.count, part.parts.length]).toEqual([count, 100])
    const read = rssMb() - before
    console.log(`a state of ${megabytes} MB: indexed in ${indexed.ms.toFixed(0)} ms and ${indexed.mb.toFixed(0)} MB, opened in parts with ${read.toFixed(0)} MB in all`)
    expect(indexed.mb).toBeLessThan(3 * megabytes)
    expect(read).toBeLessThan(8 * megabytes)
  }, 60_000)
})
