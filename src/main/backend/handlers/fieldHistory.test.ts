import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FieldCursor, FieldHistory, FieldWrite } from '@shared/contract/fields'
import type { PathPart } from '@shared/exactJson/path'
import { ingest } from '../indexer/ingest'
import { testKey, testObject, testRun, testStartUs } from '../indexer/ingestTestRun'
import { testWorkspace } from './testWorkspace'
import type { TestWorkspace } from './testWorkspace'

let workspace: TestWorkspace
beforeEach(() => {
  workspace = testWorkspace()
})
afterEach(() => workspace.close())

const run = { project: 'demo', partitionKey: null, appId: 'app-1' }

/** A step as the log tells it; `before` = a failed one, `none` = neither result nor exception, `open` = no end. */
interface Told {
  readonly state: string
  readonly kind?: 'before' | 'none' | 'open'
}

const time = (id: number, part: string) => `2026-11-22T12:58:${String(10 + id).padStart(2, '0')}.${part}`

function linesOf(steps: readonly Told[], first = 0): string[] {
  return steps.flatMap(({ state, kind }, at) => {
    const [id, action] = [first + at, `act_${first + at}`]
    const outcome = kind === 'before' ? '"result":null,"exception":"ValueError: no"' : kind === 'none' ? '"result":null,"exception":null' : '"result":{},"exception":null'
    const begin = `{"type":"begin_entry","start_time":"${time(id, '000000')}","action":"${action}","inputs":{},"sequence_id":${id}}`
    const end = `{"type":"end_entry","end_time":"${time(id, '500000')}","action":"${action}",${outcome},"state":${state},"sequence_id":${id}}`
    return kind === 'open' ? [begin] : [begin, end]
  })
}

function add(steps: readonly Told[]): void {
  ingest(workspace.writer, { objects: [testObject(testKey({}, testStartUs + 60_000_000, `${'1'.repeat(36)}__log.jsonl`), linesOf(steps).join('\n'))], setAside: [] })
}

function history(path: readonly PathPart[]): FieldHistory {
  return workspace.call('steps.fieldHistory', { run, path })
}

const golden = (writes: readonly FieldWrite[]): string[] =>
  writes.map(({ kind, sequenceId, from, to, by, since }) => `${sequenceId} ${kind} ${from?.text ?? '—'} → ${to?.text ?? '—'}${by === 'step' ? '' : ` (${by}${since === null ? '' : ` ${since.sequenceId}`})`}`)

