import { describe, expect, it } from 'vitest'
import { stringifyExact } from '@shared/exactJson/write'
import { toApplicationLogs } from './applicationLogs'
import { assembleRun, type AssembleFile, type AssembleInput, type RunBody } from './assemble'
import { foldRun } from './fold'
import { readGraph } from './graph'
import { parseKey } from './key'
import { dawnUs, foldInputOf, LogWriter, logFile } from './logFixture'
import { readMetadata } from './metadata'
import { readLogFile } from './readLogFile'
import { compareSpanIds } from './spans'

const w = new LogWriter()

function assemble(logFiles: readonly AssembleFile[], more: Partial<AssembleInput> = {}): RunBody {
  const input = { logFiles, graphs: [], metadata: [], ...more }
  const body = assembleRun(input)
  expect(body.run).toEqual(foldRun(foldInputOf(input)))
  return body
}

function spanNames(body: RunBody, step = 0): readonly string[] {
  return (body.steps[step]?.spans ?? []).map(({ spanId, name, depth, parent, begin, end }) => {
    const time = (us: number | null | undefined): string => (us === null || us === undefined ? '?' : String((us - dawnUs) / 1000))
    return `${spanId} ${name ?? '?'} ${depth} ${parent ?? '-'} ${time(begin?.us)}..${time(end?.us)}`
  })
}

describe('spans', () => {
  it('pair by occurrence: of two with one id the inner one ends first', () => {
    const lines = [w.begin(0, 1, 'a'), w.beginSpan(1, '1:0', 'outer'), w.beginSpan(2, '1:0', 'inner'), w.endSpan(3, '1:0'), w.endSpan(4, '1:0'), w.beginSpan(5, '1:0', 'third'), w.end(6, 1, 'a')]
    expect(spanNames(assemble([logFile(10, lines)]))).toEqual(['1:0 outer 1 - 1..4', '1:0 inner 1 - 2..3', '1:0 third 1 - 5..?'])
  })

  it('stand in numeric order, and end in later files and after the step', () => {
    const files = [logFile(10, [w.begin(0, 3, 'a'), w.beginSpan(1, '3:10', 'x'), w.beginSpan(2, '3:2', 'y'), w.beginSpan(3, '3:2.0', 'z')]), logFile(20, [w.endSpan(4, '3:2.0'), w.end(5, 3, 'a'), w.endSpan(6, '3:10'), w.endSpan(7, '3:2')])]
    expect(spanNames(assemble(files))).toEqual(['3:2 y 1 - 2..7', '3:2.0 z 2 0 3..4', '3:10 x 1 - 1..6'])
    expect(['3:10', '3:2', '3:2.10', '3:2.9', '2:11'].toSorted(compareSpanIds)).toEqual(['2:11', '3:2', '3:2.9', '3:2.10', '3:10'])
  })

  it('fold a phantom root into the step', () => {
    const lines = [w.begin(0, 1, 'a'), w.beginSpan(1, '1:0.0', 'llm'), w.attribute(2, 1, '1:0', 'model', 'x'), w.endSpan(3, '1:0.0'), w.attribute(3, 1, '1:0.0', 'late', 1), w.end(4, 1, 'a'), w.endSpan(5, '1:0')]
    const body = assemble([logFile(10, lines)])
    expect(spanNames(body)).toEqual(['1:0.0 llm 1 - 1..3'])
    expect(body.steps[0]?.rootEnds).toHaveLength(1)
    expect(body.steps[0]?.attributes.map(({ span, located }) => [located.entry.key, span])).toEqual([['model', null], ['late', 0]])
  })

  it('keep an end whose begin is lost', () => {
    expect(spanNames(assemble([logFile(10, [w.begin(0, 1, 'a'), w.endSpan(3, '1:4'), w.end(4, 1, 'a')])]))).toEqual(['1:4 ? 1 - ?..3'])
  })
})

