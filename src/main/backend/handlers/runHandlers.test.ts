import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ingest } from '../indexer/ingest'
import { testRun, testStartUs } from '../indexer/ingestTestRun'
import { testWorkspace } from './testWorkspace'
import type { TestWorkspace } from './testWorkspace'

let workspace: TestWorkspace
beforeEach(() => {
  workspace = testWorkspace()
})
afterEach(() => workspace.close())

const key = { project: 'demo', partitionKey: null, appId: 'app-1' }

function add(...runs: Parameters<typeof testRun>[0][]): ReturnType<typeof ingest> {
  return ingest(workspace.writer, { objects: runs.flatMap((run) => testRun(run)), setAside: [] })
}

describe('an empty workspace', () => {
  it('has no projects and no runs', () => {
    expect(workspace.call('projects.list', {})).toEqual([])
    expect(workspace.call('runs.list', { project: 'demo' })).toEqual({
      runs: [],
      offset: 0,
      nextCursor: null,
      total: 0,
      hiddenNeverStepped: 0,
      countNext: null,
      leading: []
    })
    expect(() => workspace.call('runs.get', key)).toThrow('no such run')
  })
})

describe('a run', () => {
  it('is listed and opened with its steps, graph and clock', () => {
    const result = add({ steps: 4, files: 3, partition: 'user_42' })
    expect(result).toMatchObject({ indexed: 5, ignored: 0, failed: 0, changedProjects: ['demo'] })
    expect(result.changedRuns).toEqual([{ ...key, partitionKey: 'user_42' }])
    const [run] = workspace.call('runs.list', { project: 'demo' }).runs
    expect(run).toMatchObject({
      project: 'demo',
      partitionKey: 'user_42',
      appId: 'app-1',
      status: 'ok',
      stepCount: 4,
      failedCount: 0,
      firstTimeUs: testStartUs + 20_000,
      lastTimeUs: testStartUs + 20_000 + 850_000,
      lastAction: 'reply',
      logFileCount: 3,
      offline: 'complete'
    })
    const detail = workspace.call('runs.get', { ...key, partitionKey: 'user_42' })
    expect(detail.run).toEqual(run)
    expect(detail.steps.map(({ action, status }) => `${action} ${status}`)).toEqual(['ask ok', 'reply ok', 'ask ok', 'reply ok'])
    expect(detail.steps[1]).toMatchObject({ spanCount: 1, attributeCount: 1, stateIs: 'after', beginRecorded: true })
    expect(detail.steps[0]?.startText).toBe('2026-11-22T12:58:15.298236')
    expect(detail.clock).toEqual({ offsetMinutes: -300, sure: true })
    expect(detail.logFiles).toEqual({ known: 3, here: 3 })
    expect(detail.builds).toHaveLength(1)
    const graph = workspace.call('runs.graph', { hash: detail.graphHash ?? '' })
    expect(graph.actions[0]).toMatchObject({ name: 'ask', requiredInputs: ['q'], optionalInputs: [] })
  })

  it('says by how much the clock of its writer was ahead, when that was more than a day', () => {
    const hourUs = 3_600_000_000
    const objects = [23, 800].flatMap((hours) => testRun({ appId: `ahead-${hours}`, startUs: testStartUs + hours * hourUs }).map((object) => ({ ...object, listed: { ...object.listed, lastModifiedUs: testStartUs } })))
    ingest(workspace.writer, { objects, setAside: [] })
    const aheadUs = (appId: string) => workspace.call('runs.get', { ...key, appId }).clockAheadUs
    expect(aheadUs('ahead-23')).toBeUndefined()
    expect((aheadUs('ahead-800') ?? 0) / hourUs).toBeCloseTo(799, 0)
  })

  it('counts in its project and partition', () => {
    add({ appId: 'a', steps: 2 }, { appId: 'b', partition: 'p', steps: 3, failAt: 2 }, { appId: 'c', partition: 'p', steps: 0 })
    expect(workspace.call('projects.list', {})).toMatchObject([
      { name: 'demo', runCount: 3, failedRunCount: 1, stepCount: 5, partitionCount: 1, objects: { listed: 8, indexed: 8 } }
    ])
    const partitions = workspace.call('projects.partitions', { project: 'demo' })
    expect(partitions.map(({ partitionKey, runCount }) => [partitionKey, runCount])).toEqual([['p', 2], [null, 1]])
    const page = workspace.call('runs.list', { project: 'demo' })
    expect([page.total, page.hiddenNeverStepped, page.runs.map(({ appId }) => appId)]).toEqual([2, 1, ['b', 'a']])
    expect(workspace.call('runs.list', { project: 'demo', includeNeverStepped: true }).total).toBe(3)
    expect(workspace.call('runs.list', { project: 'demo', partitionKey: null }).runs.map(({ appId }) => appId)).toEqual(['a'])
    expect(workspace.call('runs.list', { project: 'demo', partitionKey: 'p', includeNeverStepped: true }).total).toBe(2)
  })
})
