import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunSort } from '@shared/model/runSort'
import { testWorkspace } from '../handlers/testWorkspace'
import type { TestWorkspace } from '../handlers/testWorkspace'
import { orderedSql } from './runPageSql'
import { addPin } from './userPins'
import { UserStore } from './userStore'

/** A hundred thousand in the long tests; `RUN_LIST_ROWS=1000000` measures a larger list. */
const runCount = Number(process.env['RUN_LIST_ROWS'] ?? (process.env['BURR_LONG'] === '1' ? 100_000 : 20_000))
const nowUs = 1_790_000_000_000_000
let workspace: TestWorkspace

beforeAll(() => {
  workspace = testWorkspace()
  const { index } = workspace.writer
  const r = (of: number): string => `abs(i * 2654435761 % ${of})`
  const pad = 'x'.repeat(230)
  index.exec(`INSERT INTO project (project_id, name) VALUES (1, 'demo')`)
  for (let id = 1; id <= 20; id++) index.prepare('INSERT INTO partition (partition_id, project_id, partition_key) VALUES (?, 1, ?)').run(id, `user_${id}`)
  index.exec(`
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${runCount})
    INSERT INTO run (run_id, project_id, partition_id, app_id, rest, step_count, failed_count, first_time_us, last_time_us, last_action, last_error,
      is_last_step_open, is_recovered, longest_step_us, prompt_tokens, completion_tokens, builds, graph_hash)
    SELECT i, 1, 1 + i % 20, printf('%08x-4a2f-4c1d-9b7e-%012x', ${r(4_294_967_291)}, i), 'user/' || i, ${r(61)}, i % 13 = 0,
      ${nowUs} - ${r(99_999_999_977)} * 100 - ${r(60_000_011)}, ${nowUs} - ${r(99_999_999_977)} * 100, iif(i % 20 = 0, NULL, 'action_' || i % 8),
      iif(i % 13 = 0, json_object('type', 'TimeoutError', 'message', 'did not answer within 30.0 s', 'action', 'a', 'sequenceId', 1), NULL),
      i % 50 = 0, i % 26 = 0, ${r(9_000_011)}, ${r(9001)}, ${r(901)}, '${pad}', 'hash' FROM n;
    WITH RECURSIVE s (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < 5)
    INSERT INTO step (run_id, build, sequence_id, attempt, action, status, state_is, span_count, attribute_count, streamed, logged_utc)
    SELECT run_id, 0, n, 0, iif(run_id % 1000 = 0 AND n = 0, 'rare', 'action_' || ((run_id + n * 3) % 8)), 'ok', 'full', 0, 0, 0, 0 FROM run, s WHERE last_action IS NOT NULL;
    INSERT INTO run_action (action, run_id) SELECT DISTINCT action, run_id FROM step;
    UPDATE project SET run_count = ${runCount}, never_stepped_count = ${Math.floor(runCount / 20)};
    UPDATE partition SET run_count = ${runCount / 20};
    ANALYZE;`)
  // Every list also says what is kept offline.
  const pins = new UserStore(workspace.folder)
  for (const filter of ['status:failed', 'action:rare since:24h']) pins.write((writer) => addPin(writer, { kind: 'filter', project: 'demo', filter }, 1))
  pins.close()
}, 600_000)
afterAll(() => workspace.close())

/** The best of a few: what else the machine does is not what is measured. */
function best(name: string, times: number, work: () => void, limitMs = Infinity): number {
  let fastest = Infinity
  for (let time = 0; time < times || (time < times * 5 && fastest >= limitMs); time++) {
    const start = performance.now()
    work()
    fastest = Math.min(fastest, performance.now() - start)
  }
  console.log(`${runCount.toLocaleString('en')} runs, ${name}: ${fastest.toFixed(1)} ms`)
  return fastest
}

const scale = Math.max(1, runCount / 100_000)
const sorts: RunSort['by'][] = ['active', 'started', 'duration', 'steps', 'failed', 'tokens', 'status', 'app', 'partition', 'action']

