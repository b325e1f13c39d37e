import { describe, expect, it } from 'vitest'
import { readEntry } from './readEntry'
import { readLogFile } from './readLogFile'
import { outlineOf } from './wideLine'

const long = 'x'.repeat(100_000)
const outline = (text: string): unknown => {
  const found = outlineOf(Buffer.from(text))
  return found === null ? null : JSON.parse(found)
}

describe('the outline of a long line', () => {
  it('is the line itself when nothing in it is long', () => {
    for (const value of [{ a: [1, { b: '"}]\\' }], 'ü\n😀': null, __proto__x: -1.5e9 }, {}]) expect(outline(JSON.stringify(value, null, 1))).toEqual(value)
  })

  it('keeps the short members of an object, an empty list and the end of a text', () => {
    const value = { type: 'end_entry', state: { a: 1, blob: long, deep: { of: { it: long }, n: 1 }, list: [long] }, exception: `${long}\\\n"ValueError": é`, sequence_id: 7 }
    const found = outline(JSON.stringify(value)) as Record<string, unknown>
    expect(found).toMatchObject({ type: 'end_entry', sequence_id: 7 })
    expect(Object.keys(found['state'] as object)).toEqual(['a', 'blob', 'deep', 'list'])
    expect(found['state']).toMatchObject({ a: 1, deep: {}, list: [] })
    expect(found['exception']).toMatch(/x\\\n"ValueError": é$/)
  })

  it('cuts a text anywhere without breaking a character or an escape', () => {
    for (const unit of ['\\', '"', 'é', '😀', '\n', '\u0001', 'a\\b', ' \\"']) {
      for (let shift = 0; shift < 3; shift++) {
        const text = unit.repeat(70_000) + 'z'.repeat(shift)
        const kept = (outline(JSON.stringify({ text })) as { text: string }).text
        expect(text.endsWith(unit === '\u0001' ? kept.slice(4) : kept), JSON.stringify(unit)).toBe(true)
        expect(kept.length).toBeLessThanOrEqual(16 * 1024)
      }
    }
  })

  it('is none of what is no object, or of one that holds millions of names', () => {
    for (const text of ['', '[', '[1]', '{', '{"a"', '{"a":', '{"a":1', '{"a":1]', '{"a":1}x', '{"a":"', '{"a":{"b":1}', '{"a":[{]', 'null', '{a:1}', '{"a":}']) expect(outlineOf(Buffer.from(text)), text).toBeNull()
    const many = `{${Array.from({ length: 270_000 }, (_, n) => `"name ${n}":0`).join()}}`
    expect(outlineOf(Buffer.from(many))).toBeNull()
    const inState = outlineOf(Buffer.from(`{"type":"end_entry","state":${many},"sequence_id":1}`))
    expect(inState?.length).toBeLessThan(3_000_000)
    expect(JSON.parse(inState ?? '')).toMatchObject({ type: 'end_entry', sequence_id: 1 })
  })

  it('says of every line what the whole line says, but for its long values: 60 lines, whole and cut off', () => {
    let lines = 0
    for (let n = 0; n < 60; n++) {
      const parts = { type: n % 2 === 0 ? 'end_entry' : 'begin_entry', start_time: '2026-11-22T12:58:15', end_time: '2026-11-22T12:58:15', action: `a${n}`, result: n % 3 === 0 ? null : { r: long.slice(n) }, inputs: {}, exception: n % 5 === 0 ? `Traceback\n${long}\nKeyError: ${n}` : null, state: { n, text: long }, sequence_id: n }
      const line = JSON.stringify(Object.fromEntries(Object.entries(parts).toSorted(([a], [b]) => (a.charCodeAt(n % 3) || 0) - (b.charCodeAt(n % 3) || 0))))
      const at = { line: 0, offset: 0, length: line.length, isInvalidUtf8: false }
      const [whole, cut] = [readEntry(line, at), readEntry(outlineOf(Buffer.from(line)) ?? '', at)]
      if (typeof whole === 'string' || typeof cut === 'string') throw new Error('an entry')
      expect([cut.kind, cut.time]).toEqual([whole.kind, whole.time])
      if (whole.kind === 'end-step' && cut.kind === 'end-step') {
        expect([cut.sequenceId, cut.action, cut.result === null, cut.exception?.split('\n').at(-1)]).toEqual([whole.sequenceId, whole.action, whole.result === null, whole.exception?.split('\n').at(-1)])
      }
      expect(outlineOf(Buffer.from(line.slice(0, line.length - 1 - n)))).toBeNull()
      lines++
    }
    expect(lines).toBe(60)
  })
})

describe('a log file with a line of many megabytes', () => {
  const gigabyte = process.env['BURR_LONG'] === '1'
  const megabytes = gigabyte ? 1024 : 256
  it(`F-LD-02 is read to its end: a line of ${megabytes} MB, the one behind it, and little memory beside the bytes`, () => {
    const head = Buffer.from('{"type":"end_entry","end_time":"2026-11-22T12:58:15","action":"ask","result":null,"exception":null,"state":{"n":1,"blob":"')
    const tail = Buffer.from('"},"sequence_id":0}\n{"type":"begin_entry","start_time":"2026-11-22T12:58:16","action":"next","inputs":{},"sequence_id":1}\n')
    const bytes = Buffer.alloc(megabytes * 1024 * 1024, 'lorem ipsum dolor sit amet, consetetur \\" ')
    head.copy(bytes)
    tail.copy(bytes, bytes.length - tail.length)
    const before = process.memoryUsage().rss
    const startMs = performance.now()
    const { entries, badLines } = readLogFile(bytes)
    const tookMs = performance.now() - startMs
    const grown = Math.round((process.memoryUsage().rss - before) / 1024 / 1024)
    console.log(`F-LD-02 a line of ${megabytes} MB: ${tookMs.toFixed(0)} ms, ${grown} MB more`)
    expect(badLines).toEqual([])
    expect(entries.map(({ kind, place }) => [kind, place.line, place.flags])).toEqual([['end-step', 0, ['outlined']], ['begin-step', 1, []]])
    expect(grown).toBeLessThan(100)
    expect(tookMs).toBeLessThan(60_000)
  }, 120_000)
})
