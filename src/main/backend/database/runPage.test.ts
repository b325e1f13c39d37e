import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunSort } from '@shared/model/runSort'
import { parseFilter } from '@shared/filter/parse'
import { statusOrder } from '@shared/filter/term'
import type { FilterTerm } from '@shared/filter/term'
import { timeSpan } from '@shared/filter/units'
import type { RunPage } from '@shared/contract/runs'
import type { RunRow } from '@shared/model/run'
import { testWorkspace } from '../handlers/testWorkspace'
import type { TestWorkspace } from '../handlers/testWorkspace'
import { statusRankSql } from './runFilterSql'
import { readRunRow, statusOfRow } from './readRun'
import { addPin } from './userPins'
import { UserStore } from './userStore'

const nowUs = 1_790_000_000_000_000
const actions = ['ask', 'rag', 'Rag_2', 'look up']
const partitions = ['', 'user_1', 'a%b', 'org/ü']
let workspace: TestWorkspace
let rows: RunRow[]
/** Actions by app id. */
const stepsOf = new Map<string, readonly string[]>()

interface Random {
  readonly below: (limit: number) => number
  readonly one: <Value>(from: readonly Value[]) => Value
}

function random(seed: number): Random {
  let state = seed
  const below = (limit: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * limit)
  }
  return {
    below,
    one: (from) => {
      const found = from[below(from.length)]
      if (found === undefined) throw new Error('Nothing to choose from')
      return found
    }
  }
}

/** Fills an index with runs of every kind, many of them alike so that orders have ties. */
function fill(count: number): void {
  const { index } = workspace.writer
  const { below, one } = random(42)
  index.exec(`INSERT INTO project (project_id, name) VALUES (1, 'demo'), (2, 'other')`)
  partitions.forEach((key, at) => index.prepare('INSERT INTO partition (partition_id, project_id, partition_key) VALUES (?, 1, ?)').run(at + 1, key))
  index.exec(`INSERT INTO partition (partition_id, project_id, partition_key) VALUES (9, 2, 'user_1')`)
  const insertRun = index.prepare(`INSERT INTO run (run_id, project_id, partition_id, app_id, rest, step_count, failed_count, first_time_us, last_time_us,
    last_action, last_error, is_last_step_open, is_recovered, longest_step_us, waiting, prompt_tokens, completion_tokens, fork_parent, spawn_parent, log_file_count, body_count)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 2, ?)`)
  const insertStep = index.prepare(`INSERT INTO step (run_id, build, sequence_id, attempt, action, status, state_is, span_count, attribute_count, streamed, logged_utc)
    VALUES (?, 0, ?, 0, ?, 'ok', 'full', 0, 0, 0, 0)`)
  const insertAction = index.prepare('INSERT INTO run_action (action, run_id) VALUES (?, ?)')
  const insertPointer = index.prepare('INSERT INTO pointer (run_id, kind, position, project_id, parent_app_id, time_us) VALUES (?, ?, 0, ?, ?, 0)')
  const ages = [0, 1, 60_000_000, 90_000_000, 90_000_001, 3_600_000_000, 3_600_000_001, 86_400_000_000, 90_000_000_000]
  for (let id = 1; id <= count; id++) {
    const names = Array.from({ length: below(4) }, () => one(actions))
    const appId = `${one(['chat-', 'Chat-', 'x_', 'x%'])}${id}`
    const failed = names.length === 0 ? 0 : below(3)
    const lastUs = nowUs - one(ages)
    const error = failed === 0 || below(5) === 0 ? null : JSON.stringify({ type: one(['TimeoutError', 'KeyError']), message: `${one(['too "late"', '100% wrong', 'a_b'])}`, action: 'ask', sequenceId: 0 })
    const waiting = below(12) === 0 ? JSON.stringify({ sinceUs: 1, sequenceId: null, channel: null }) : null
    const fork = id > 1 && below(5) === 0 ? `${appId}-parent` : null
    const spawn = id > 1 && below(5) === 0 ? `${appId}-parent` : null
    const pointer = (parent: string | null): string | null => (parent === null ? null : JSON.stringify({ appId: parent, sequenceId: null, partitionKey: null }))
    insertRun.run(id, id % 50 === 0 ? 2 : 1, id % 50 === 0 ? 9 : 1 + below(4), appId, `r/${id}`, names.length, failed, lastUs - one([0, 500_000, 2_000_000, 5_000_000]), lastUs, names.at(-1) ?? null, error,
      names.length > 0 && below(3) === 0 ? 1 : 0, failed > 0 ? below(2) : 0, one([0, 30_000_001, 180_000_000, 4_000_000_000]), waiting, one([0, 500, 1500]), one([0, 10]), pointer(fork), pointer(spawn), id % 3)
    names.forEach((name, at) => insertStep.run(id, at, name))
    for (const name of new Set(names)) insertAction.run(name, id)
    if (fork !== null) insertPointer.run(id, 'fork', 1, fork)
    if (spawn !== null) insertPointer.run(id, 'spawn', 1, spawn)
    stepsOf.set(appId, names)
  }
  index.exec(`UPDATE project SET run_count = (SELECT count(*) FROM run WHERE run.project_id = project.project_id),
    never_stepped_count = (SELECT count(*) FROM run WHERE run.project_id = project.project_id AND last_action IS NULL)`)
}

