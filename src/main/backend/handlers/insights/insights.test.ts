import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Insights } from '@shared/contract/insights'
import type { RunKey } from '@shared/model/run'
import { ingest } from '../../indexer/ingest'
import { testKey, testObject, testRun, testStartUs } from '../../indexer/ingestTestRun'
import type { TestRun } from '../../indexer/ingestTestRun'
import { testWorkspace } from '../testWorkspace'
import type { TestWorkspace } from '../testWorkspace'

let workspace: TestWorkspace
beforeEach(() => {
  workspace = testWorkspace()
})
afterEach(() => workspace.close())

interface Call {
  readonly action: string
  readonly model: string | null
  readonly input: number
  readonly output: number
  /** Days behind the first of the run. */
  readonly day?: number
  readonly tookMs?: number
}

const dayUs = 86_400_000_000
const isoText = (us: number) => `${new Date(us / 1000).toISOString().slice(0, 23)}`

/** A step with one call of a model in a span, a second long in all. */
function linesOf({ action, model, input, output, day = 0, tookMs = 400 }: Call, sequenceId: number): string[] {
  const us = testStartUs - (testStartUs % 1000) + day * dayUs + sequenceId * 2_000_000
  const span = { action_sequence_id: sequenceId, span_id: `${sequenceId}:0` }
  const attribute = (key: string, value: unknown) => ({ type: 'attribute', key, ...span, value, tags: {}, time_logged: `${isoText(us + 2000)}Z` })
  return [
    { type: 'begin_entry', start_time: isoText(us), action, inputs: {}, sequence_id: sequenceId },
    { type: 'begin_span', start_time: isoText(us), ...span, span_name: 'chat', parent_span_id: null, span_dependencies: [] },
    ...(model === null ? [] : [attribute('gen_ai.request.model', model)]),
    ...(input + output === 0 ? [] : [attribute(sequenceId % 2 === 0 ? 'gen_ai.usage.input_tokens' : 'gen_ai.usage.prompt_tokens', input)]),
    ...(input + output === 0 ? [] : [attribute(sequenceId % 2 === 0 ? 'gen_ai.usage.output_tokens' : 'gen_ai.usage.completion_tokens', output)]),
    { type: 'end_entry', end_time: isoText(us + 1_000_000), action, result: {}, exception: null, state: { said: 'a "gen_ai.usage.prompt_tokens" in a value' }, sequence_id: sequenceId },
    { type: 'end_span', end_time: isoText(us + tookMs * 1000), ...span }
  ].map((each) => JSON.stringify(each))
}

/** A run with a file a call; the last span's end is in one of its own. */
function addRun(run: TestRun & { appId: string }, calls: readonly Call[]): RunKey {
  const built = testRun({ ...run, withGraph: false, steps: 0 })
  const parts = calls.map(linesOf)
  const last = parts.at(-1)?.pop() ?? ''
  const files = [...parts, [last]].map((lines, at) => {
    const writtenUs = testStartUs + (calls[Math.min(at, calls.length - 1)]?.day ?? 0) * dayUs + at * 2_000_000 + 1_500_000
    return testObject(testKey(run, writtenUs, `${String(at).repeat(8)}-0000-0000-0000-000000000000__log.jsonl`), lines.join('\n'))
  })
  ingest(workspace.writer, { objects: [...built, ...files], setAside: [] })
  return { project: 'demo', partitionKey: run.partition ?? null, appId: run.appId }
}

const spawnedBy = (appId: string) => ({ appId, sequenceId: 0, partitionKey: null })

function addFamily(): RunKey {
  const parent = addRun({ appId: 'parent', spawnParent: spawnedBy('grandchild') }, [
    { action: 'plan', model: 'big', input: 1000, output: 100, tookMs: 900 },
    { action: 'answer', model: 'small', input: 10, output: 1, tookMs: 100 },
    { action: 'answer', model: 'big', input: 2000, output: 200, day: 1, tookMs: 300 }
  ])
  addRun({ appId: 'child-1', spawnParent: spawnedBy('parent') }, [{ action: 'answer', model: 'small', input: 20, output: 2, tookMs: 200 }])
  addRun({ appId: 'child-2', spawnParent: spawnedBy('parent') }, [{ action: 'read', model: 'unheard-of', input: 0, output: 0 }])
  addRun({ appId: 'grandchild', spawnParent: spawnedBy('child-1') }, [{ action: 'answer', model: null, input: 5, output: 5 }])
  addRun({ appId: 'fork', forkParent: spawnedBy('parent') }, [{ action: 'plan', model: 'big', input: 77_777, output: 1 }])
  return parent
}