describe('the bodies of a run', () => {
  it('keep what names a step that left neither begin nor end', () => {
    const body = assemble([logFile(10, [w.begin(0, 0, 'a'), w.beginSpan(1, '5:0', 'lost'), w.attribute(2, 5, null, 'k', 1), '{"type":"later","x":1}', '{"type":"later","sequence_id":0}'])])
    expect(body.strays.map(({ sequenceId, entries }) => [sequenceId, entries.length])).toEqual([[5, 2], [null, 1]])
    expect(body.steps[0]?.unknown).toHaveLength(1)
  })

  it('keep bad lines where they stand', () => {
    const file = logFile(10, [w.begin(0, 0, 'a'), 'torn {', w.end(1, 0, 'a')])
    expect(assemble([file]).badLines).toMatchObject([{ objectKey: file.key, line: 1, length: 6 }])
  })

  it('go to the life of the run in which they were logged', () => {
    const life = (ms: number): readonly string[] => [w.begin(ms, 0, 'a'), w.attribute(ms + 1, 0, null, 'k', ms), w.end(ms + 2, 0, 'a'), w.attribute(ms + 3, 0, null, 'after', ms)]
    const body = assemble([logFile(1000, [...life(1), ...life(100)]), logFile(2000, life(200))])
    expect(body.steps.map(({ attributes }) => attributes.map(({ located }) => located.entry.value))).toEqual([['1', '1'], ['100', '100'], ['200', '200']])
    expect(body.steps.map(({ fact }) => fact.attributeCount)).toEqual([2, 2, 2])
  })

  it('leave out the lines of a second tracker', () => {
    const lines = [w.begin(0, 0, 'a'), w.beginSpan(1, '0:0', 's'), w.endSpan(2, '0:0'), w.end(3, 0, 'a')]
    const body = assemble([logFile(10, lines, 'A'), logFile(11, lines, 'B')])
    expect(body.steps).toHaveLength(1)
    expect(spanNames(body)).toHaveLength(1)
    expect(body.duplicateLineCount).toBe(4)
  })
})

const asked = '{"type":"begin_entry","start_time":"2026-11-22T12:58:15.290239","action":"ask","inputs":{"question":"status of order 9?"},"sequence_id":0}'
const at = '2026-11-22T12:58:15.'
const utc = '2026-11-22T17:58:15.'
const attribute = (key: string, span: string, value: string, time: string): string =>
  `{"type":"attribute","key":"${key}","action_sequence_id":1,"span_id":"${span}","value":${value},"tags":{},"time_logged":"${utc}${time}Z"}`
const ended = (id: number, action: string, time: string, result: string, state: string, exception = 'null'): string =>
  `{"type":"end_entry","end_time":"${at}${time}","action":"${action}","result":${result},"exception":${exception},"state":{"__SEQUENCE_ID":${id},${state}},"sequence_id":${id}}`
const begun = (id: number, action: string, time: string): string =>
  `{"type":"begin_entry","start_time":"${at}${time}","action":"${action}","inputs":{},"sequence_id":${id}}`
const rest = [
  ended(0, 'ask', '290391', '{"question":"status of order 9?"}', '"q":1180591620717411303424'),
  begun(1, 'lookup', '290505'),
  `{"type":"begin_span","start_time":"${at}290539","action_sequence_id":1,"span_id":"1:0","span_name":"retrieve","parent_span_id":null,"span_dependencies":[]}`,
  attribute('top_k', '1:0', '3', '290568'),
  `{"type":"begin_span","start_time":"${at}290730","action_sequence_id":1,"span_id":"1:0.0","span_name":"fetch","parent_span_id":"1:0","span_dependencies":[]}`,
  attribute('q', '1:0.0', '"status of order 9?"', '290748'),
  attribute('__burr_function', '1:0.0', '"fetch"', '290936'),
  attribute('__burr_function_hash', '1:0.0', '"d8af"', '290948'),
  attribute('return', '1:0.0', '{"hits":2}', '290967'),
  `{"type":"end_span","end_time":"${at}291010","action_sequence_id":1,"span_id":"1:0.0"}`,
  `{"type":"end_span","end_time":"${at}291024","action_sequence_id":1,"span_id":"1:0"}`,
  ended(1, 'lookup', '491949', '{"hits":2}', '"answer":"two hits"'),
  begun(2, 'reply', '492184'),
  `{"type":"begin_stream","action_sequence_id":2,"span_id":null,"stream_init_time":"${utc}492235Z"}`,
  `{"type":"first_item_stream","action_sequence_id":2,"span_id":null,"first_item_time":"${utc}492303Z"}`,
  ended(2, 'reply', '492349', '{"reply":"two hits"}', '"x":NaN'),
  `{"type":"end_stream","action_sequence_id":2,"span_id":null,"end_time":"${utc}492390Z","items_streamed":2}`,
  begun(3, 'rate', '492455'),
  ended(3, 'rate', '495101', 'null', '"x":1.0', '"Traceback (most recent call last):\\n  File \\"x\\"\\nValueError: no rating backend\\n"')
]
const objects: readonly (readonly [string, string])[] = [
  ['15.278236/user_42/chat-7f3a/graph.json', '{"type":"application","entrypoint":"ask","actions":[{"type":"action","name":"ask","reads":[],"writes":["question"],"code":"def ask(state, question): ...\\n","inputs":[],"optional_inputs":["question"],"extra":NaN}],"transitions":[{"type":"transition","from_":"ask","to":"lookup","condition":"default"}]}'],
  ['15.288294/user_42/chat-7f3a/metadata.json', '{"type":"application_metadata","partition_key":"user_42","parent_pointer":null,"spawning_parent_pointer":null}'],
  ['15.291077/user_42/chat-7f3a/bd580f6c-7cbf-46e7-8779-3ca385da9714__log.jsonl', asked],
  ['16.496016/user_42/chat-7f3a/7248c6dd-17c9-4dd1-af4b-195cbefeefae__log.jsonl', rest.join('\n')]
]

