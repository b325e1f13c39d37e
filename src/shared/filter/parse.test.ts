import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFilter } from './parse'
import { printFilter } from './print'
import { filterKeys, offlineWords, statusOrder } from './term'
import type { FilterTerm } from './term'
import { printDuration, timeSpan } from './units'

const said = (line: string): string => printFilter(parseFilter(line).terms.map(({ term }) => term))

/** What is written, and what it is understood as. */
const golden: readonly (readonly [string, string])[] = [
  ['', ''],
  ['   ', ''],
  ['status:failed', 'status:failed'],
  ['STATUS:Failed', 'status:failed'],
  ['status:failed,lost', 'status:failed,lost'],
  ['status:never-stepped', 'status:never-stepped'],
  ['-status:ok', '-status:ok'],
  ['action:rag', 'action:rag'],
  ['action:rag,"look up"', 'action:rag,"look up"'],
  ['action:"a,b"', 'action:"a,b"'],
  ['action:rag*', 'action:rag*'],
  ['action:"rag*"', 'action:"rag*"'],
  ['-action:human_review', '-action:human_review'],
  ['duration:>2s', 'duration:>2s'],
  ['duration:>=1500ms', 'duration:>=1500ms'],
  ['duration:>1.5s', 'duration:>1500ms'],
  ['duration:<90s', 'duration:<90s'],
  ['duration:<60s', 'duration:<1m'],
  ['duration:2s..5m', 'duration:2s..5m'],
  ['duration:<1s,>1h', 'duration:<1s,>1h'],
  ['since:24h', 'since:1d'],
  ['since:90m', 'since:90m'],
  ['since:2w', 'since:14d'],
  ['since:today', 'since:today'],
  ['until:2026-11-20', 'until:2026-11-20'],
  ['since:2026-11-20t14:30', 'since:2026-11-20T14:30'],
  ['until:2026-11-20T14:30:05Z', 'until:2026-11-20T14:30:05Z'],
  ['partition:user_1', 'partition:user_1'],
  ['partition:""', 'partition:""'],
  ['partition:"org/emea & ü"', 'partition:"org/emea & ü"'],
  ['partition:a:b', 'partition:a:b'],
  ['steps:>10', 'steps:>10'],
  ['steps:3', 'steps:3'],
  ['steps:=3', 'steps:3'],
  ['steps:1..10', 'steps:1..10'],
  ['tokens:>1000', 'tokens:>1000'],
  ['tokens:>1.5k', 'tokens:>1500'],
  ['failed:>0', 'failed:>0'],
  ['error:Timeout', 'error:Timeout'],
  ['error:"Rate limit reached"', 'error:"Rate limit reached"'],
  ['app:chat-', 'app:chat-'],
  ['fork:yes spawn:no', 'fork:yes spawn:no'],
  ['offline:no', 'offline:no'],
  ['-offline:Pinned,yes', '-offline:pinned,yes'],
  ['-fork:yes', 'fork:no'],
  ['"free text" -noise plain', '"free text" -noise plain'],
  ['"say \\"hi\\" \\\\ now"', '"say \\"hi\\" \\\\ now"'],
  ['C:\\x', ''],
  ['status:failed,lost action:rag duration:>2s since:24h -status:ok "free text"', 'status:failed,lost action:rag duration:>2s since:1d -status:ok "free text"'],
  ['a"b', '"a\\"b"']
]

/** What is wrong, where (columns from 0, behind the last one) and in which words. */
const wrong: readonly (readonly [string, number, number, string])[] = [
  ['status:faild', 7, 12, '“faild” is not a status. Did you mean failed?'],
  ['status:failed,', 14, 15, 'A value is missing after status.'],
  ['status:', 7, 8, 'A value is missing after status.'],
  ['action:x statsu:ok', 9, 15, '“statsu” is not a key. Did you mean status?'],
  ['http://host', 0, 4, '“http” is not a key. To look for text with a colon, put it in quotes.'],
  ['duration:>2', 9, 11, '“2” is not a duration. Write a number and a unit: 250ms, 2s, 5m, 1h, 2d.'],
  ['duration:2s', 9, 11, 'Say longer or shorter than: duration:>2s or duration:<2s.'],
  ['duration:5s..2s', 9, 15, 'The range ends before it begins.'],
  ['steps:many', 6, 10, '“many” is not a number.'],
  ['since:soon', 6, 10, '“soon” is not a time. Write 24h, 7d, today, 2026-11-20 or 2026-11-20T14:30.'],
  ['since:2026-02-30', 6, 16, '“2026-02-30” is not a time. Write 24h, 7d, today, 2026-11-20 or 2026-11-20T14:30.'],
  ['since:1h,2h', 9, 11, 'since takes one value.'],
  ['-since:1h', 0, 9, 'Without the minus: until:1h.'],
  ['fork:maybe', 5, 10, '“maybe” is not a yes or no. Known: yes, no.'],
  ['"open', 0, 5, 'The quotes are not closed.'],
  ['""', 0, 2, 'There is nothing between the quotes.'],
  ['- x', 0, 1, 'A minus needs something after it.'],
  ['"a"b', 3, 4, 'A space is missing here.']
]

