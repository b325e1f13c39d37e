import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findRunId } from '../database/readRun'
import { readStepRows, rowToStep } from '../database/readSteps'
import { ingest } from '../indexer/ingest'
import { testKey, testObject, testRun, testStartUs } from '../indexer/ingestTestRun'
import { applicationLogsText } from './applicationLogs'
import { testWorkspace } from './testWorkspace'
import type { TestWorkspace } from './testWorkspace'

let workspace: TestWorkspace
beforeEach(() => {
  workspace = testWorkspace()
})
afterEach(() => workspace.close())

const run = { project: 'demo', partitionKey: null, appId: 'app-1' }
const step = (sequenceId: number, build = 0) => ({ build, sequenceId, attempt: 0 })
const logKey = (file: number) => testKey({}, testStartUs + 5_000_000 + file, `${String(file).repeat(36)}__log.jsonl`)

function addLines(...files: readonly (readonly string[])[]): void {
  const objects = files.map((lines, file) => testObject(logKey(file), lines.join('\n')))
  ingest(workspace.writer, { objects, setAside: [] })
}

const begin = (id: number, action = 'a') =>
  `{"type":"begin_entry","start_time":"2026-11-22T12:58:1${id}.000000","action":"${action}","inputs":{"big":1180591620717411303424},"sequence_id":${id}}`
const end = (id: number, rest: string, action = 'a') =>
  `{"type":"end_entry","end_time":"2026-11-22T12:58:1${id}.500000","action":"${action}",${rest},"sequence_id":${id}}`

describe('steps.get', () => {
  it('gives every value as it was logged', () => {
    const state = '{"f":1.0,"z":-0.0,"e":1e+22,"n":1180591620717411303424,"u":"ü\u2028"}'
    addLines([begin(0), end(0, `"result":{"nan":NaN},"exception":null,"state":${state}`)])
    const detail = workspace.call('steps.get', { run, step: step(0) })
    expect(detail).toMatchObject({
      stateText: state,
      resultText: '{"nan":NaN}',
      inputsText: '{"big":1180591620717411303424}',
      exception: null,
      previousStateText: null,
      previousStep: null,
      beginPlace: { objectKey: logKey(0), line: 0 },
      endPlace: { objectKey: logKey(0), line: 1 }
    })
    expect(workspace.call('steps.rawLine', { objectKey: logKey(0), line: 0 }).text).toBe(begin(0))
  })

  it('finds spans, attributes, streams and unknown lines over files', () => {
    const span = (type: string, rest: string) => `{"type":"${type}",${rest},"action_sequence_id":0,"span_id":"0:0"}`
    addLines(
      [begin(0), span('begin_span', '"start_time":"2026-11-22T12:58:10.100000","span_name":"fetch","parent_span_id":null,"span_dependencies":[]')],
      [
        '{"type":"attribute","key":"k","action_sequence_id":0,"span_id":"0:0","value":{"x":1.50},"tags":{},"time_logged":"2026-11-22T17:58:10.200000Z"}',
        '{"type":"mystery","sequence_id":0,"what":1}',
        '{"type":"begin_stream","action_sequence_id":0,"span_id":null,"stream_init_time":"2026-11-22T17:58:10.210000Z"}',
        end(0, '"result":{},"exception":null,"state":{}')
      ],
      [span('end_span', '"end_time":"2026-11-22T12:58:10.300000"')]
    )
    const detail = workspace.call('steps.get', { run, step: step(0) })
    expect(detail.spans).toMatchObject([{ spanId: '0:0', name: 'fetch', depth: 1, beginRecorded: true }])
    expect((detail.spans[0]?.endUs ?? 0) - (detail.spans[0]?.startUs ?? 0)).toBe(200_000)
    expect(detail.attributes).toMatchObject([{ key: 'k', spanId: '0:0', valueText: '{"x":1.50}' }])
    expect(detail.stream).toMatchObject({ firstItemUs: null, endUs: null, items: null })
    expect(detail.unknownLines).toMatchObject([{ type: 'mystery', place: { objectKey: logKey(1), line: 1 } }])
    expect(workspace.call('steps.events', { run })).toMatchObject([{ sequenceId: 0, spans: [{ name: 'fetch' }] }])
  })

  it('gives the state before a step only where it was recorded', () => {
    const lines = [
      begin(0),
      end(0, '"result":{},"exception":null,"state":{"s":"after 0"}'),
      begin(1, 'b'),
      end(1, '"result":null,"exception":"ValueError: no","state":{"s":"before 1"}', 'b'),
      begin(2, 'c'),
      end(2, '"result":null,"exception":null,"state":{"s":"before 2"}', 'c'),
      begin(3, 'd'),
      end(3, '"result":null,"exception":null,"state":{"s":"before 3"}', 'd'),
      begin(4, 'e'),
      end(4, '"result":{},"exception":null,"state":{"s":"after 4"}', 'e'),
      begin(5, 'f')
    ]
    addLines(lines)
    const before = [0, 1, 2, 3, 4, 5].map((id) => workspace.call('steps.get', { run, step: step(id) }).previousStateText)
    expect(before).toEqual([null, '{"s":"after 0"}', '{"s":"before 2"}', '{"s":"before 3"}', null, '{"s":"after 4"}'])
  })

  it('takes the step before from the same build', () => {
    const objects = [...testRun({ steps: 2 }), ...testRun({ steps: 2, startUs: testStartUs + 60_000_000 })]
    ingest(workspace.writer, { objects, setAside: [] })
    expect(workspace.call('runs.get', run).builds).toHaveLength(2)
    expect(workspace.call('steps.get', { run, step: step(0, 1) }).previousStep).toBeNull()
    expect(workspace.call('steps.get', { run, step: step(1, 1) }).previousStep).toEqual(step(0, 1))
  })

  it('says which step there is not, and which body is not here', () => {
    addLines([begin(0), end(0, '"result":{},"exception":null,"state":{}')])
    expect(() => workspace.call('steps.get', { run, step: step(7) })).toThrow('no such step')
    workspace.writer.content.exec('DELETE FROM body')
    expect(() => workspace.call('steps.get', { run, step: step(0) })).toThrow('not on this disk')
    expect(() => applicationLogsText(workspace.reader, run)).toThrow('not on this disk')
  })

  it('does not show the body of another object', () => {
    addLines([begin(0), end(0, '"result":{},"exception":null,"state":{}')])
    workspace.writer.content.exec(`UPDATE body SET check_hash = x'0000000000000000'`)
    expect(() => workspace.call('steps.rawLine', { objectKey: logKey(0), line: 0 })).toThrow('not on this disk')
  })
})