describe('a list of many runs', () => {
  it.each([
    [null, false, 'run_stepped_by_time'],
    [null, true, 'run_by_time'],
    [1, false, 'run_stepped_in_partition_by_time'],
    [1, true, 'run_in_partition_by_time']
  ] as const)('that is not filtered (partition %s, never stepped %s) is one walk in %s without a sort', (partitionId, includeNeverStepped, walked) => {
    const sort: RunSort = { by: 'active', descending: true }
    const where = { sql: '(run.last_time_us, run.run_id) < (?, ?)', values: [nowUs, 1] }
    const { sql, values } = orderedSql({ projectId: 1, partitionId, terms: [], includeNeverStepped, tree: false, sort, nowUs }, { where })
    const plan = workspace.reader.index.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql} LIMIT 100`).all(...values).map(({ detail }) => detail)
    expect(plan).toEqual([expect.stringMatching(new RegExp(`INDEX ${walked} \\(`))])
  })

  it('gives a page of 100 in less than 5 ms, the first and one far down', () => {
    const middle = workspace.call('runs.list', { project: 'demo', offset: runCount / 2, limit: 100 }, nowUs).nextCursor ?? ''
    for (const query of [{}, { cursor: middle }, { partitionKey: 'user_3' }, { partitionKey: 'user_3', cursor: middle }]) {
      const ms = best(`page of 100 ${JSON.stringify(query)}`, 30, () => {
        expect(workspace.call('runs.list', { project: 'demo', ...query }, nowUs).runs).toHaveLength(100)
      })
      expect(ms).toBeLessThan(5)
    }
  })

  it('jumps into its middle in less than 20 ms for each 100,000 runs', () => {
    const ms = best('jump to the middle', 5, () => {
      expect(workspace.call('runs.list', { project: 'demo', offset: Math.floor(runCount * 0.47), limit: 200 }, nowUs).runs).toHaveLength(200)
    })
    expect(ms).toBeLessThan(20 * scale)
  })

  it.each(sorts)('is sorted by %s in less than 150 ms for each 100,000 runs', (by) => {
    for (const descending of [true, false]) {
      const ms = best(`sort by ${by} ${descending ? 'down' : 'up'}`, 5, () => {
        expect(workspace.call('runs.list', { project: 'demo', sort: { by, descending }, limit: 200 }, nowUs).runs).toHaveLength(200)
      }, 150 * scale)
      expect(ms).toBeLessThan(150 * scale)
    }
    best(`sort by ${by}, middle`, 3, () => workspace.call('runs.list', { project: 'demo', sort: { by, descending: true }, offset: Math.floor(runCount * 0.47), limit: 200 }, nowUs))
  })

  it.each(['status:failed', 'status:running', 'error:timeout', 'action:rare', 'action:action_3', 'duration:>30s', 'since:24h', 'fork:no', '"nothing like it"', 'app:0000', 'partition:user_3', 'offline:no', 'offline:pinned', 'status:failed action:action_3 duration:>2s'])('is filtered by %s and counted', (filter) => {
    const ms = best(filter, 3, () => {
      const page = workspace.call('runs.list', { project: 'demo', filter, limit: 200 }, nowUs)
      let next = page.countNext
      while (next !== null) next = workspace.call('runs.count', { project: 'demo', filter, from: next }, nowUs).next
    })
    expect(ms).toBeLessThan(1000 * scale)
  })

  it('answers in a bounded time while a filter is counted', () => {
    const ms = best('first answer of the slowest filter', 3, () => workspace.call('runs.list', { project: 'demo', filter: '"nothing like it"' }, nowUs))
    expect(ms).toBeLessThan(1000 * scale)
    best('histogram', 3, () => workspace.call('runs.histogram', { project: 'demo' }, nowUs))
    best('folded list', 3, () => workspace.call('runs.list', { project: 'demo', tree: true }, nowUs))
    best('action names', 3, () => workspace.call('runs.actions', { project: 'demo' }, nowUs))
  })
})
