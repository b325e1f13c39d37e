import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ingest } from '../indexer/ingest'
import { testKey, testObject, testStartUs } from '../indexer/ingestTestRun'
import { stateDifference } from './stateDifference'
import { testWorkspace } from './testWorkspace'
import type { TestWorkspace } from './testWorkspace'
import { partsAt } from './valueParts'

const run = { project: 'demo', partitionKey: null, appId: 'app-1' }
const step = (sequenceId: number) => ({ build: 0, sequenceId, attempt: 0 })

function lines(states: readonly string[]): string {
  return states
    .flatMap((state, id) => [
      `{"type":"begin_entry","start_time":"2026-11-22T12:58:1${id}.000000","action":"a","inputs":{},"sequence_id":${id}}`,
      `{"type":"end_entry","end_time":"2026-11-22T12:58:1${id}.500000","action":"a","result":{},"exception":null,"state":${state},"sequence_id":${id}}`
    ])
    .join('\n')
}

describe('parts of a value', () => {
  const text = `{"small":{"a":1.50},"list":[1,"two",[3]],"long":"${'é\\n'.repeat(10_000)}","list2":[${'"0123456789",'.repeat(3_000)}0]}`

  it('are its members, long ones told by their beginning', () => {
    const found = partsAt(text, [], { from: 0, limit: 100 })
    expect(found).toMatchObject({ type: 'object', count: 4, length: text.length, piece: null })
    expect(found.parts.map(({ name, type, text: part, length }) => [name, type, part, length])).toEqual([
      ['small', 'object', '{"a":1.50}', 10], ['list', 'list', '[1,"two",[3]]', 13], ['long', 'string', null, 30_002], ['list2', 'list', null, 39_003]
    ])
    expect(partsAt(text, ['list'], { from: 1, limit: 1 })).toMatchObject({ count: 3, parts: [{ name: 1, text: '"two"' }] })
    expect(partsAt(text, ['list2'], { from: 2_999, limit: 5 }).parts.map((part) => part.text)).toEqual(['"0123456789"', '0'])
  })

  it('of a string are its characters', () => {
    expect(partsAt(text, ['long'], { from: 19_998, limit: 10 })).toEqual({ type: 'string', length: 30_002, count: 20_000, parts: [], piece: 'é\n' })
    expect(() => partsAt(text, ['nowhere'], { from: 0, limit: 1 })).toThrow('no such part')
  })
})

describe('the difference of two states', () => {
  it('leaves out what is alike, at any depth', () => {
    const found = stateDifference('{"a":{"x":1,"y":2},"same":[1],"gone":0}', '{"same":[1],"a":{"x":1,"y":null},"new":"n"}')
    expect([JSON.parse(found.fromText), JSON.parse(found.toText), found.large]).toEqual([{ a: { y: 2 }, gone: 0 }, { a: { y: null }, new: 'n' }, []])
  })

  it('tells long lists by what was put in, and long values by their size', () => {
    const items = Array.from({ length: 20_000 }, (_, id) => `{"id":${id},"text":"message ${id}"}`)
    const list = (each: readonly string[]): string => `{"chat":[${each.join(',')}],"blob":"${'x'.repeat(150_000 + each.length)}"}`
    const found = stateDifference(list(items), list([...items.slice(0, 19_990), '{"id":-1}', ...items.slice(19_991), '{"id":-2}']))
    expect(found.large).toMatchObject([
      { path: ['chat'], list: { fromCount: 20_000, toCount: 20_001, alikeAtStart: 19_990, alikeAtEnd: 0 } },
      { path: ['blob'], list: null, fromLength: 170_002, toLength: 170_003 }
    ])
    expect(JSON.parse(found.large[0]?.list?.toText ?? '')).toHaveLength(11)
  })
})

const isLong = process.env['CI'] === 'true' || process.env['BURR_LONG'] === '1'
const documentsOf = (megabytes: number): string[] => Array.from({ length: megabytes * 500 }, (_, id) => `{"id":${id},"score":0.${id},"text":"${'lorem ipsum dolor '.repeat(110)}"}`)

function timed<Value>(what: string, work: () => Value): Value {
  const start = performance.now()
  const value = work()
  console.log(`${what} ${(performance.now() - start).toFixed(0)} ms`)
  return value
}

describe('a text of 50 MB', () => {
  it('is taken apart and compared in little time', () => {
    const megabytes = isLong ? 50 : 5
    const documents = documentsOf(megabytes)
    const state = (more: readonly string[]): string => `{"documents":[${[...documents, ...more].join(',')}],"turn":${more.length}}`
    const [from, to] = [state([]), state(['{"id":-1}'])]
    expect(timed(`${megabytes} MB: fields`, () => partsAt(to, [], { from: 0, limit: 100 })).count).toBe(2)
    expect(timed(`${megabytes} MB: the end of a list`, () => partsAt(to, ['documents'], { from: documents.length, limit: 100 })).parts[0]?.text).toBe('{"id":-1}')
    expect(timed(`${megabytes} MB: what changed`, () => stateDifference(from, to)).large[0]?.list?.alikeAtStart).toBe(documents.length)
  })
})

describe('a state that is as long as a line of a log may be', () => {
  let workspace: TestWorkspace
  beforeEach(() => {
    workspace = testWorkspace()
  })
  afterEach(() => workspace.close())

  it('is opened in parts', () => {
    const megabytes = isLong ? 7.5 : 2
    const documents = documentsOf(megabytes)
    const state = (more: readonly string[]): string => `{"documents":[${[...documents, ...more].join(',')}],"turn":${more.length}}`
    ingest(workspace.writer, { objects: [testObject(testKey({}, testStartUs + 60_000_000, `${'1'.repeat(36)}__log.jsonl`), lines([state([]), state(['{"id":-1}'])]))], setAside: [] })
    const opened = timed(`${megabytes} MB: opened`, () => workspace.call('steps.get', { run, step: step(1), longest: 1_000_000 }))
    expect(opened.stateText).toBeNull()
    expect(opened.large?.state).toBeGreaterThan(megabytes * 900_000)
    const root = timed(`${megabytes} MB: its fields`, () => workspace.call('steps.value', { run, step: step(1), of: 'state', path: [] }))
    expect(root.parts.map(({ name, text }) => [name, text])).toEqual([['documents', null], ['turn', '1']])
    const part = timed(`${megabytes} MB: the last hundred of its list`, () => workspace.call('steps.value', { run, step: step(1), of: 'state', path: ['documents'], from: documents.length - 98 }))
    expect([part.count, part.parts.length]).toEqual([documents.length + 1, 99])
    const difference = timed(`${megabytes} MB: what changed`, () => workspace.call('steps.stateDifference', { run, step: step(1) }))
    expect([difference.fromText, difference.toText]).toEqual(['{"turn":0}', '{"turn":1}'])
    expect(difference.large).toMatchObject([{ path: ['documents'], list: { alikeAtStart: documents.length, fromText: '[]', toText: '[{"id":-1}]' } }])
    expect(workspace.call('steps.get', { run, step: step(1) }).stateText?.length).toBe(opened.large?.state)
    expect(workspace.call('steps.valueText', { run, step: step(1), of: 'state', path: ['turn'] }).text).toBe('1')
  })
})