beforeAll(() => {
  workspace = testWorkspace()
  fill(700)
  const pins = new UserStore(workspace.folder)
  pins.write((writer) => addPin(writer, { kind: 'filter', project: 'demo', partitionKey: 'user_1', filter: 'action:rag steps:>1' }, 1))
  pins.write((writer) => addPin(writer, { kind: 'project', project: 'other' }, 2))
  pins.close()
  rows = workspace.call('runs.list', { project: 'demo', includeNeverStepped: true, limit: 500 }, nowUs).runs.slice()
  const rest = workspace.call('runs.list', { project: 'demo', includeNeverStepped: true, limit: 500, offset: 500 }, nowUs).runs
  rows.push(...rest)
}, 60_000)
afterAll(() => workspace.close())

const contains = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase())
const errorLine = ({ lastError }: RunRow): string | null => (lastError === null ? null : `${lastError.type}: ${lastError.message}`)
const likePattern = (text: string, around: string): RegExp => new RegExp(`^${around}${text.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('[^]*')}${around}$`, 'i')

const numbers: Record<string, (run: RunRow) => number> = {
  duration: (run) => run.lastTimeUs - run.firstTimeUs,
  steps: (run) => run.stepCount,
  failed: (run) => run.failedCount,
  tokens: (run) => run.promptTokens + run.completionTokens
}

/** What a term means, said once more without SQL. */
function means(term: FilterTerm, run: RunRow): boolean {
  switch (term.key) {
    case 'text':
      return [run.appId, run.lastAction ?? '', run.partitionKey ?? '', errorLine(run) ?? ''].some((each) => contains(each, term.text))
    case 'status':
      return term.statuses.includes(run.status)
    case 'action':
      return term.texts.some(({ text, isPattern }) => (stepsOf.get(run.appId) ?? []).some((name) => (isPattern ? likePattern(text, '').test(name) : name === text)))
    case 'partition':
      return term.texts.some(({ text, isPattern }) => (isPattern ? likePattern(text, '').test(run.partitionKey ?? '') : (run.partitionKey ?? '') === text))
    case 'app':
      return term.texts.some(({ text, isPattern }) => (isPattern ? likePattern(text, '').test(run.appId) : run.appId.toLowerCase().startsWith(text.toLowerCase())))
    case 'error': {
      const line = errorLine(run)
      return line !== null && term.texts.some(({ text, isPattern }) => (isPattern ? likePattern(text, '[^]*').test(line) : contains(line, text)))
    }
    case 'since':
      return run.lastTimeUs >= timeSpan(term.time, nowUs).fromUs
    case 'until':
      return run.lastTimeUs <= timeSpan(term.time, nowUs).toUs
    case 'fork':
      return (run.forkParent !== null) === term.value
    case 'spawn':
      return (run.spawnParent !== null) === term.value
    case 'offline':
      return term.words.some((word) => (word === 'pinned' ? run.isPinned === true : (run.offline === 'complete') === (word === 'yes')))
    default: {
      const value = numbers[term.key]?.(run) ?? NaN
      return term.bounds.some((bound) => {
        if (bound.is === 'range') return value >= bound.from && value <= bound.to
        return { '>': value > bound.value, '>=': value >= bound.value, '<': value < bound.value, '<=': value <= bound.value, '=': value === bound.value }[bound.is]
      })
    }
  }
}

