import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ingest } from '../indexer/ingest'
import type { FetchedObject } from '../indexer/ingest'
import { testKey, testObject, testStartUs } from '../indexer/ingestTestRun'
import { testWorkspace } from './testWorkspace'
import type { TestWorkspace } from './testWorkspace'

let workspace: TestWorkspace
beforeEach(() => {
  workspace = testWorkspace()
})
afterEach(() => workspace.close())

const second = 1_000_000
const pointer = (appId: string, partition: string, sequenceId: number | null) => ({ type: 'pointer_data', app_id: appId, sequence_id: sequenceId, partition_key: partition })

/** A run in a partition of its own, with steps from one number to another. */
function objectsOf(appId: string, at: number, [from, to]: readonly [number, number], parent: ReturnType<typeof pointer> | null, kind: 'fork' | 'spawn' = 'fork'): FetchedObject[] {
  const startUs = testStartUs + at * 60 * second
  const place = { appId, partition: `of-${appId}` }
  const lines = Array.from({ length: to - from + 1 }, (_, n) => from + n).flatMap((id) => [
    JSON.stringify({ type: 'begin_entry', start_time: new Date(startUs / 1000 + 100 + id * 10).toISOString(), action: 'turn', inputs: id === from ? { prompt: appId, __tracker: 1 } : {}, sequence_id: id }),
    JSON.stringify({ type: 'end_entry', end_time: new Date(startUs / 1000 + 105 + id * 10).toISOString(), action: 'turn', result: id === to ? { answer: [1.50] } : {}, exception: null, state: { id }, sequence_id: id })
  ])
  const metadata = { type: 'application_metadata', partition_key: place.partition, parent_pointer: kind === 'fork' ? parent : null, spawning_parent_pointer: kind === 'spawn' ? parent : null }
  return [
    testObject(testKey(place, startUs, 'metadata.json'), JSON.stringify(metadata)),
    testObject(testKey(place, startUs + 2 * second, `${'1'.repeat(36)}__log.jsonl`), lines.join('\n'))
  ]
}

describe('runs.lineage', () => {
  it('goes up over three levels and partitions, with the steps each fork builds on', () => {
    const objects = [
      ...objectsOf('root', 0, [0, 5], null),
      ...objectsOf('middle', 1, [4, 8], pointer('root', 'of-root', 3)),
      ...objectsOf('leaf', 2, [7, 9], pointer('middle', 'of-middle', 6)),
      ...objectsOf('other', 3, [3, 4], pointer('root', 'of-root', 2))
    ]
    ingest(workspace.writer, { objects, setAside: [] })
    const lineage = workspace.call('runs.lineage', { run: { project: 'demo', partitionKey: 'of-leaf', appId: 'leaf' } })
    expect(lineage.map(({ kind, run, pointer: { sequenceId }, inherited, inheritedCount }) => [kind, run?.partitionKey, sequenceId, inherited.map((step) => step.sequenceId), inheritedCount])).toEqual([
      ['fork', 'of-middle', 6, [4, 5, 6], 3],
      ['fork', 'of-root', 3, [0, 1, 2, 3], 4]
    ])
    expect(lineage[1]?.forks.map((child) => child.run.appId)).toEqual(['middle', 'other'])
    expect(workspace.call('runs.lineage', { run: { project: 'demo', partitionKey: 'of-root', appId: 'root' } })).toEqual([])
  })

  it('names a parent the index does not have, and inherits nothing from the run that started it', () => {
    ingest(workspace.writer, { objects: [...objectsOf('lost', 0, [3, 3], pointer('gone', 'x', null)), ...objectsOf('part', 1, [0, 0], pointer('lost', 'of-lost', 3), 'spawn')], setAside: [] })
    const lineage = workspace.call('runs.lineage', { run: { project: 'demo', partitionKey: 'of-part', appId: 'part' } })
    expect(lineage.map(({ kind, pointer: { appId }, run, inheritedCount }) => [kind, appId, run === null, inheritedCount])).toEqual([['spawn', 'lost', false, 0], ['fork', 'gone', true, 0]])
  })
})

describe('runs.inAndOut', () => {
  it('gives the first inputs and the last result as logged, without what Burr adds', () => {
    ingest(workspace.writer, { objects: objectsOf('part', 0, [0, 2], null), setAside: [] })
    expect(workspace.call('runs.inAndOut', { run: { project: 'demo', partitionKey: 'of-part', appId: 'part' } })).toEqual({
      inText: '{"prompt":"part"}', inOf: 'inputs', outText: '{"answer":[1.5]}', outOf: 'result'
    })
  })
})