describe('a complete run', () => {
  const encoder = new TextEncoder()
  const logFiles: AssembleFile[] = []
  const graphs: { key: string; timeUs: number; hash: string }[] = []
  const metadata: AssembleInput['metadata'][number][] = []
  for (const [name, text] of objects) {
    const key = `data/support-bot/2026/11/22/17/58:${name}`
    const parts = parseKey(key)
    const bytes = encoder.encode(text)
    if (parts.kind === 'log') logFiles.push({ key, timeUs: parts.timeUs, trackerId: 't', content: readLogFile(bytes) })
    const graph = readGraph(bytes)
    if (parts.kind === 'graph' && graph.ok) graphs.push({ key, timeUs: parts.timeUs, hash: graph.value.canonicalText })
    const body = readMetadata(bytes)
    if (parts.kind === 'metadata' && body.ok) metadata.push({ key, timeUs: parts.timeUs, ...body.value })
  }
  const body = assemble(logFiles, { graphs, metadata })

  it('reads as four steps, the last one failed', () => {
    expect(body.steps.map(({ fact }) => [fact.sequenceId, fact.action, fact.status])).toEqual([[0, 'ask', 'ok'], [1, 'lookup', 'ok'], [2, 'reply', 'ok'], [3, 'rate', 'failed']])
    expect(body.run.summary).toMatchObject({ stepCount: 4, failedCount: 1, lastAction: 'rate', lastError: { type: 'ValueError', message: 'no rating backend' } })
    expect(body.run.summary.firstTimeUs).toBe(Date.UTC(2026, 10, 22, 17, 58, 15) * 1000 + 290_239)
    expect(body.run.summary.lastTimeUs).toBe(Date.UTC(2026, 10, 22, 17, 58, 15) * 1000 + 495_101)
    expect(body.run.builds).toMatchObject([{ build: 0, stepCount: 4 }])
  })

  it('has two nested spans, five attributes and a stream of two items', () => {
    expect(body.steps[1]?.spans.map(({ name, parent, depth }) => [name, parent, depth])).toEqual([['retrieve', null, 1], ['fetch', 0, 2]])
    expect(body.steps[1]?.attributes.map(({ located, span }) => [located.entry.key, span])).toEqual([['top_k', 0], ['q', 1], ['__burr_function', 1], ['__burr_function_hash', 1], ['return', 1]])
    expect(body.steps[2]?.streams.map(({ entry }) => entry.kind)).toEqual(['begin-stream', 'first-item', 'end-stream'])
    expect(body.steps[2]?.streams.at(-1)?.entry).toMatchObject({ items: 2 })
  })

  it('is written in the shape of the upstream server, numbers as logged', () => {
    const children = [{ appId: 'child', partitionKey: 'u1', kind: 'spawn' as const, sequenceId: 1, timeUs: dawnUs }]
    const text = stringifyExact(toApplicationLogs({ body, graphText: objects[0]?.[1] ?? null, children }))
    expect(text).toContain('"q":1180591620717411303424')
    expect(text).toContain('"x":1.0')
    expect(text).toContain(asked)
    const parsed: unknown = JSON.parse(text)
    expect(parsed).toMatchObject({
      application: { entrypoint: 'ask', actions: [{ inputs: [], optional_inputs: ['question'], extra: null, corrected_inputs: { required: ['question'], optional: [], verified: true } }] },
      children: [{ type: 'child_application_data', child: { type: 'pointer_data', app_id: 'child', sequence_id: null, partition_key: 'u1' }, event_time: '2026-11-22T17:58:00Z', event_type: 'spawn_start', sequence_id: 1 }],
      parent_pointer: null,
      spawning_parent_pointer: null,
      steps: [
        { step_start_log: { sequence_id: 0 }, step_end_log: { exception: null }, spans: [], attributes: [], streaming_events: [], status: 'ok', build: 0 },
        { spans: [{ begin_entry: { span_id: '1:0' }, end_entry: { span_id: '1:0' } }, { begin_entry: { span_id: '1:0.0' } }], attributes: [{ value: 3 }, {}, {}, {}, { value: { hits: 2 } }] },
        { step_end_log: { state: { x: null } }, streaming_events: [{ type: 'begin_stream' }, { type: 'first_item_stream' }, { items_streamed: 2 }] },
        { status: 'failed', state_is: 'before' }
      ]
    })
  })

  it('is written without a graph, too', () => {
    expect(JSON.parse(stringifyExact(toApplicationLogs({ body, graphText: null, children: [] })))).toMatchObject({ application: null })
    expect(JSON.parse(stringifyExact(toApplicationLogs({ body, graphText: 'torn {', children: [] })))).toMatchObject({ application: null })
  })
})
