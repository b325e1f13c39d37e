import { expect, it } from 'vitest'
import type { StepDetail } from './model/step'
import { readWriteNotes } from './readWrite'

function step(previousStateText: string | null, stateText: string | null, more: Partial<StepDetail['step']> = {}): StepDetail {
  return {
    step: {
      build: 0, sequenceId: 1, attempt: 0, action: 'act', status: 'ok', startUs: 0, endUs: 1, startText: null, endText: null, errorLine: null, beginRecorded: true,
      stateIs: 'after', spanCount: 0, attributeCount: 0, streamed: false, retryOf: null, childCount: 0, ...more
    },
    stateText, resultText: '{}', inputsText: '{}', exception: null, previousStateText, previousStep: null, spans: [], attributes: [], stream: null, unknownLines: [], beginPlace: null, endPlace: null
  }
}
const clean = { undeclared: [], unwritten: [], fromOutside: [] }

it('tells a field that was written and not declared', () => {
  const detail = step('{"a":1,"b":1,"__SEQUENCE_ID":0}', '{"a":2,"b":2,"new":null,"__SEQUENCE_ID":1}')
  expect(readWriteNotes(detail, { writes: ['a'] })).toEqual({ ...clean, undeclared: ['b', 'new'] })
  expect(readWriteNotes(step('{"a":1,"b":1}', '{"a":1}'), { writes: ['a'] })).toEqual({ ...clean, undeclared: ['b'] })
})

it('tells a field that was declared and never written', () => {
  expect(readWriteNotes(step(null, '{"a":null}'), { writes: ['a', 'b'] })).toEqual({ ...clean, unwritten: ['b'] })
})

it('tells a field that nobody in the run changed', () => {
  const detail = step('{"a":1,"b":1}', '{"a":1,"b":9}', { stateIs: 'before', status: 'failed' })
  expect(readWriteNotes(detail, { writes: ['b'] })).toEqual({ ...clean, fromOutside: ['b'] })
})

it('says nothing where the log proves nothing', () => {
  expect(readWriteNotes(step('{"a":{"x":1,"y":2}}', '{"a":{"y":2,"x":1}}'), { writes: [] })).toEqual(clean)
  expect(readWriteNotes(step('{"a":1}', '{"a":1}'), { writes: ['a'] })).toEqual(clean)
  expect(readWriteNotes(step(null, '{"a":1}'), { writes: ['a'] })).toEqual(clean)
  expect(readWriteNotes(step('{"a":1}', '{"a":2}'), undefined)).toEqual(clean)
  expect(readWriteNotes(step('{"a":1}', null, { stateIs: 'none', status: 'open' }), { writes: ['b'] })).toEqual(clean)
})