describe('the steps of a run', () => {
  it('are the same as text from SQLite and as rows', () => {
    const utc = begin(3, 'd').replace('12:58:13.000000', '12:58:13.250000Z')
    addLines([
      begin(0),
      end(0, '"result":{},"exception":"Traceback (most recent call last):\\n  x\\nValueError: \\"ü\\"","state":{}'),
      end(1, '"result":null,"exception":null,"state":{}', 'b'),
      begin(2).replace(':12.000000', ':12.000001'),
      utc
    ])
    const id = findRunId(workspace.reader, run)
    const rows = readStepRows(workspace.reader, id).map((row) => rowToStep(row, 0))
    expect(rows).toHaveLength(4)
    expect(rows[3]?.startText).toBe('2026-11-22T12:58:13.250000Z')
    expect(workspace.call('runs.get', run).steps).toEqual(rows)
  })
})

describe('a long run', () => {
  it('opens a step of 10,000 in a few milliseconds', () => {
    ingest(workspace.writer, { objects: testRun({ steps: 10_000, files: 200, stateChars: 300 }), setAside: [] })
    const durations = Array.from({ length: 40 }, (_, i) => {
      const start = performance.now()
      const detail = workspace.call('steps.get', { run, step: step(i * 240) })
      expect(detail.stateText).toContain(`"q":"question ${i * 240}"`)
      expect(detail.spans).toHaveLength(1)
      return performance.now() - start
    }).toSorted((a, b) => a - b)
    const openStart = performance.now()
    expect(workspace.call('runs.get', run).steps).toHaveLength(10_000)
    const openMs = performance.now() - openStart
    const [best = Infinity] = durations
    console.log(`one step of 10,000: best ${best.toFixed(2)} ms, median ${(durations[20] ?? 0).toFixed(2)} ms; the run: ${openMs.toFixed(0)} ms`)
    expect(best).toBeLessThan(20)
  })
})