describe('steps.fieldHistory', () => {
  it('lists the writes of a field, deletions and null among them', () => {
    add([
      { state: '{"x":1}' },
      { state: '{"x":1,"y":2}' },
      { state: '{"x":null}' },
      { state: '{"y":2}' },
      { state: '{"x":{"a":[1,2],"b":1.0}}' },
      { state: '{"x":{"b":1.0,"a":[1,2]}}' },
      { state: '{"x":1180591620717411303424}' }
    ])
    expect(golden(history(['x']).writes)).toEqual([
      '0 first — → 1 (outside)',
      '2 changed 1 → null',
      '3 removed null → —',
      '4 added — → {"a":[1,2],"b":1.0}',
      '6 changed {"b":1.0,"a":[1,2]} → 1180591620717411303424'
    ])
    expect(golden(history(['y']).writes)).toEqual(['1 added — → 2', '2 removed 2 → —', '3 added — → 2', '4 removed 2 → —'])
    expect(golden(history(['x', 'a', 1]).writes)).toEqual(['4 added — → 2', '6 removed 2 → —'])
    expect(history(['nowhere'])).toMatchObject({ writes: [], walked: 7, missing: 0, next: null, forkedAt: null })
  })

  it('gives a write to the step whose own state was not recorded, when the next step tells it', () => {
    add([
      { state: '{"x":1}' },
      { state: '{"x":1}', kind: 'none' },
      { state: '{"x":2}', kind: 'before' },
      { state: '{"x":2}' },
      { state: '{"x":9}', kind: 'before' },
      { state: '{"x":9}', kind: 'none' },
      { state: '{"x":9}', kind: 'none' },
      { state: '{"x":4}' }
    ])
    expect(golden(history(['x']).writes)).toEqual(['0 first — → 1 (outside)', '1 changed 1 → 2', '4 changed 2 → 9 (outside)', '7 changed 9 → 4 (range 6)'])
  })

  it('goes on over a step that has not ended', () => {
    add([{ state: '{"x":1}' }, { state: '', kind: 'open' }, { state: '{"x":2}' }])
    expect(golden(history(['x']).writes)).toEqual(['0 first — → 1 (outside)', '2 changed 1 → 2 (range 1)'])
  })

  it('begins with the state of the parent a run was forked from', () => {
    const child = { ...run, appId: 'fork-1' }
    ingest(workspace.writer, { objects: testRun({ steps: 4 }), setAside: [] })
    const fork = testRun({ appId: 'fork-1', steps: 2, startUs: testStartUs + 90_000_000, forkParent: { appId: 'app-1', sequenceId: 3, partitionKey: null } })
    ingest(workspace.writer, { objects: fork, setAside: [] })
    const found = workspace.call('steps.fieldHistory', { run: child, path: ['q'] })
    expect(found.forkedAt).toMatchObject({ run: { appId: 'app-1' }, step: { sequenceId: 3 } })
    expect(golden(found.writes)).toEqual(['0 changed "question 3" → "question 0"', '1 changed "question 0" → "question 1"'])
    expect(workspace.call('steps.forkState', child)).toMatchObject({ step: { sequenceId: 3 }, action: 'reply', stateText: expect.stringContaining('"question 3"') as string })
    expect(workspace.call('steps.forkState', run)).toBeNull()
  })

  it('counts steps whose bodies are not here, and cuts long values', () => {
    add([{ state: `{"x":"${'y'.repeat(5_000)}"}` }])
    expect(history(['x']).writes[0]?.to).toEqual({ text: `"${'y'.repeat(599)}`, length: 5_002 })
    workspace.writer.content.exec('DELETE FROM body')
    expect(history(['x'])).toMatchObject({ writes: [], missing: 1, walked: 1 })
    expect(() => workspace.call('steps.fieldHistory', { run: { ...run, appId: 'none' }, path: ['x'] })).toThrow('no such run')
  })

  it('walks a long run part by part, the same as in one go', () => {
    const steps = 3_000
    ingest(workspace.writer, { objects: testRun({ steps, files: 300, stateChars: 400 }), setAside: [] })
    const start = performance.now()
    let [calls, walked, longestMs] = [0, 0, 0]
    let from: FieldCursor | null | undefined
    const writes: FieldWrite[] = []
    while (from !== null) {
      const before = performance.now()
      const part = workspace.call('steps.fieldHistory', from === undefined ? { run, path: ['q'] } : { run, path: ['q'], from })
      longestMs = Math.max(longestMs, performance.now() - before)
      writes.push(...part.writes)
      walked += part.walked
      calls++
      from = part.next
    }
    console.log(`a field over ${steps} steps: ${(performance.now() - start).toFixed(0)} ms in ${calls} calls, the longest ${longestMs.toFixed(0)} ms`)
    expect(walked).toBe(steps)
    expect(golden(writes.slice(0, 2))).toEqual(['0 first — → "question 0" (outside)', '1 changed "question 0" → "question 1"'])
    expect(writes.map(({ sequenceId }) => sequenceId)).toEqual(Array.from({ length: steps }, (_, id) => id))
  })
})

describe('steps.lastWrite', () => {
  const last = (sequenceId: number, path: readonly PathPart[]) => {
    const { write } = workspace.call('steps.lastWrite', { run, step: { build: 0, sequenceId, attempt: 0 }, path })
    return write === null ? null : golden([write])[0]
  }

  it('tells who wrote a field last, as seen from a step', () => {
    add([{ state: '{"x":1,"y":0}' }, { state: '{"x":2,"y":0}' }, { state: '{"x":2}', kind: 'before' }, { state: '{"x":2}', kind: 'open' }, { state: '{"x":{"z":null}}' }])
    expect([0, 1, 2, 3, 4].map((id) => last(id, ['x']))).toEqual([
      '0 first — → 1 (outside)',
      '1 changed 1 → 2',
      '1 changed 1 → 2',
      '1 changed 1 → 2',
      '4 changed 2 → {"z":null} (range 3)'
    ])
    expect(last(4, ['y'])).toBe('2 removed 0 → — (outside)')
    expect(last(4, ['x', 'z'])).toBe('4 added — → null (range 3)')
    expect(last(4, ['nowhere'])).toBeNull()
  })
})
