import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ingest } from '../../indexer/ingest'
import { testKey, testObject, testRun, testStartUs } from '../../indexer/ingestTestRun'
import { testWorkspace } from '../testWorkspace'
import type { TestWorkspace } from '../testWorkspace'

let workspace: TestWorkspace
beforeEach(() => {
  workspace = testWorkspace()
})
afterEach(() => workspace.close())

const run = { project: 'demo', partitionKey: null, appId: 'abcdefghij' }
const step = (sequenceId: number) => ({ build: 0, sequenceId, attempt: 0 })
const caseOf = (sequenceId: number, of = run) => workspace.call('reproduce.testCase', { run: of, step: step(sequenceId) })

const begin = (id: number, action = 'counter') => `{"type":"begin_entry","start_time":"2026-11-22T12:58:1${id}.000000","action":"${action}","inputs":{},"sequence_id":${id}}`
const end = (id: number, result: string, exception: string, state: string, action = 'counter') =>
  `{"type":"end_entry","end_time":"2026-11-22T12:58:1${id}.500000","action":"${action}","result":${result},"exception":${exception},"state":${state},"sequence_id":${id}}`

function addLines(lines: readonly string[], appId = run.appId, extra: Parameters<typeof testRun>[0] = {}): void {
  const log = testObject(testKey({ appId }, testStartUs + 5_000_000, `${'7'.repeat(36)}__log.jsonl`), `${lines.join('\n')}\n\nnot json\n`)
  ingest(workspace.writer, { objects: [...testRun({ appId, steps: 0, ...extra }), log], setAside: [] })
}

describe('a test case', () => {
  it('is what burr-test-case writes, to the byte', () => {
    addLines([
      begin(0), end(0, '{"n":1}', 'null', '{"n":1,"greek":"ü","__SEQUENCE_ID":0,"__PRIOR_STEP":"counter"}'),
      begin(1), end(1, '{"n":2}', 'null', '{"n":2,"greek":"ü","big":1180591620717411303424,"f":1.0,"none":{},"list":[1,"a"],"__SEQUENCE_ID":1}')
    ])
    expect(caseOf(1)).toMatchObject({
      text: '[\n  {\n    "action": "counter",\n    "name": "counter_abcdefgh_1",\n    "input_state": {\n      "n": 1,\n      "greek": "\\u00fc"\n    },\n    "expected_state": {\n      "n": 2,\n      "greek": "\\u00fc",\n      "big": 1180591620717411303424,\n      "f": 1.0,\n      "none": {},\n      "list": [\n        1,\n        "a"\n      ]\n    }\n  }\n]',
      toFillIn: null
    })
    expect(caseOf(0)).toMatchObject({ toFillIn: { state: 'input' } })
    expect(caseOf(0).text).toContain('"input_state": {\n      "TODO:": "fill this in"\n    },\n    "expected_state": {\n      "n": 1')
    expect(caseOf(1).pytestText).toContain(`@pytest.mark.file_name("${caseOf(1).fileName}")\ndef test_counter(`)
  })

  it('of a failed step asks for what it should have given; without a recorded outcome the next step tells', () => {
    addLines([
      begin(0), end(0, 'null', 'null', '{"n":0}'),
      begin(1, 'b'), end(1, 'null', 'null', '{"n":1}', 'b'),
      begin(2, 'c'), end(2, 'null', '"ValueError: no"', '{"n":2}', 'c'),
      begin(3, 'd')
    ])
    const states = (id: number) => (JSON.parse(caseOf(id).text) as [{ input_state: object; expected_state: object }])[0]
    expect(states(0)).toMatchObject({ input_state: { n: 0 }, expected_state: { n: 1 } })
    expect(states(1)).toMatchObject({ input_state: { n: 1 }, expected_state: { n: 2 } })
    expect(states(2)).toMatchObject({ input_state: { n: 2 }, expected_state: { 'TODO:': 'fill this in' } })
    expect(caseOf(2).toFillIn).toMatchObject({ state: 'expected' })
    expect(() => caseOf(3)).toThrow('was not recorded')
  })

  it("of a fork's first step begins with the state it was forked from", () => {
    addLines([begin(0), end(0, '{}', 'null', '{"n":41}')])
    const forkParent = { appId: run.appId, sequenceId: 0, partitionKey: null }
    addLines([begin(1), end(1, '{}', 'null', '{"n":42}')], 'fork-1', { forkParent })
    expect(caseOf(1, { ...run, appId: 'fork-1' })).toMatchObject({ toFillIn: null, text: expect.stringContaining('"input_state": {\n      "n": 41\n    }') as string })
  })
})

describe('the folder of the local tracker', () => {
  it('has the lines as they were logged, none blank, and says what the run started', () => {
    const lines = [begin(0), end(0, '{}', 'null', '{"n":1.50}'), begin(1), end(1, '{}', 'null', '{}')]
    addLines(lines)
    const child = { appId: 'child/1', spawnParent: { appId: run.appId, sequenceId: 1, partitionKey: null }, startUs: testStartUs + 9_000_000 }
    ingest(workspace.writer, { objects: testRun(child), setAside: [] })
    const { project, runs, leftOut } = workspace.call('reproduce.files', { run, build: 0 })
    expect([project, leftOut, runs.map(({ folder }) => folder.replace(/[0-9a-f]{8}$/, '#'))]).toEqual(['demo', 0, [run.appId, 'child-1-#']])
    const file = (name: string) => runs[0]?.files.find((each) => each.name === name)?.text ?? ''
    expect(file('log.jsonl')).toBe(lines.map((line) => `${line}\n`).join(''))
    expect(JSON.parse(file('children.jsonl'))).toMatchObject({ type: 'child_application_data', event_type: 'spawn_start', sequence_id: 1, child: { app_id: runs[1]?.folder } })
    expect([JSON.parse(file('graph.json')), JSON.parse(file('metadata.json'))]).toMatchObject([{ type: 'application' }, { type: 'application_metadata' }])
    workspace.writer.content.exec('DELETE FROM body')
    expect(() => workspace.call('reproduce.files', { run, build: 0 })).toThrow('Not all log files')
  })
})
