import { describe, expect, it } from 'vitest'
import { parseExact, type ExactValue } from '@shared/exactJson/tree'
import { isObject } from '../diff/delta'
import { pathText, preview, sizeWords } from './preview'
import { chatMessages, classBadge, hiddenCount, inlineImage, shownMembers, summariseNumbers } from './shape'
import { oneLine, visiblePieces } from './visibleText'

const exact = (text: string): ExactValue => {
  const document = parseExact(text)
  if (!document.ok) throw new Error('test text is not JSON')
  return document.value
}

describe('preview', () => {
  it('keeps every digit, and NaN', () => {
    expect(preview(exact('{"big":1180591620717411303424,"one":1.0,"no":NaN}'), 'rendered')).toBe('{big: 1180591620717411303424, one: 1.0, no: NaN}')
  })

  it('hides what Burr adds, in rendered mode only', () => {
    const value = exact('{"__SEQUENCE_ID":3,"q":"hi"}')
    expect(preview(value, 'rendered')).toBe('{q: "hi"}')
    expect(preview(value, 'raw')).toBe('{__SEQUENCE_ID: 3, q: "hi"}')
  })

  it('stays short whatever the value', () => {
    const huge = exact(`{"a":${JSON.stringify('x'.repeat(100_000))},"b":[${Array(5000).fill('{"c":"d"}').join(',')}]}`)
    expect(preview(huge, 'rendered', 80).length).toBeLessThan(120)
  })

  it('tells sizes in words', () => {
    expect(['"abc"', '[1,2]', '{"a":1}', '5', '[]'].map((text) => sizeWords(exact(text), 'rendered'))).toEqual(['3 characters', '2 items', '1 field', '', '0 items'])
  })

  it('writes paths as Python does', () => {
    expect(pathText('state', ['chat', 0, 'it"s'])).toBe('state["chat"][0]["it\\"s"]')
  })
})

describe('invisible characters', () => {
  it('become visible: bidi override, NUL, zero width space, line separator, lone surrogate', () => {
    const text = 'a\u202Eb\u0000c\u200Bd\u2028e\uD800'
    expect(visiblePieces(text).flatMap((piece) => piece.code ?? [])).toEqual(['U+202E', 'U+0000', 'U+200B', 'U+2028', 'U+D800'])
    expect(oneLine(text, 50)).toBe('a⟨U+202E⟩b⟨U+0000⟩c⟨U+200B⟩d⟨U+2028⟩e⟨U+D800⟩')
  })

  it('leave line feeds, emoji families and other scripts whole', () => {
    expect(visiblePieces('a\nb 👩‍👩‍👧 ü שלום')).toEqual([{ text: 'a\nb 👩‍👩‍👧 ü שלום', code: null }])
  })
})

describe('shape', () => {
  it('summarises embeddings and matrices, as written', () => {
    const row = Array.from({ length: 1536 }, (_, i) => (i === 7 ? '-0.250' : '0.5')).join(',')
    expect(summariseNumbers(exact(`[${row}]`))).toMatchObject({ shape: '1536', least: '-0.250', most: '0.5' })
    expect(summariseNumbers(exact(`[[${row}],[${row}]]`))).toMatchObject({ shape: '2 × 1536', count: 3072 })
    expect(summariseNumbers(exact('[1,2,3]'))).toBeNull()
    expect(summariseNumbers(exact(`[${row},null]`))).toBeNull()
  })

  it('names classes and hides their markers', () => {
    const value = exact('{"__burr_serde__":"pydantic","__pydantic_class":"app.Order","id":9,"__x":1}')
    expect(classBadge(value)).toBe('app.Order')
    expect(classBadge(exact('{"__burr_serde__":"pandas.DataFrame","path":"df.parquet"}'))).toBe('pandas.DataFrame')
    if (!isObject(value)) throw new Error('not an object')
    expect(shownMembers(value, 'rendered').map(({ key }) => key)).toEqual(['id'])
    expect([hiddenCount(value, 'rendered'), hiddenCount(value, 'raw')]).toEqual([1, 0])
  })

  it('knows a chat, and only a chat', () => {
    expect(chatMessages(exact('[{"role":"user","content":"hi","type":"text"}]'))?.[0]).toMatchObject({ role: 'user', content: 'hi' })
    expect(chatMessages(exact('[{"role":"user","content":"hi"},{"content":"x"}]'))).toBeNull()
    expect(chatMessages(exact('[]'))).toBeNull()
  })

  it('knows pictures by their bytes, never drawings with scripts', () => {
    const png = `iVBORw0KGgo${'A'.repeat(60)}`
    expect(inlineImage(png)?.type).toBe('image/png')
    expect(inlineImage(`data:image/png;base64,${png}`)).toMatchObject({ type: 'image/png', base64: png })
    expect(inlineImage(`data:image/svg+xml;base64,${btoa('<svg onload=alert(1)>'.repeat(9))}`)).toBeNull()
    expect(inlineImage('a plain long sentence that is more than sixty-four characters long, no picture')).toBeNull()
  })
})