function expected(filter: string, all = false): RunRow[] {
  const terms = parseFilter(filter).terms.map(({ term }) => term)
  const named = terms.some((term) => term.key === 'status' && !term.negated && term.statuses.includes('never-stepped'))
  return rows.filter((run) => (all || named || run.lastAction !== null) && terms.every((term) => means(term, run) !== ('negated' in term && term.negated)))
}

const ids = (runs: readonly RunRow[]): string[] => runs.map(({ appId }) => appId).toSorted()

const queries = [
  'status:failed', 'status:failed,lost', '-status:ok', 'status:never-stepped', 'status:running', 'status:stale', 'status:lost', 'status:waiting', 'status:recovered',
  'action:rag', 'action:rag,ask', '-action:rag', 'action:"look up"', 'action:*ag*', 'action:nothing',
  'duration:>2s', 'duration:>=2s', 'duration:<1s', 'duration:500ms..2s', '-duration:>2s',
  'steps:>1', 'steps:3', 'steps:1..2', 'failed:>0', 'tokens:>1000', 'tokens:0,510',
  'since:24h', 'since:1h until:1m', 'until:1h', 'since:today', 'until:2020-01-01',
  'partition:user_1', 'partition:""', 'partition:a%b', 'partition:"org/ü",user_1', '-partition:user*',
  'app:chat-', 'app:x%', 'app:x_', 'app:*1', '-app:chat-',
  'offline:yes', 'offline:no', '-offline:no', 'offline:pinned', 'offline:pinned,no', '-offline:pinned', 'error:timeout', 'error:"too \\"late\\""', 'error:100%', 'error:a_b', '-error:Timeout', 'error:Key*wrong',
  'fork:yes', 'fork:no', 'spawn:yes', 'spawn:no -fork:yes', '"rag"', '-rag', 'late', '"%"', '_', 'ü',
  'status:failed,lost action:rag duration:>1s since:25h -partition:"" error:Timeout'
]

describe('a filter in SQL', () => {
  it('has runs of every status to choose from', () => {
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(statusOrder))
    expect(rows).toHaveLength(686)
  })

  it.each(queries)('%s finds what it says, and counts it', (filter) => {
    const page = workspace.call('runs.list', { project: 'demo', filter, limit: 500 }, nowUs)
    const wanted = expected(filter)
    const more = page.nextCursor === null ? [] : workspace.call('runs.list', { project: 'demo', filter, limit: 500, cursor: page.nextCursor }, nowUs).runs
    expect(ids([...page.runs, ...more])).toEqual(ids(wanted))
    expect(page.total).toBe(wanted.length)
    expect(page.hiddenNeverStepped).toBe(expected(filter, true).length - wanted.length)
  })

  it('finds something with most of these', () => {
    expect(queries.filter((filter) => expected(filter).length > 0).length).toBeGreaterThan(queries.length - 6)
  })

  it('knows the status of any run at any time as the fold does', () => {
    const { index } = workspace.reader
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000_000, max: 200_000_000_000 }), (shift) => {
        const at = nowUs + shift
        const rank = statusRankSql(at)
        const found = index.prepare<unknown[], { id: number; rank: number }>(`SELECT run_id AS id, ${rank.sql} AS rank FROM run`).all(...rank.values)
        for (const each of found) expect(statusOrder[each.rank]).toBe(statusOfRow(readRunRow(workspace.reader, each.id), at))
      }),
      { numRuns: 25 }
    )
  })

  it('never hides a run that failed in its first step, and says how many it hides', () => {
    const page = workspace.call('runs.list', { project: 'demo', limit: 500, filter: 'steps:0..1' }, nowUs)
    expect(page.runs.some(({ status, stepCount }) => status === 'failed' && stepCount === 1)).toBe(true)
    expect(page.runs.every(({ lastAction }) => lastAction !== null)).toBe(true)
    expect(page.hiddenNeverStepped).toBe(rows.filter(({ lastAction }) => lastAction === null).length)
  })

  it.each([['status:nope', 'is not a status'], ['x:"', 'not closed']])('refuses %s in words', (filter, words) => {
    expect(() => workspace.call('runs.list', { project: 'demo', filter })).toThrow(words)
  })

  it('takes nothing of a filter for SQL', () => {
    for (const text of [`' OR 1=1 --`, `"; DROP TABLE run; --`, `%' OR '%`]) {
      const filter = `"${text.replaceAll('"', '\\"')}"`
      expect(workspace.call('runs.list', { project: 'demo', filter }, nowUs).total).toBe(0)
    }
  })
})

