import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memberText, scanItems, scanObject } from './members'
import { JsonScanner } from './scan'
import { maxDepth, parseExact, type ExactValue } from './tree'
import { prettyJson, printExact, RawJson, stringifyExact, validJson } from './write'

function members(text: string): readonly (readonly [string, string])[] {
  const scan = scanObject(text)
  if (!scan.ok) throw new Error(scan.reason)
  return scan.members.map(({ key, start, end }) => [key, text.slice(start, end)])
}

function valueOf(text: string): ExactValue {
  const document = parseExact(text)
  if (!document.ok) throw new Error(document.reason)
  return document.value
}

const bad = [
  '', ' ', '{', '}', '{"a"}', '{"a":}', '{"a":1,}', '{,}', '{"a":1 "b":2}', "{'a':1}", '{"a":01}', '{"a":+1}', '{"a":1.}', '{"a":.5}',
  '{"a":1e}', '{"a":-}', '{"a":tru}', '{"a":nul}', '{"a":[1,]}', '{"a":[1 2]}', '{"a":[1}', '{"a":"x}', '{"a":"\\x"}', '{"a":"\\u12g4"}',
  '{"a":"\n"}', '{"a":"\u0000"}', '{"a":1}x', '{"a":1}{}', '{"a":nan}', '{"a":--1}', '{"a":[}]}', '{"a":{]}', '{"a":undefined}', '[1]', '1', 'null'
]

describe('scanObject', () => {
  it('gives the members as the text they have', () => {
    expect(members(' {"a": 1.0 ,"b":{"c":[1,{"d":"}"}]}, "e\\"\\u0041":"x\\\\", "__proto__":-0.0,"a":2} ')).toEqual([
      ['a', '1.0'],
      ['b', '{"c":[1,{"d":"}"}]}'],
      ['e"A', '"x\\\\"'],
      ['__proto__', '-0.0'],
      ['a', '2']
    ])
    expect(members('{}')).toEqual([])
  })

  it('takes the last of two members of one name', () => {
    const text = '{"a":1,"b":2,"a":3}'
    const scan = scanObject(text)
    expect(scan.ok && memberText(text, scan, 'a')).toBe('3')
    expect(scan.ok && memberText(text, scan, 'toString')).toBeNull()
  })

  it.each(bad)('refuses %j', (text) => {
    expect(scanObject(text)).toMatchObject({ ok: false })
  })

  it('notes the tokens of Python, but not inside strings', () => {
    expect(scanObject('{"a":[NaN,-Infinity,Infinity]}')).toMatchObject({ ok: true, hasNonFinite: true })
    expect(scanObject('{"a":"NaN"}')).toMatchObject({ ok: true, hasNonFinite: false })
  })

  it('measures depth and survives a million brackets', () => {
    const nested = (depth: number): string => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
    for (const depth of [2, 200, 499, 500, 3300, 4200, 1_000_000]) {
      expect(scanObject(nested(depth))).toMatchObject({ ok: true, depth })
    }
    expect(scanObject('{"a":' + '['.repeat(1_000_000))).toMatchObject({ ok: false })
  })

  it('reads a million members and a hundred thousand of one name', () => {
    const wide = `{${Array.from({ length: 1_000_000 }, (_, i) => `"k${i}":${i}`).join(',')}}`
    expect(members(wide)).toHaveLength(1_000_000)
    expect(members(`{${Array.from({ length: 100_000 }, () => '"a":1').join(',')}}`)).toHaveLength(100_000)
  })

  it('agrees with JSON.parse on every text it is given', () => {
    const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', '-', '.5', 'e3', 'true', 'null', '"', '\\', 'u0041', ' ', '\n', '0')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = `{"k":${pieces.join('')}}`
        let isValid = true
        try {
          JSON.parse(text)
        } catch {
          isValid = false
        }
        expect(scanObject(text).ok).toBe(isValid)
        expect(parseExact(text).ok).toBe(isValid)
      }),
      { numRuns: 20_000, seed: 7 }
    )
  })
})

describe('scanItems', () => {
  it('cuts an array', () => {
    expect(scanItems(' [1.0, {"a":[2,3]} ,"]"] ')).toEqual(['1.0', '{"a":[2,3]}', '"]"'])
    expect(scanItems('[]')).toEqual([])
    expect(scanItems('{}')).toBeNull()
    expect(scanItems('[1')).toBeNull()
  })
})

describe('parseExact', () => {
  it('keeps numbers, order and duplicates', () => {
    const text = '{"b":1180591620717411303424,"a":1.0,"a":-0.0,"__proto__":{"x":1e+22},"10":null,"2":[true,false]}'
    expect(printExact(valueOf(text))).toBe(text)
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  })

  it('tells Python tokens apart and writes them as null', () => {
    const document = parseExact('[NaN,-Infinity]')
    expect(document).toMatchObject({ ok: true, hasNonFinite: true })
    expect(document.ok && printExact(document.value)).toBe('[null,null]')
  })

  it('leaves what is nested too deep as text', () => {
    const text = '['.repeat(1_000_000) + ']'.repeat(1_000_000)
    const document = parseExact(text)
    expect(document).toMatchObject({ ok: true, isTooDeep: true })
    expect(document.ok && printExact(document.value)).toBe(text)
    const fits = '['.repeat(maxDepth) + ']'.repeat(maxDepth)
    expect(parseExact(fits)).toMatchObject({ ok: true, isTooDeep: false })
  })

  it('gives back any JSON value as it was', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (json) => {
        const compact = JSON.stringify(JSON.parse(json))
        expect(printExact(valueOf(json)).replaceAll('-0,', '0,')).toBe(compact.replaceAll('-0,', '0,'))
      }),
      { numRuns: 2000, seed: 11 }
    )
  })
})

describe('writing', () => {
  it('embeds raw text verbatim', () => {
    const value = { big: new RawJson('1180591620717411303424'), list: [new RawJson('1.0'), 1, null, undefined], none: undefined, nan: Number.NaN }
    expect(stringifyExact(value)).toBe('{"big":1180591620717411303424,"list":[1.0,1,null,null],"nan":null}')
  })

  it('turns Python tokens to null outside strings only', () => {
    expect(validJson('{"NaN":"NaN \\" Infinity","a":NaN,"b":[-Infinity,Infinity]}')).toBe('{"NaN":"NaN \\" Infinity","a":null,"b":[null,null]}')
  })

  it('indents, and escapes all but ASCII when asked', () => {
    expect(prettyJson('{"a":[1.0,{}],"b":[]}')).toBe('{\n  "a": [\n    1.0,\n    {}\n  ],\n  "b": []\n}')
    expect(printExact(valueOf('{"grün":"😀"}'), { asciiOnly: true })).toBe('{"gr\\u00fcn":"\\ud83d\\ude00"}')
    expect(prettyJson('not json')).toBe('not json')
  })

  it('skips a long escaped string in linear time', () => {
    const text = JSON.stringify('\\"'.repeat(1_000_000))
    const started = performance.now()
    expect(new JsonScanner(text).skipValue(0)).toBe(text.length)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
