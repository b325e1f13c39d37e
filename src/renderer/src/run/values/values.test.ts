import { describe, expect, it } from 'vitest'
import { parseExact, type ExactValue } from '@shared/exactJson/tree'
import { isObject } from '../diff/delta'
import { pathText, preview, sizeWords } from './preview'
import { chatMessages, openAiJson } from './chatShape'
import { parseMarkdown, looksLikeMarkdown } from './markdown'
import { classBadge, hiddenCount, inlineImage, shownMembers, summariseNumbers } from './shape'
import { tableOf } from './table'
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

describe('chats of other libraries', () => {
  const read = (text: string) => chatMessages(exact(text))?.map(({ role, content, toolCalls, others }) => [role, content, ...toolCalls.map((call) => `${call.name}(${call.argumentsText})`), ...others].join('|'))

  it('reads OpenAI with parts, pictures and tool calls', () => {
    expect(read('[{"role":"user","content":[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"x"}}]},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"look","arguments":"{\\"at\\":1}"}}]},{"role":"tool","tool_call_id":"c1","content":"a cat"}]')).toEqual([
      'user|What is this?|image_url', 'assistant||look({"at":1})', 'tool|a cat'
    ])
  })

  it('reads Anthropic, Gemini and LangChain', () => {
    expect(read('[{"role":"assistant","content":[{"type":"text","text":"Let me see."},{"type":"tool_use","id":"t","name":"find","input":{"q":1.50}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"none"}]}]')).toEqual(['assistant|Let me see.|find({"q":1.50})', 'user|none'])
    expect(read('[{"role":"user","parts":[{"text":"hi"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]}]')).toEqual(['user|hi', 'model||f({})'])
    expect(read('[{"type":"human","content":"hi"},{"type":"ai","content":"","tool_calls":[{"name":"f","args":{"a":1},"id":"x"}]}]')).toEqual(['human|hi', 'ai||f({"a":1})'])
    expect(read('[{"lc":1,"type":"constructor","id":["langchain","schema","messages","HumanMessage"],"kwargs":{"content":"hi"}}]')).toEqual(['human|hi'])
    expect(read('[{"type":"text","content":"no chat"}]')).toBeUndefined()
  })

  it('writes them as OpenAI messages', () => {
    const messages = chatMessages(exact('[{"type":"human","content":"hi"},{"role":"model","parts":[{"functionCall":{"name":"f","args":{"n":1}}}]}]')) ?? []
    expect(JSON.parse(openAiJson(messages))).toEqual([{ role: 'user', content: 'hi' }, { role: 'assistant', content: '', tool_calls: [{ id: 'call_0', type: 'function', function: { name: 'f', arguments: '{"n":1}' } }] }])
  })
})

describe('tables', () => {
  it('are lists of alike records, and frames', () => {
    expect(tableOf(exact('[{"a":1,"b":"x"},{"b":"y","a":2.0,"c":null}]'))).toMatchObject({ columns: ['a', 'b', 'c'], rows: [[{ text: '1' }, 'x', undefined], [{ text: '2.0' }, 'y', null]] })
    expect(tableOf(exact('{"index":[0],"columns":["a","b"],"data":[[1,2]]}'))?.columns).toEqual(['a', 'b'])
    for (const other of ['[{"a":1,"b":{}},{"a":1,"b":2}]', '[{"a":1},{"a":2}]', '[{"a":1,"b":2}]', '[{"a":1,"b":2},{"c":1,"d":2},{"e":1,"f":2}]', '[1,2]', '{"columns":["a","b"],"data":[[1]]}']) expect(tableOf(exact(other))).toBeNull()
  })
})

describe('markdown', () => {
  it('is taken apart into blocks and runs', () => {
    expect(parseMarkdown('# Title\n\nSome **bold _both_** and `a*b`.\n- one\n  2. two\n> said\n---\n```py\nx = "**"\n```')).toEqual([
      { kind: 'heading', level: 1, children: [{ kind: 'text', text: 'Title' }] },
      { kind: 'paragraph', children: [{ kind: 'text', text: 'Some ' }, { kind: 'strong', children: [{ kind: 'text', text: 'bold ' }, { kind: 'emphasis', children: [{ kind: 'text', text: 'both' }] }] }, { kind: 'text', text: ' and ' }, { kind: 'code', text: 'a*b' }, { kind: 'text', text: '.' }] },
      { kind: 'item', depth: 0, mark: '•', children: [{ kind: 'text', text: 'one' }] },
      { kind: 'item', depth: 1, mark: '2.', children: [{ kind: 'text', text: 'two' }] },
      { kind: 'quote', children: [{ kind: 'text', text: 'said' }] },
      { kind: 'rule' },
      { kind: 'code', language: 'py', text: 'x = "**"' }
    ])
  })

  it('keeps HTML, pictures and addresses as text, and links as words that lead nowhere', () => {
    const text = '<img src=x onerror=alert(1)> ![a](http://x/y.png) http://x.example [go](javascript:alert(1)) [ok](http://x) a_b_c 2*3*4 = 24 ** x'
    const flat = JSON.stringify(parseMarkdown(text))
    expect(flat).toContain('<img src=x onerror=alert(1)>')
    expect(flat).toContain('![a](http://x/y.png) http://x.example')
    expect(flat).toContain('a_b_c')
    expect(parseMarkdown('[ok](http://x)')).toEqual([{ kind: 'paragraph', children: [{ kind: 'link', address: 'http://x', children: [{ kind: 'text', text: 'ok' }] }] }])
  })

  it('is known by its marks, and costs little whatever the text', () => {
    expect(['**a**', '# x', '- x', 'use `ls`'].every(looksLikeMarkdown)).toBe(true)
    expect(['plain', '5 * 3 * 2', 'a - b'].some(looksLikeMarkdown)).toBe(false)
    const start = performance.now()
    for (const piece of ['*', '**a', '`', '[', '[a](', '_', '~~x', '> ', '- ', '```\n', '``` `']) parseMarkdown(piece.repeat(12_000 / piece.length))
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})
