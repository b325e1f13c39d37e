import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogEntry } from './logEntry'
import { maxLineBytes, readLogFile } from './readLogFile'

const encoder = new TextEncoder()

function read(text: string): ReturnType<typeof readLogFile> {
  return readLogFile(encoder.encode(text))
}

function only(text: string): LogEntry {
  const { entries, badLines } = read(text)
  const [entry] = entries
  if (entry === undefined || entries.length > 1) throw new Error(badLines[0]?.reason ?? 'entries')
  return entry
}

const begin = '{"type":"begin_entry","start_time":"2026-11-22T12:58:15.290239","action":"ask","inputs":{"q":"ü"},"sequence_id":0}'
const end = '{"type":"end_entry","end_time":"2026-11-22T12:58:15","action":"ask","result":null,"exception":null,"state":{"n":1.0},"sequence_id":0}'

describe('readLogFile', () => {
  it('reads each kind of entry', () => {
    expect(only(begin)).toMatchObject({ kind: 'begin-step', sequenceId: 0, action: 'ask', inputs: '{"q":"ü"}', time: { isUtc: false } })
    expect(only(end)).toMatchObject({ kind: 'end-step', result: null, exception: null, state: '{"n":1.0}' })
    expect(only('{"type":"begin_span","start_time":"2026-11-22T12:58:15","action_sequence_id":1,"span_id":"1:0.0","span_name":"fetch","parent_span_id":"1:0","span_dependencies":["a"]}')).toMatchObject({ kind: 'begin-span', sequenceId: 1, spanId: '1:0.0', name: 'fetch', parentSpanId: '1:0', dependencies: ['a'] })
    expect(only('{"type":"end_span","end_time":"2026-11-22T12:58:15","action_sequence_id":1,"span_id":"1:0"}')).toMatchObject({ kind: 'end-span' })
    expect(only('{"type":"attribute","key":"k","action_sequence_id":1,"span_id":null,"value":1180591620717411303424,"tags":{},"time_logged":"2026-11-22T17:58:15Z"}')).toMatchObject({ kind: 'attribute', spanId: null, value: '1180591620717411303424', time: { isUtc: true } })
    expect(only('{"type":"attribute","key":"k","action_sequence_id":1,"value":null}')).toMatchObject({ kind: 'attribute', spanId: null, value: 'null', time: null })
    expect(only('{"type":"begin_stream","action_sequence_id":2,"span_id":null,"stream_init_time":"2026-11-22T17:58:15Z"}')).toMatchObject({ kind: 'begin-stream' })
    expect(only('{"type":"first_item_stream","action_sequence_id":2,"span_id":null,"first_item_time":"2026-11-22T17:58:15Z"}')).toMatchObject({ kind: 'first-item' })
    expect(only('{"type":"end_stream","action_sequence_id":2,"span_id":null,"end_time":"2026-11-22T17:58:15Z","items_streamed":2}')).toMatchObject({ kind: 'end-stream', items: 2 })
  })

  it('keeps types it does not know', () => {
    const suspend = '{"type":"suspend_entry","suspend_time":"2026-11-22T12:58:15","action":"ask","sequence_id":3,"channel":"mail","metadata":{},"suspension_id":"s"}'
    expect(only(suspend)).toMatchObject({ kind: 'unknown', type: 'suspend_entry', sequenceId: 3, time: { isUtc: false } })
    expect(only('{"type":"later","x":1}')).toMatchObject({ kind: 'unknown', type: 'later', sequenceId: null, time: null })
  })

  it('takes what Burr takes: members in any order, more of them, ids as text', () => {
    expect(only('{"extra":[1],"sequence_id":"7","inputs":{},"action":"a","start_time":"2026-11-22T12:58:15","type":"begin_entry"}')).toMatchObject({ sequenceId: 7 })
    expect(only(begin.replace('"sequence_id":0', '"sequence_id":2.0'))).toMatchObject({ sequenceId: 2 })
    expect(only(begin.replace('"sequence_id":0', '"sequence_id":1,"sequence_id":4'))).toMatchObject({ sequenceId: 4 })
  })

  it.each([
    ['{"action":"a"}', 'type is missing'],
    ['{"type":7}', 'type is not a string'],
    [begin.replace('"ask"', 'null'), 'action is missing'],
    [begin.replace('{"q":"ü"}', '[]'), 'inputs is not an object'],
    [begin.replace('"sequence_id":0', '"sequence_id":true'), 'sequence_id is not a whole number'],
    [begin.replace('"sequence_id":0', '"sequence_id":-1'), 'sequence_id is not a whole number'],
    [begin.replace('"sequence_id":0', '"sequence_id":1.5'), 'sequence_id is not a whole number'],
    [begin.replace('"sequence_id":0', '"sequence_id":99999999999999999999'), 'sequence_id is not a whole number'],
    [begin.replace('2026-11', '2026-13'), 'start_time is not a time'],
    [end.replace('{"n":1.0}', 'null'), 'state is missing'],
    [end.replace('"exception":null', '"exception":{}'), 'exception is not a string']
  ])('sets %s aside: %s', (line, reason) => {
    expect(read(line).badLines).toEqual([{ line: 0, offset: 0, length: encoder.encode(line).length, reason }])
  })

  it('splits at line feeds only, and knows where each line stands in the bytes', () => {
    const odd = begin.replace('ask', 'a\u2028b\u2029c\u0085d\u007f😀')
    const bytes = encoder.encode(`${odd}\n${end}`)
    const { entries } = readLogFile(bytes)
    expect(entries).toHaveLength(2)
    for (const { place } of entries) {
      expect(new TextDecoder().decode(bytes.subarray(place.offset, place.offset + place.length))).toBe(place.text)
    }
    expect(entries.map(({ place }) => place.line)).toEqual([0, 1])
  })

  it('bears a byte order mark, CRLF, zeros and blank lines', () => {
    const bytes = encoder.encode(`\ufeff${begin}\r\n\r\n\u0000\u0000${end}\u0000\n\n  \nnot json\r\n`)
    const { entries, badLines, blankLineCount, flags } = readLogFile(bytes)
    expect(entries.map(({ kind, place }) => [kind, place.line, place.text])).toEqual([['begin-step', 0, begin], ['end-step', 2, end]])
    expect(badLines).toMatchObject([{ line: 5, length: 8 }])
    expect(blankLineCount).toBe(3)
    expect(flags).toMatchObject({ hasBom: true, hasCrlf: true, hasNul: true, hasInvalidUtf8: false })
    expect(readLogFile(new Uint8Array()).entries).toEqual([])
  })

  it('replaces bytes that are not UTF-8 and says so, but not for a true U+FFFD', () => {
    const bytes = encoder.encode(`${begin.replace('ask', 'a~b')}\n${begin.replace('ask', 'a\ufffdb')}`)
    bytes[bytes.indexOf(0x7e)] = 0xff
    const { entries, flags } = readLogFile(bytes)
    expect(entries.map((entry) => entry.kind === 'begin-step' && entry.action)).toEqual(['a\ufffdb', 'a\ufffdb'])
    expect(entries.map(({ place }) => place.flags)).toEqual([['invalid-utf8'], []])
    expect(flags.hasInvalidUtf8).toBe(true)
  })

  it('flags Python tokens and deep nesting, and keeps the entry', () => {
    const nan = end.replace('1.0', 'NaN')
    expect(only(nan)).toMatchObject({ state: '{"n":NaN}', place: { text: nan, flags: ['non-finite'] } })
    for (const depth of [499, 3300, 1_000_000]) {
      const deep = '['.repeat(depth) + ']'.repeat(depth)
      expect(only(end.replace('1.0', deep))).toMatchObject({ kind: 'end-step', place: { flags: ['too-deep'] } })
    }
    expect(only(end.replace('1.0', '['.repeat(198) + ']'.repeat(198))).place.flags).toEqual([])
  })

  it('passes over a line that is too long and no object, and reads the next', () => {
    const bytes = new Uint8Array(maxLineBytes + 1 + 1 + begin.length + 1).fill(0x61)
    bytes[maxLineBytes + 1] = 0x0a
    bytes.set(encoder.encode(begin), maxLineBytes + 2)
    const { entries, badLines } = readLogFile(bytes)
    expect(badLines).toEqual([{ line: 0, offset: 0, length: maxLineBytes + 1, reason: 'oversize' }])
    expect(entries).toMatchObject([{ kind: 'begin-step', place: { line: 1, offset: maxLineBytes + 2 } }])
  })

  it('counts more bad lines than it keeps', () => {
    const { badLines, badLineCount } = read('x\n'.repeat(5000))
    expect([badLines.length, badLineCount]).toEqual([1000, 5000])
  })

  const mutations = process.env['BURR_LONG'] === '1' ? 1_000_000 : 10_000
  it(`F-LD-01 answers ${mutations} mutated lines: each is an entry, bad or blank`, () => {
    const seed = 20_261_122
    let answered = 0
    const lines = [begin, end, end.replace('1.0', 'NaN')].map((line) => encoder.encode(line))
    const edit = fc.record({ kind: fc.constantFrom('flip', 'cut', 'put', 'double'), at: fc.nat(400), byte: fc.nat(255) })
    let good = 0
    fc.assert(
      fc.property(fc.constantFrom(...lines), fc.array(edit, { maxLength: 3 }), fc.constantFrom('', '\r', '\ufeff', '\u0000'), (line, edits, tail) => {
        let bytes = [...line]
        for (const { kind, at, byte } of edits) {
          const place = at % Math.max(bytes.length, 1)
          if (kind === 'flip') bytes[place] = (bytes[place] ?? 0) ^ (1 << byte % 8)
          else if (kind === 'cut') bytes = bytes.slice(0, place)
          else if (kind === 'put') bytes.splice(place, 0, byte)
          else bytes.push(...bytes.slice(place))
        }
        const all = new Uint8Array([...bytes, ...encoder.encode(tail)])
        const content = readLogFile(all)
        const count = all.length === 0 ? 0 : new TextDecoder().decode(all).split('\n').length - (all.at(-1) === 0x0a ? 1 : 0)
        expect(content.entries.length + content.badLineCount + content.blankLineCount).toBe(count)
        good += content.entries.length
        answered++
      }),
      { numRuns: mutations, seed }
    )
    console.log(`F-LD-01 ${answered} lines, seed ${seed}, ${good} entries`)
    expect(answered).toBe(mutations)
    expect(good).toBeGreaterThan(mutations / 10)
    expect(good).toBeLessThan(mutations * 0.9)
  }, 60_000 + mutations)
})