/** Asks until all of it is read: a busy machine reads a part at a time. */
function whole(ask: () => Insights): Insights {
  for (;;) {
    const insights = ask()
    if (insights.runs.read === insights.runs.count) return insights
  }
}
const ofRun = (run: RunKey, withSubRuns = true) => whole(() => workspace.call('insights.run', { run, withSubRuns }))
const ofList = (project: string, filter = '') => whole(() => workspace.call('insights.list', { project, filter }))

describe('insights of a run', () => {
  it('are its tokens and calls by action, model and day', () => {
    const { usage, runs, logFiles, indexed } = ofRun(addFamily(), false)
    expect(usage.map(({ action, model, day, calls, promptTokens, completionTokens }) => [action, model, day, calls, promptTokens, completionTokens])).toEqual([
      ['answer', 'big', '2026-11-23', 1, 2000, 200],
      ['answer', 'small', '2026-11-22', 1, 10, 1],
      ['plan', 'big', '2026-11-22', 1, 1000, 100]
    ])
    expect([runs, logFiles, indexed.promptTokens, indexed.completionTokens]).toEqual([{ count: 1, read: 1 }, { known: 4, here: 4 }, 3010, 301])
  })

  it('with those below it count each once, forks and circles aside, and come to what the index holds', () => {
    const all = ofRun(addFamily())
    const sum = (of: 'calls' | 'callsWithoutTokens' | 'promptTokens' | 'completionTokens') => all.usage.reduce((total, each) => total + each[of], 0)
    expect([sum('calls'), sum('callsWithoutTokens'), sum('promptTokens'), sum('completionTokens')]).toEqual([6, 1, 3035, 308])
    const sql = `SELECT sum(prompt_tokens) AS promptTokens, sum(completion_tokens) AS completionTokens, sum(step_count) AS stepCount, sum(failed_count) AS failedCount FROM run WHERE app_id <> 'fork'`
    expect(all.indexed).toEqual(workspace.reader.index.prepare(sql).get())
    expect([all.runs, all.onlyFirst]).toEqual([{ count: 4, read: 4 }, null])
    expect(all.models.map(({ model, count, p50Us, maxUs }) => [model, count, p50Us, maxUs])).toEqual([
      [null, 1, 400_000, 400_000], ['big', 2, 300_000, 900_000], ['small', 2, 100_000, 200_000], ['unheard-of', 1, 400_000, 400_000]
    ])
    expect(all.actions.map(({ action, stepCount, p95Us, totalUs }) => [action, stepCount, p95Us, totalUs])).toEqual([
      ['answer', 4, 1_000_000, 4_000_000], ['plan', 1, 1_000_000, 1_000_000], ['read', 1, 1_000_000, 1_000_000]
    ])
    expect(all.largest.slice(0, 2)).toMatchObject([
      { run: { appId: 'parent' }, action: 'answer', model: 'big', promptTokens: 2000, durationUs: 300_000, step: { build: 0, sequenceId: 2, attempt: 0 }, spanId: '2:0', spanName: 'chat' },
      { promptTokens: 1000, durationUs: 900_000 }
    ])
  })

  it('say when bodies are not here, and are read anew when they are', () => {
    const run = addFamily()
    expect(ofRun(run, false).usage).toHaveLength(3)
    workspace.writer.content.exec('DELETE FROM body')
    workspace.writer.index.exec(`UPDATE run SET body_count = 0`)
    const { usage, logFiles, indexed } = ofRun(run, false)
    expect([usage, logFiles, indexed.promptTokens]).toEqual([[], { known: 4, here: 0 }, 3010])
  })

  it('of a list are those of its runs', () => {
    addFamily()
    const all = ofList('demo')
    expect([all.runs.count, all.usage.reduce((sum, { promptTokens }) => sum + promptTokens, 0)]).toEqual([5, 3035 + 77_777])
    const some = ofList('demo', 'action:read')
    expect([some.runs.count, some.actions.map(({ action }) => action)]).toEqual([1, ['read']])
    expect(ofList('nowhere').runs).toEqual({ count: 0, read: 0 })
    const runs = ['child-1', 'grandchild', 'gone'].map((appId) => ({ project: 'demo', partitionKey: null, appId }))
    expect(workspace.call('insights.ofRuns', { runs })).toMatchObject([{ run: runs[0], usage: [{ promptTokens: 20 }], isWhole: true }, { run: runs[1] }, { usage: [], isWhole: false }])
  })
})
