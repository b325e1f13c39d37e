import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogFileFacts, StepEventFact } from './facts'
import { decodeFacts, encodeFacts } from './factsCode'

const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.maxSafeInteger(), fc.constantFrom(1_795_370_295_278_236, 253_402_300_799_999_968, -62_135_596_800_000_000))
const text = fc.string({ unit: 'grapheme', maxLength: 6 })
const anyEvent: fc.Arbitrary<StepEventFact> = fc
  .record({ sequenceId: number, action: text, us: number, isUtc: fc.boolean(), line: number, offset: number, length: number, end: fc.boolean(), hasResult: fc.boolean(), error: fc.option(fc.record({ type: text, message: text, line: text })) })
  .map(({ end, hasResult, error, ...fields }) => (end ? { kind: 'end', ...fields, hasResult, error } : { kind: 'begin', ...fields }))

/** Events as Burr writes them, with a disturbance here and there. */
const events: fc.Arbitrary<StepEventFact[]> = fc.array(fc.record({ odd: fc.option(anyEvent, { freq: 4 }), length: fc.nat(3000), ms: fc.nat(5000), end: fc.boolean() }), { maxLength: 12 }).map((rows) => {
  let before = { sequenceId: 6, us: 1_795_370_295_278_236, line: -1, offset: -1, length: 0 }
  return rows.map(({ odd, length, ms, end }) => {
    const next = { sequenceId: before.sequenceId + (end ? 0 : 1), us: before.us + ms * 1000, line: before.line + 1, offset: before.offset + before.length + 1, length }
    const event: StepEventFact = odd ?? { ...next, action: 'a', isUtc: false, ...(end ? { kind: 'end' as const, error: null, hasResult: true } : { kind: 'begin' as const }) }
    before = event
    return event
  })
})

function factsOf(list: readonly StepEventFact[], span: { readonly firstUs: number | null; readonly lastUs: number | null } = { firstUs: 10, lastUs: 11 }): LogFileFacts {
  return {
    trackerId: 't', clock: { offsetMinutes: 60, sure: true, breaks: [{ untilLine: 3, offsetMinutes: 0 }] }, events: list,
    activity: [{ sequenceId: 1, line: 2, spans: 3, attributes: 4, streams: 5, promptTokens: 6, completionTokens: 7 }],
    suspends: [{ sequenceId: null, us: 8, isUtc: true, line: 9, channel: 'c' }], ...span, entryCount: 12, unknownCount: 13, badLineCount: 14
  }
}

describe('facts as they lie in the index', () => {
  it('come back the same, whatever the events', () => {
    const span = fc.record({ firstUs: fc.option(number), lastUs: fc.option(number) })
    fc.assert(fc.property(fc.oneof(events, fc.array(anyEvent, { maxLength: 8 })), span, (list, ends) => {
      expect(decodeFacts(encodeFacts(factsOf(list, ends)))).toEqual(factsOf(list, ends))
    }), { numRuns: 3000 })
  })

  it('take three numbers for an event behind another', () => {
    const list = Array.from({ length: 8 }, (_, at): StepEventFact => {
      const fields = { sequenceId: 100 + Math.floor(at / 2), action: 'search_documents', us: 1_795_370_295_278_236 + at * 150_000, isUtc: false, line: at, offset: at * 1201, length: 1200 }
      return at % 2 === 0 ? { kind: 'begin', ...fields } : { kind: 'end', ...fields, error: null, hasResult: true }
    })
    expect(JSON.stringify(JSON.parse(encodeFacts(factsOf(list)))[6]).length).toBeLessThan(160)
  })

  it('without lists at their end come back with empty ones', () => {
    for (const empty of [['activity', 'suspends'], ['suspends'], ['activity']]) {
      const facts = { ...factsOf([]), ...Object.fromEntries(empty.map((name) => [name, []])), trackerId: null, clock: { offsetMinutes: null, sure: false, breaks: [] }, unknownCount: empty.length - 1, badLineCount: 0 }
      expect(decodeFacts(encodeFacts(facts))).toEqual(facts)
    }
  })

  it('write no time out but the first', () => {
    const at = 1_795_370_295_278_236
    const list: StepEventFact[] = [{ kind: 'begin', sequenceId: 100, action: 'a', us: at, isUtc: false, line: 0, offset: 0, length: 9 }]
    expect(encodeFacts(factsOf(list, { firstUs: at, lastUs: at + 5 })).match(/\d{16}/g)).toEqual([String(at)])
  })

  it('of the second version are still read', () => {
    const second = '[2,"t",[60,1,[[3,0]]],[10,11],[12,13,14],["a"],[1,5,9,7,0,0],[[1,2,3,4,5,6,7]],[[null,8,1,9,"c"]],[]]'
    expect(decodeFacts(second)).toEqual(factsOf([{ kind: 'begin', sequenceId: 7, action: 'a', us: 5, isUtc: false, line: 0, offset: 0, length: 9 }]))
  })

  it('of the first version are still read', () => {
    const first = '[1,"t",[60,1,[[3,0]]],[10,11],[12,13,14],["a"],[[0,7,5,0,0,0,9],[0,7,6,1,1,10,20,1],[0,7,8,0,2,31,4,0,["E","m","l"]]],[[1,2,3,4,5,6,7]],[[null,8,1,9,"c"]]]'
    expect(decodeFacts(first)).toEqual(factsOf([
      { kind: 'begin', sequenceId: 7, action: 'a', us: 5, isUtc: false, line: 0, offset: 0, length: 9 },
      { kind: 'end', sequenceId: 7, action: 'a', us: 6, isUtc: true, line: 1, offset: 10, length: 20, error: null, hasResult: true },
      { kind: 'end', sequenceId: 7, action: 'a', us: 8, isUtc: false, line: 2, offset: 31, length: 4, error: { type: 'E', message: 'm', line: 'l' }, hasResult: false }
    ]))
    for (const other of ['', '[]', '{}', '[3,"t"]', '[4,"t"]', 'null']) expect(decodeFacts(other)).toBeNull()
  })
})