const keyOf: Record<RunSort['by'], (run: RunRow) => string | number> = {
  active: (run) => run.lastTimeUs,
  started: (run) => run.firstTimeUs,
  duration: (run) => run.lastTimeUs - run.firstTimeUs,
  steps: (run) => run.stepCount,
  failed: (run) => run.failedCount,
  tokens: (run) => run.promptTokens + run.completionTokens,
  status: (run) => statusOrder.indexOf(run.status),
  app: (run) => run.appId,
  partition: (run) => run.partitionKey ?? '',
  action: (run) => run.lastAction ?? ''
}
const sorts = Object.keys(keyOf) as RunSort['by'][]
const bytes = (value: string | number): string | number => (typeof value === 'number' ? value : Buffer.from(value).toString('hex'))

describe.each(sorts.flatMap((by) => [{ by, descending: true }, { by, descending: false }]))('sorted by $by, descending $descending', (sort) => {
  it.each(['', 'status:failed,ok,recovered', '-action:rag'])('all runs of “%s” come once, in order, by cursor and by index', (filter) => {
    const query = { project: 'demo', filter, sort, limit: 37 } as const
    const walked: RunRow[] = []
    let cursor: string | null = null
    do {
      const page: RunPage = workspace.call('runs.list', { ...query, ...(cursor === null ? {} : { cursor }) }, nowUs)
      walked.push(...page.runs)
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(ids(walked)).toEqual(ids(expected(filter)))
    const keys = walked.map((run) => bytes(keyOf[sort.by](run)))
    const ordered = keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0) * (sort.descending ? -1 : 1))
    expect(keys).toEqual(ordered)
    for (const offset of [0, 5, Math.floor(walked.length / 2), walked.length - 3]) {
      const page = workspace.call('runs.list', { ...query, offset }, nowUs)
      expect(page.runs.map(({ appId }) => appId)).toEqual(walked.slice(offset, offset + 37).map(({ appId }) => appId))
      expect(page.offset).toBe(offset)
      const run = walked[offset]
      if (run === undefined) continue
      const beside = workspace.call('runs.neighbours', { project: 'demo', filter, sort, run: { project: 'demo', partitionKey: run.partitionKey, appId: run.appId } }, nowUs)
      expect([beside.previous?.appId, beside.next?.appId, beside.index, beside.total]).toEqual([walked[offset - 1]?.appId, walked[offset + 1]?.appId, offset, walked.length])
    }
  })
})

