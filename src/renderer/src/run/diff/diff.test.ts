import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { parseExact, type ExactValue } from '@shared/exactJson/tree'
import { applyDelta, countChanges, type Delta } from './delta'
import { diff } from './diff'
import { textDiff } from './textDiff'

const exact = (text: string): ExactValue => {
  const document = parseExact(text)
  if (!document.ok) throw new Error('test text is not JSON')
  return document.value
}
const between = (a: string, b: string): Delta => diff(exact(a), exact(b)).delta

const key = fc.constantFrom('a', 'b', 'c', 'id', 'key', '__proto__', 'constructor', '')
const scalar: fc.Arbitrary<ExactValue> = fc.oneof(
  fc.constantFrom(null, true, false, '', 'x', 'word', 'two words'),
  fc.constantFrom('0', '-0.0', '1', '1.0', '1e+22', '1180591620717411303424').map((text): ExactValue => ({ kind: 'number', text })),
  fc.constantFrom('NaN' as const, 'Infinity' as const).map((text): ExactValue => ({ kind: 'non-finite', text }))
)
const { value: anyValue } = fc.letrec<{ value: ExactValue; list: ExactValue; object: ExactValue }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 6 }),
  object: fc.array(fc.record({ key, value: tie('value') }), { maxLength: 5 }).map((members): ExactValue => ({ kind: 'object', members }))
}))

/** A value and an edited copy of it, so that most of it is alike as in real runs. */
const editedPair = fc.tuple(fc.array(anyValue, { maxLength: 12 }), fc.array(fc.tuple(fc.nat(11), fc.nat(11), anyValue, fc.nat(3)), { maxLength: 4 })).map(
  ([list, edits]): [ExactValue, ExactValue] => {
    const copy = [...list]
    for (const [from, to, value, how] of edits) {
      if (how === 0) copy.splice(from, 1)
      if (how === 1) copy.splice(from, 0, value)
      if (how === 2) copy.splice(to, 0, ...copy.splice(from, 1))
      if (how === 3 && from < copy.length) copy[from] = value
    }
    return [list, copy]
  }
)

describe('apply(a, diff(a, b)) = b', () => {
  it('holds for 10,000 random pairs', () => {
    let pairs = 0
    const holds = (a: ExactValue, b: ExactValue): void => {
      pairs++
      const found = diff(a, b)
      expect(applyDelta(a, found.delta)).toEqual(b)
      if (countChanges(found.delta) > 0) expect(b).not.toEqual(a)
    }
    fc.assert(fc.property(anyValue, anyValue, holds), { numRuns: 5000, seed: 20_261_122 })
    fc.assert(fc.property(editedPair, ([a, b]) => holds(a, b)), { numRuns: 5000, seed: 20_261_123 })
    expect(pairs).toBe(10_000)
  })

  it('holds when nothing may be compared', () => {
    fc.assert(
      fc.property(editedPair, fc.nat(6), ([a, b], values) => {
        expect(applyDelta(a, diff(a, b, { values, cells: 2 }).delta)).toEqual(b)
      }),
      { numRuns: 2000, seed: 7 }
    )
  })
})

describe('what a diff says', () => {
  it('shows a value that became null, a removed key and an emptied object', () => {
    expect(between('{"a":1,"b":{"c":2},"d":3}', '{"a":null,"b":{}}')).toEqual({
      kind: 'object',
      members: [
        { op: 'kept', key: 'a', delta: { kind: 'set', from: { kind: 'number', text: '1' }, to: null } },
        { op: 'kept', key: 'b', delta: { kind: 'object', members: [{ op: 'removed', key: 'c', value: { kind: 'number', text: '2' } }] } },
        { op: 'removed', key: 'd', value: { kind: 'number', text: '3' } }
      ]
    })
  })

  it('tells integers beyond 2^53 apart, and 1 from 1.0', () => {
    expect(countChanges(between('[9007199254740993]', '[9007199254740992]'))).toBe(1)
    expect(countChanges(between('{"x":1}', '{"x":1.0}'))).toBe(1)
  })

  it('counts another order of members as no change', () => {
    expect(countChanges(between('{"a":1,"b":[1]}', '{"b":[1],"a":1}'))).toBe(0)
  })

  it('sees one message put in front of a list as one addition', () => {
    const delta = between('[{"t":"a"},{"t":"b"}]', '[{"t":"new"},{"t":"a"},{"t":"b"}]')
    expect(countChanges(delta)).toBe(1)
    expect(delta.kind === 'list' && delta.items.map((item) => item.op)).toEqual(['added', 'kept', 'kept'])
  })

  it('follows items by id through a move with a change inside', () => {
    const delta = between('[{"id":1,"v":1},{"id":2,"v":2},{"id":3,"v":3}]', '[{"id":3,"v":9},{"id":1,"v":1},{"id":2,"v":2}]')
    expect(delta.kind === 'list' && delta.items.filter((item) => item.op === 'moved')).toMatchObject([{ from: 2, to: 0 }])
    expect(countChanges(delta)).toBe(2)
  })

  it('sees a moved plain item as moved', () => {
    const delta = between('[1,2,3,4]', '[4,1,2,3]')
    expect(delta.kind === 'list' && delta.items.map((item) => item.op)).toEqual(['moved', 'kept', 'kept', 'kept'])
  })

  it('changes one item in place', () => {
    const delta = between('["a","b","c"]', '["a","x","c"]')
    expect(delta.kind === 'list' && delta.items[1]).toMatchObject({ op: 'kept', from: 1, to: 1, delta: { kind: 'set', to: 'x' } })
  })
})

describe('cost', () => {
  it('stays bounded on huge lists and says what it left out', () => {
    const a = Array.from({ length: 60_000 }, (_, i): ExactValue => ({ kind: 'number', text: String(i % 7) }))
    const b = Array.from({ length: 60_000 }, (_, i): ExactValue => ({ kind: 'number', text: String((i * 3) % 11) }))
    const start = performance.now()
    const found = diff(a, b)
    expect(performance.now() - start).toBeLessThan(3000)
    expect(found.isPartial).toBe(true)
    expect(applyDelta(a, found.delta)).toEqual(b)
  })
})

describe('textDiff', () => {
  it('marks the words that changed', () => {
    expect(textDiff('the quick brown fox', 'the slow brown fox').parts).toEqual([
      { op: 'same', text: 'the ' },
      { op: 'removed', text: 'quick' },
      { op: 'added', text: 'slow' },
      { op: 'same', text: ' brown fox' }
    ])
  })

  it('gives both texts back from its pieces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        const { parts } = textDiff(a, b)
        expect(parts.filter((part) => part.op !== 'added').map((part) => part.text).join('')).toBe(a)
        expect(parts.filter((part) => part.op !== 'removed').map((part) => part.text).join('')).toBe(b)
      }),
      { numRuns: 1000, seed: 3 }
    )
  })

  it('compares megabytes by line within a second', () => {
    const lines = Array.from({ length: 40_000 }, (_, i) => `line ${i} with some text in it`)
    const start = performance.now()
    const found = textDiff(lines.join('\n'), [...lines.slice(0, 20_000), 'new', ...lines.slice(20_001)].join('\n'))
    expect(performance.now() - start).toBeLessThan(1000)
    expect(found.unit).toBe('line')
    expect(found.parts.map((part) => part.op)).toEqual(['same', 'removed', 'added', 'same'])
  })
})
