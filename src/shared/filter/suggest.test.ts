import { expect, it } from 'vitest'
import { suggest } from './suggest'

const known = { actions: ['rag', 'rerank', 'look up', 'answer'], partitions: ['user_1', null, 'a,b'] }
/** `|` marks the caret. */
const at = (marked: string): string[] => suggest(marked.replace('|', ''), marked.indexOf('|'), known).map(({ text }) => text)
const put = (marked: string, pick = 0): string | undefined => {
  const line = marked.replace('|', '')
  const chosen = suggest(line, marked.indexOf('|'), known)[pick]
  return chosen === undefined ? undefined : line.slice(0, chosen.from) + chosen.text + line.slice(chosen.to)
}

it.each([
  ['sta|', ['status:']],
  ['status:failed s|', ['status:', 'since:', 'steps:', 'spawn:']],
  ['-st|', ['status:', 'steps:']],
  ['action:r|', ['rag', 'rerank', 'answer']],
  ['action:rag,an|', ['answer', 'rerank']],
  ['action:rag|', []],
  ['action:"lo|', ['"look up"']],
  ['fork:|', ['yes', 'no']],
  ['partition:|', ['user_1', '""', '"a,b"']],
  ['status:fai|', ['failed']],
  ['error:x|', []],
  ['"free te|', []]
])('at %s offers %j', (marked, expected) => {
  expect(at(marked)).toEqual(expected)
})

it('offers every key on an empty line, status first', () => {
  expect(at('|')).toHaveLength(14)
  expect(at('|')[0]).toBe('status:')
})

it.each([
  ['sta|', 'status:'],
  ['x -st| y', 'x -status: y'],
  ['action:rag,an| steps:>1', 'action:rag,answer steps:>1'],
  ['action:"lo|', 'action:"look up"']
])('puts the first offer into %s', (marked, expected) => {
  expect(put(marked)).toBe(expected)
})