describe('the filter line', () => {
  it.each(golden)('%s is understood as %s', (line, expected) => {
    expect(said(line)).toBe(expected)
  })

  it.each(wrong)('%s is wrong from column %i to %i: %s', (line, from, to, message) => {
    expect(parseFilter(line).problems).toEqual([{ from, to, message }])
  })

  it('keeps what is right beside what is wrong, and says where each term stands', () => {
    const { terms, problems } = parseFilter('status:ok  stauts:x -"a b"')
    expect(terms.map(({ from, to }) => [from, to])).toEqual([[0, 9], [20, 26]])
    expect(problems).toHaveLength(1)
  })

  it('is bounded', () => {
    expect(parseFilter('x'.repeat(2001)).problems).toHaveLength(1)
  })
})

const text = fc.oneof(fc.string({ minLength: 1, maxLength: 12 }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), fc.constantFrom('a b', 'x,y', '"', '\\', '-a', 'k:v', '*', '\\"'))
const plain = fc.record({ text, isPattern: fc.constant(false) })
const pattern = fc.stringMatching(/^[a-z_.-]{0,5}\*[a-z?[\]]{0,5}$/).map((each) => ({ text: each, isPattern: true }))
const texts = fc.array(fc.oneof(plain, pattern), { minLength: 1, maxLength: 3 })
const bound = fc.oneof(
  fc.record({ is: fc.constantFrom('>' as const, '>=' as const, '<' as const, '<=' as const, '=' as const), value: fc.nat() }),
  fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => ({ is: 'range' as const, from: Math.min(a, b), to: Math.max(a, b) }))
)
const bounds = fc.array(bound, { minLength: 1, maxLength: 3 })
const time = fc.oneof(
  fc.record({ is: fc.constant('ago' as const), us: fc.nat({ max: 100_000_000_000 }) }),
  fc.record({ is: fc.constant('day' as const), day: fc.constantFrom('today' as const, 'yesterday' as const) }),
  fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((date) => ({ is: 'date' as const, text: `${date.toISOString().slice(0, 19)}Z` })),
  fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((date) => ({ is: 'date' as const, text: date.toISOString().slice(0, 10) }))
)
const negated = fc.boolean()
const term: fc.Arbitrary<FilterTerm> = fc.oneof(
  fc.record({ key: fc.constant('text' as const), negated, text }),
  fc.record({ key: fc.constant('status' as const), negated, statuses: fc.subarray([...statusOrder], { minLength: 1 }) }),
  fc.record({ key: fc.constantFrom('action' as const, 'partition' as const, 'app' as const, 'error' as const), negated, texts }),
  fc.record({ key: fc.constantFrom('duration' as const, 'steps' as const, 'failed' as const, 'tokens' as const), negated, bounds }),
  fc.record({ key: fc.constantFrom('since' as const, 'until' as const), time }),
  fc.record({ key: fc.constantFrom('fork' as const, 'spawn' as const), value: fc.boolean() }),
  fc.record({ key: fc.constant('offline' as const), negated, words: fc.subarray([...offlineWords], { minLength: 1 }) })
)

describe('any filter', () => {
  it('is read back as it was printed', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 6 }), (terms) => {
        const parsed = parseFilter(printFilter(terms))
        expect(parsed.problems).toEqual([])
        expect(parsed.terms.map((each) => each.term)).toEqual(terms)
      }),
      { numRuns: 2000 }
    )
  })

  it('printed twice is the same, whatever was typed, and every problem has a place in the line', () => {
    const piece = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom(...filterKeys.map(({ example }) => example), ' ', '"', ',', ':', '-'))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const line = pieces.join('')
        const once = said(line)
        expect(said(once)).toBe(once)
        for (const { from, to, message } of parseFilter(line).problems) {
          expect(from >= 0 && to > from && to <= line.length + 1).toBe(true)
          expect(message.length).toBeGreaterThan(5)
        }
      }),
      { numRuns: 2000 }
    )
  })
})

describe('a moment', () => {
  const nowUs = Date.UTC(2026, 10, 22, 12) * 1000
  it('that was written as a day or a minute is all of it', () => {
    expect(timeSpan({ is: 'date', text: '2026-11-20T14:30Z' }, nowUs)).toEqual({ fromUs: Date.UTC(2026, 10, 20, 14, 30) * 1000, toUs: Date.UTC(2026, 10, 20, 14, 31) * 1000 - 1 })
    const day = timeSpan({ is: 'date', text: '2026-11-20' }, nowUs)
    expect(day).toEqual({ fromUs: new Date(2026, 10, 20).getTime() * 1000, toUs: new Date(2026, 10, 21).getTime() * 1000 - 1 })
    expect(timeSpan({ is: 'ago', us: 5 }, nowUs)).toEqual({ fromUs: nowUs - 5, toUs: nowUs - 5 })
    const today = timeSpan({ is: 'day', day: 'today' }, nowUs)
    expect(today.fromUs <= nowUs && nowUs <= today.toUs).toBe(true)
    expect(timeSpan({ is: 'day', day: 'yesterday' }, nowUs).toUs).toBe(today.fromUs - 1)
  })

  it('has its duration printed in the largest unit that tells it', () => {
    expect([0, 1, 1500, 2_000_000, 90_000_000, 86_400_000_000].map(printDuration)).toEqual(['0s', '1us', '1500us', '2s', '90s', '1d'])
  })
})
