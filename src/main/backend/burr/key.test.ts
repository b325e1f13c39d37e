import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareKeys, parseKey, renderKey, settleRest } from './key'

const uuid = 'bd580f6c-7cbf-46e7-8779-3ca385da9714'
const log = `${uuid}__log.jsonl`
const when = '2026/11/22/17/58:15.278236'
const us = Date.UTC(2026, 10, 22, 17, 58, 15) * 1000 + 278_236

describe('parseKey', () => {
  it('takes a key apart', () => {
    expect(parseKey(`data/support-bot/${when}/user_42/chat-7f3a/graph.json`)).toEqual({
      kind: 'graph',
      project: 'support-bot',
      hourPrefix: 'data/support-bot/2026/11/22/17/',
      timeUs: us,
      rest: 'user_42/chat-7f3a',
      file: 'graph.json',
      partitionKey: 'user_42',
      appId: 'chat-7f3a',
      isAmbiguous: false
    })
  })

  it.each([
    [`data/p/${when}/__none__/a/metadata.json`, { kind: 'metadata', partitionKey: null, appId: 'a' }],
    [`data/p/${when}/__none__/a/${log}`, { kind: 'log', timeUs: us }],
    [`data/p/2026/11/22/17/58:15/k/a/${log}`, { timeUs: us - 278_236 }],
    [`data/team/bot/${when}/k/a/graph.json`, { project: 'team/bot', hourPrefix: 'data/team/bot/2026/11/22/17/' }],
    [`data/p/${when}/pk/with slash/a/graph.json`, { isAmbiguous: true, partitionKey: null, appId: 'pk/with slash/a', rest: 'pk/with slash/a' }],
    [`data/p/${when}/__none__/a/b/graph.json`, { isAmbiguous: true, appId: '__none__/a/b' }],
    [`data/p/${when}/k//graph.json/graph.json`, { isAmbiguous: true }],
    [`data/__proto__/${when}/constructor/../graph.json`, { project: '__proto__', partitionKey: 'constructor', appId: '..' }],
    [`data/ü %2F#?&/${when}/org ü/a😀\uFFFE/graph.json`, { project: 'ü %2F#?&', partitionKey: 'org ü', appId: 'a😀\uFFFE' }],
    [`data/p/${when}/k/a\n\u0000b/graph.json`, { appId: 'a\n\u0000b' }],
    [`data/p/2024/02/29/00/00:00.000001/k/a/graph.json`, { timeUs: Date.UTC(2024, 1, 29) * 1000 + 1 }],
    [`data/p/2099/12/31/23/59:59.999999/k/a/graph.json`, { timeUs: Date.UTC(2099, 11, 31, 23, 59, 59) * 1000 + 999_999 }],
    [`data/p/1970/01/01/00/00:00/k/a/graph.json`, { timeUs: 0 }]
  ])('reads %j', (key, parts) => {
    expect(parseKey(key)).toMatchObject(parts)
  })

  it.each([
    ['', 'outside-data'],
    ['snapshots/2499598227-x/y/snapshot.db', 'outside-data'],
    ['data', 'outside-data'],
    ['data/', 'directory-marker'],
    ['data/p/', 'directory-marker'],
    ['data/p/file.txt', 'no-time-segments'],
    [`data//${when}/k/a/graph.json`, 'no-time-segments'],
    [`data/p/2026/11/22/17/58:15.27/k/a/graph.json`, 'no-time-segments'],
    [`data/p/2026/13/22/17/58:15/k/a/graph.json`, 'impossible-time'],
    [`data/p/2026/00/22/17/58:15/k/a/graph.json`, 'impossible-time'],
    [`data/p/2026/02/29/17/58:15/k/a/graph.json`, 'impossible-time'],
    [`data/p/2026/11/31/17/58:15/k/a/graph.json`, 'impossible-time'],
    [`data/p/2026/11/22/24/58:15/k/a/graph.json`, 'impossible-time'],
    [`data/p/2026/11/22/17/60:15/k/a/graph.json`, 'impossible-time'],
    [`data/p/2026/11/22/17/58:60/k/a/graph.json`, 'impossible-time'],
    [`data/p/0001/11/22/17/58:15/k/a/graph.json`, 'impossible-time'],
    [`data/p/${when}/k/a/`, 'directory-marker'],
    [`data/p/${when}/k/a/application.json`, 'unknown-file'],
    [`data/p/${when}/k/a/_metadata.json`, 'unknown-file'],
    [`data/p/${when}/k/a/${uuid.toUpperCase()}__log.jsonl`, 'unknown-file'],
    [`data/p/${when}/graph.json`, 'no-app-id'],
    [`data/p/${when}/a/graph.json`, 'no-app-id'],
    [`data/p/${when}/k//graph.json`, 'no-app-id'],
    [`data/p/${when}//a/graph.json`, 'no-app-id']
  ])('sets %j aside: %s', (key, reason) => {
    expect(parseKey(key)).toEqual({ kind: 'stray', reason })
  })

  it('F-S3-06 answers any text (100,000 mutated keys)', () => {
    const base = `data/support-bot/${when}/user_42/chat-7f3a/${log}`
    const edit = fc.tuple(fc.nat(base.length), fc.nat(3), fc.string({ unit: 'binary', maxLength: 3 }))
    let [parsed, answered] = [0, 0]
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 2 }), (edits) => {
        answered++
        const key = edits.reduce((text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut), base)
        const parts = parseKey(key)
        if (parts.kind === 'stray') return
        parsed++
        expect(Number.isSafeInteger(parts.timeUs)).toBe(true)
        expect(renderKey(parts).length).toBeGreaterThan(0)
      }),
      { numRuns: 100_000, seed: 3 }
    )
    console.log(`F-S3-06 ${answered} keys, ${parsed} of them taken`)
    expect(answered).toBe(100_000)
    expect(parsed).toBeGreaterThan(20_000)
  }, 60_000)

  it('gives back what renderKey was given', () => {
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((text) => !text.includes('/'))
    const instant = fc.integer({ min: 0, max: Date.UTC(2250, 0, 1) }).chain((ms) => fc.nat(999).map((rest) => ms * 1000 + rest))
    fc.assert(
      fc.property(name, name, name, fc.oneof(instant, instant.map((at) => at - (at % 1_000_000))), (project, partition, appId, timeUs) => {
        const parts = { project, timeUs, rest: `${partition}/${appId}`, file: log }
        const key = renderKey(parts)
        expect(parseKey(key)).toMatchObject({ ...parts, appId, partitionKey: partition === '__none__' ? null : partition })
      }),
      { numRuns: 5000, seed: 5 }
    )
  })
})

