import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ingest } from '../indexer/ingest'
import { testRun } from '../indexer/ingestTestRun'
import { testWorkspace } from './testWorkspace'
import type { TestWorkspace } from './testWorkspace'

let workspace: TestWorkspace
let logKey = ''
beforeAll(() => {
  workspace = testWorkspace()
  const first = testRun({ appId: 'order-1', partition: 'user_7', steps: 4, files: 2 })
  logKey = first.at(-1)?.listed.key ?? ''
  ingest(workspace.writer, { objects: [...first, ...testRun({ appId: 'order-2', partition: null }), ...testRun({ project: 'a b', appId: 'order-1', partition: null })], setAside: [] })
})
afterAll(() => workspace.close())

const run = { project: 'demo', partitionKey: 'user_7', appId: 'order-1' }
const other = { project: 'a b', partitionKey: null, appId: 'order-1' }
const step = { build: 0, sequenceId: 2, attempt: 0 }
const open = (text: string) => workspace.call('search.open', { text })
const selected = (location: object) => encodeURIComponent(JSON.stringify(location))

describe('a pasted text', () => {
  it('that is an app id, or its first signs, leads to its runs', () => {
    const places = (text: string) => open(text).map((place) => (place.kind === 'run' ? `${place.run.project}/${place.run.appId}` : place.kind)).toSorted()
    expect([places(' order-2 '), places('order'), places('ord'), places('order 1'), places('nobody')]).toEqual([
      ['demo/order-2'], ['a b/order-1', 'demo/order-1', 'demo/order-2'], [], [], []
    ])
  })

  it('that is a key or an address of S3 leads to the run, and from a log file to its first step', () => {
    const inFile = [{ kind: 'run', run, step, tab: 'raw' }]
    expect([open(logKey), open(`s3://my-bucket/${logKey}`), open(`arn:aws:s3:::my-bucket/${logKey}?versionId=3HL4`)]).toEqual([inFile, inFile, inFile])
    const folder = logKey.slice(0, logKey.lastIndexOf('/') + 1)
    expect([open(folder), open(`${folder}graph.json`)]).toEqual([[{ kind: 'run', run, step: null, tab: null }], [{ kind: 'run', run, step: null, tab: null }]])
    expect(open('s3://my-bucket/data/demo/')).toEqual([{ kind: 'project', project: 'demo' }])
    expect(open(logKey.replace('order-1', 'order-9'))).toMatchObject([{ kind: 'unknown', why: expect.stringContaining('order-9') as string }])
    expect(open('s3://my-bucket/elsewhere/x.json')).toMatchObject([{ kind: 'unknown' }])
  })

  it("that is an address of Burr's server leads where it led there", () => {
    const base = 'http://localhost:7241/project'
    expect([`${base}/demo`, `${base}/demo/user_7`, `${base}/demo/null`, `${base}/a%20b/null/order-1`].map(open)).toEqual([
      [{ kind: 'project', project: 'demo' }],
      [{ kind: 'project', project: 'demo', partitionKey: 'user_7' }],
      [{ kind: 'project', project: 'demo', partitionKey: null }],
      [{ kind: 'run', run: other, step: null, tab: null }]
    ])
    expect(open(`${base}/demo/user_7/order-1?tab=code&sequence_location=${selected({ sequenceId: 2, appId: 'order-1', partitionKey: 'user_7' })}`)).toEqual([{ kind: 'run', run, step, tab: 'code' }])
    expect(open(`${base}/demo/user_7/order-1?sequence_location=${selected({ sequenceId: 99, appId: 'order-1', partitionKey: 'user_7' })}`)).toEqual([{ kind: 'run', run, step: null, tab: null }])
    expect(open(`${base}/demo/null/order-2?sequence_location=${selected({ sequenceId: 2, appId: 'order-1', partitionKey: 'user_7' })}`)).toMatchObject([{ run, step }])
    expect([open(`${base}/gone`), open(`${base}/demo/null/gone`), open('https://example.org/project'), open('http://['), open(`${base}/%E0%A4%A`)]).toMatchObject([[{ kind: 'unknown' }], [{ kind: 'unknown' }], [], [], [{ kind: 'unknown' }]])
  })
})