describe('around the list', () => {
  it('a partition is a list of its own', () => {
    const page = workspace.call('runs.list', { project: 'demo', partitionKey: 'user_1', filter: 'status:ok', limit: 500 }, nowUs)
    expect(ids(page.runs)).toEqual(ids(expected('status:ok partition:user_1')))
  })

  it('a run is found in the middle of a page around it', () => {
    const all = workspace.call('runs.list', { project: 'demo', limit: 500 }, nowUs).runs
    const run = all[300]
    if (run === undefined) throw new Error('Too few runs')
    const page = workspace.call('runs.list', { project: 'demo', limit: 40, around: { project: 'demo', partitionKey: run.partitionKey, appId: run.appId } }, nowUs)
    expect(page.offset).toBe(280)
    expect(page.runs[20]?.appId).toBe(run.appId)
  })

  it('the histogram holds every run once', () => {
    const { parts } = workspace.call('runs.histogram', { project: 'demo', filter: 'since:20h', parts: 30 }, nowUs)
    const wanted = expected('since:20h')
    const sum = (kind: 'ok' | 'failed' | 'other'): number => parts.reduce((total, part) => total + part[kind], 0)
    expect(sum('failed')).toBe(wanted.filter(({ status }) => status === 'failed').length)
    expect(sum('ok')).toBe(wanted.filter(({ status }) => status === 'ok' || status === 'recovered').length)
    expect(sum('ok') + sum('failed') + sum('other')).toBe(wanted.length)
    expect(parts.length).toBeLessThanOrEqual(30)
    expect(workspace.call('runs.histogram', { project: 'demo', filter: 'until:2000-01-01' }, nowUs).parts).toEqual([])
  })

  it('the actions of a project are known by name', () => {
    expect(workspace.call('runs.actions', { project: 'demo' })).toEqual(actions.toSorted())
    expect(workspace.call('runs.actions', { project: 'unknown' })).toEqual([])
  })

  it('folds a family under its oldest run, and keeps one that only leads to a match', () => {
    const { index } = workspace.writer
    const make = (id: number, appId: string, firstUs: number, action: string | null, failed = 0): void => {
      index.prepare(`INSERT INTO run (run_id, project_id, partition_id, app_id, rest, step_count, first_time_us, last_time_us, last_action, failed_count, fork_count)
        VALUES (?, 3, 30, ?, ?, 1, ?, ?, ?, ?, 1)`).run(id, appId, appId, firstUs, firstUs + 10, action, failed)
    }
    const point = (id: number, kind: string, parent: string): unknown =>
      index.prepare('INSERT INTO pointer (run_id, kind, position, project_id, parent_app_id, time_us) VALUES (?, ?, 0, 3, ?, 0)').run(id, kind, parent)
    index.exec(`INSERT INTO project (project_id, name, run_count, never_stepped_count) VALUES (3, 'family', 7, 1); INSERT INTO partition (partition_id, project_id, partition_key) VALUES (30, 3, '')`)
    make(9001, 'root', 100, null)
    make(9002, 'child', 200, 'ask')
    make(9003, 'grandchild', 300, 'ask', 1)
    make(9004, 'alone', 400, 'ask')
    make(9005, 'lost-parent', 500, 'ask')
    make(9006, 'circle-a', 600, 'ask')
    make(9007, 'circle-b', 700, 'ask')
    point(9002, 'spawn', 'root')
    point(9003, 'fork', 'child')
    point(9003, 'spawn', 'child')
    point(9005, 'fork', 'not-indexed')
    point(9006, 'fork', 'circle-b')
    point(9007, 'fork', 'circle-a')
    const tree = (filter: string): unknown => {
      const page = workspace.call('runs.list', { project: 'family', filter, tree: true }, nowUs)
      return { roots: page.runs.map(({ appId }) => appId), total: page.total, leading: page.leading }
    }
    expect(tree('')).toEqual({ roots: ['circle-a', 'lost-parent', 'alone', 'root'], total: 4, leading: [3] })
    expect(tree('status:failed')).toEqual({ roots: ['root'], total: 1, leading: [0] })
    expect(tree('app:circle-b')).toEqual({ roots: ['circle-a'], total: 1, leading: [0] })
    const run = { project: 'family', partitionKey: null, appId: 'root' }
    const family = workspace.call('runs.family', { project: 'family', filter: 'status:failed', run }, nowUs)
    expect(family.map((each) => [each.run.appId, each.kind, each.depth, each.matches])).toEqual([['child', 'spawn', 1, false], ['grandchild', 'spawn', 2, true]])
  })

  it('refuses a cursor that it did not give', () => {
    for (const cursor of ['x OR 1=1', '1', '.1', '1.x', '1.5.2', '-1 a']) expect(() => workspace.call('runs.list', { project: 'demo', cursor })).toThrow('not a place')
  })
})