describe('settleRest', () => {
  it.each([
    ['pk/with slash/a', 'pk/with slash', { partitionKey: 'pk/with slash', appId: 'a' }],
    ['pk/a/b', 'pk', { partitionKey: 'pk', appId: 'a/b' }],
    ['__none__/a/b', null, { partitionKey: null, appId: 'a/b' }],
    ['__none__/a/b', '', { partitionKey: null, appId: 'a/b' }],
    ['__none__/a/b', '__none__', { partitionKey: null, appId: 'a/b' }],
    ['pk/a', 'other', null],
    ['pk/', 'pk', null],
    ['pka/b', 'pk', null]
  ])('splits %j with %j', (rest, partition, expected) => {
    expect(settleRest(rest, partition)).toEqual(expected)
  })
})

describe('compareKeys', () => {
  it('orders by UTF-8 bytes', () => {
    const unit = fc.constantFrom('a', 'b', '/', '-', 'ü', '\uD7FF', '\uE000', '\uFFFD', '😀', '\u{10FFFF}', '𐀀')
    const key = fc.array(unit, { maxLength: 5 }).map((units) => units.join(''))
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))))
      }),
      { numRuns: 20_000, seed: 9 }
    )
  })

  it('lists a second without fraction behind its fractions, and bot-2 before bot', () => {
    expect(compareKeys('58:15/', '58:15.999999/')).toBeGreaterThan(0)
    expect(compareKeys('data/bot-2/', 'data/bot/')).toBeLessThan(0)
  })
})
