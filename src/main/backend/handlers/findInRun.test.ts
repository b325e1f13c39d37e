import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FindHit } from '@shared/contract/findInRun'
import { ingest } from '../indexer/ingest'
import { testKey, testObject, testStartUs } from '../indexer/ingestTestRun'
import { testWorkspace } from './testWorkspace'
import type { TestWorkspace } from './testWorkspace'

let workspace: TestWorkspace
beforeEach(() => {
  workspace = testWorkspace()
})
afterEach(() => workspace.close())

const run = { project: 'demo', partitionKey: null, appId: 'app-1' }
const logKey = testKey({}, testStartUs + 5_000_000, `${'1'.repeat(36)}__log.jsonl`)
const time = (id: number, rest: string): string => `2026-11-22T12:58:${String(10 + id).padStart(2, '0')}.${rest}`
const lines = (id: number, state: unknown, exception: string | null = null): string[] => [
  JSON.stringify({ type: 'begin_entry', start_time: time(id, '000000'), action: `act_${id}`, inputs: { prompt: `ask ${id}` }, sequence_id: id }),
  JSON.stringify({ type: 'end_entry', end_time: time(id, '500000'), action: `act_${id}`, result: { answer: 42 }, exception, state, sequence_id: id })
]

/** All hits, read part by part as a window does. */
function findAll(text: string, options: { isRegex?: boolean; matchCase?: boolean } = {}): FindHit[] {
  const hits: FindHit[] = []
  let from: { build: number; sequenceId: number; attempt: number } | undefined
  for (;;) {
    const part = workspace.call('runs.find', { run, text, ...options, from })
    hits.push(...part.hits)
    if (part.next === null) return hits
    from = part.next
  }
}

describe('runs.find', () => {
  it('reaches a value deep inside a state of two megabytes, once, though every later step repeats it', () => {
    const deep = { documents: Array.from({ length: 200 }, (_, n) => ({ id: n, page: `${'lorem ipsum '.repeat(850)}${n === 173 ? ' the Needle lies here' : ''}` })) }
    const steps = Array.from({ length: 5 }, (_, id) => lines(id, id < 2 ? { count: id } : { count: id, ...deep }))
    ingest(workspace.writer, { objects: [testObject(logKey, steps.flat().join('\n'))], setAside: [] })
    expect(findAll('needle')).toEqual([
      expect.objectContaining({ sequenceId: 2, action: 'act_2', where: 'state', path: ['documents', 173, 'page'], isName: false, count: 1 })
    ])
    const [hit] = findAll('needle lies', { matchCase: false })
    expect(hit?.snippet.slice(hit.range.start, hit.range.end)).toBe('Needle lies')
    expect(findAll('needle', { matchCase: true })).toEqual([])
  })

  it('looks at names, inputs, results, exceptions and actions, in the order of the steps', () => {
    ingest(workspace.writer, { objects: [testObject(logKey, [...lines(0, { total: 1 }), ...lines(1, { total: 2 }, 'ValueError: no total')].join('\n'))], setAside: [] })
    expect(findAll('total').map(({ sequenceId, where, isName }) => [sequenceId, where, isName])).toEqual([[0, 'state', true], [1, 'exception', false], [1, 'state', true]])
    expect(findAll('ask 1').map(({ where, path }) => [where, path])).toEqual([['inputs', ['prompt']]])
    expect(findAll('^act_\\d$', { isRegex: true }).map(({ where }) => where)).toEqual(['action', 'action'])
    expect(findAll('42').map(({ where, path }) => [where, path])).toEqual([['result', ['answer']], ['result', ['answer']]])
    expect(findAll('a.k')).toEqual([])
  })

  it('says what is wrong with an expression, and gives up on one that never ends', () => {
    ingest(workspace.writer, { objects: [testObject(logKey, lines(0, { text: `${'a'.repeat(60)}!` }).join('\n'))], setAside: [] })
    expect(() => findAll('(', { isRegex: true })).toThrow(/not an expression/)
    expect(() => findAll('(a+)+$', { isRegex: true })).toThrow(/takes too long/)
    expect(findAll('a{60}', { isRegex: true })).toHaveLength(1)
  })
})
