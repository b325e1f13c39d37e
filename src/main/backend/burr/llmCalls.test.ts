import { describe, expect, it } from 'vitest'
import { callsOf } from './llmCalls'
import type { AttributeBody, SpanBody } from './spans'

type Attributes = Readonly<Record<string, unknown>>

/** Spans by their attributes, each inside the one named; `null` = the step itself. */
function calls(...spans: readonly (readonly [parent: number | null, attributes: Attributes])[]) {
  const attributes = spans.flatMap(([, each], span) => logged(each, span))
  const tree = spans.map(([parent], at): SpanBody => ({ spanId: `0:${at}`, name: 'chat', parentSpanId: null, parent, depth: depth(at), begin: null, end: null }))
  return callsOf({ spans: tree, attributes })
  function depth(at: number): number {
    const parent = spans[at]?.[0] ?? null
    return parent === null ? 1 : depth(parent) + 1
  }
}

function logged(attributes: Attributes, span: number | null): AttributeBody[] {
  const place = { line: 0, offset: 0, length: 0, text: '', flags: [] }
  return Object.entries(attributes).map(([key, value]) => ({
    located: { objectKey: 'k', us: null, entry: { place, kind: 'attribute', sequenceId: 0, spanId: null, key, value: JSON.stringify(value), time: null } },
    span
  }))
}

const usage = (input: number, output: number, more: Attributes = {}) => ({ 'gen_ai.usage.input_tokens': input, 'gen_ai.usage.output_tokens': output, ...more })

describe('calls of language models', () => {
  it.each([
    ['OpenLLMetry, first names', { 'gen_ai.response.model': 'gpt-4o-2024-11-20', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.prompt_tokens': 400, 'gen_ai.usage.completion_tokens': 70, 'llm.usage.total_tokens': 470 }, [1, 'gpt-4o-2024-11-20', 400, 70, 0, 0, 0, 400, 70]],
    ['OpenLLMetry, Anthropic with a cache', { 'gen_ai.response.model': 'claude-sonnet-4-20250514', 'gen_ai.usage.prompt_tokens': 1000, 'gen_ai.usage.completion_tokens': 50, 'gen_ai.usage.cache_read_input_tokens': 700, 'gen_ai.usage.cache_creation_input_tokens': 200 }, [1, 'claude-sonnet-4-20250514', 1000, 50, 700, 200, 0, 100, 50]],
    ['OpenTelemetry, present names', { 'gen_ai.request.model': 'o4-mini', ...usage(90, 300), 'gen_ai.usage.cache_read.input_tokens': 64, 'gen_ai.usage.reasoning.output_tokens': 256 }, [1, 'o4-mini', 90, 300, 64, 0, 256, 26, 44]],
    ['Anthropic as it answers, the cache beside the input', { 'gen_ai.response.model': 'claude-3-5-haiku-20241022', ...usage(20, 5), 'gen_ai.usage.cache_read_input_tokens': 4000 }, [1, 'claude-3-5-haiku-20241022', 20, 5, 4000, 0, 0, 20, 5]],
    ['Pydantic AI', { 'gen_ai.response.model': 'gpt-5', ...usage(500, 120), 'gen_ai.usage.details.cached_tokens': 100, 'gen_ai.usage.details.reasoning_tokens': 90 }, [1, 'gpt-5', 500, 120, 100, 0, 90, 400, 30]],
    ['two instrumentations of one call', { 'gen_ai.response.model': 'm', 'gen_ai.usage.prompt_tokens': 400, 'gen_ai.usage.completion_tokens': 70, ...usage(400, 70) }, [1, 'm', 400, 70, 0, 0, 0, 400, 70]],
    ['embeddings', { 'gen_ai.request.model': 'text-embedding-3-small', 'gen_ai.usage.input_tokens': 33 }, [1, 'text-embedding-3-small', 33, 0, 0, 0, 0, 33, 0]]
  ] as const)('of %s', (_name, attributes, expected) => {
    const { calls: [one], repeats } = calls([null, attributes])
    expect([one?.calls, one?.model, one?.promptTokens, one?.completionTokens, one?.cacheReadTokens, one?.cacheWriteTokens, one?.reasoningTokens, one?.inputTokens, one?.outputTokens]).toEqual(expected)
    expect(repeats).toBe(0)
  })

  it('without tokens are calls all the same', () => {
    expect(calls([null, { 'gen_ai.request.model': 'm' }]).calls).toMatchObject([{ calls: 1, callsWithoutTokens: 1, model: 'm', promptTokens: 0 }])
    expect(calls([null, { 'gen_ai.request.model': 'm', 'gen_ai.usage.input_tokens': 'many' }]).calls).toMatchObject([{ callsWithoutTokens: 1 }])
    expect(calls([null, { top_k: 3, 'gen_ai.system': 'openai' }]).calls).toEqual([])
  })

  it('that an agent adds up again are counted once', () => {
    const { calls: found, repeats } = calls([null, usage(30, 12, { 'gen_ai.request.model': 'm' })], [0, usage(10, 4, { 'gen_ai.request.model': 'm' })], [0, {}], [2, usage(20, 8, { 'gen_ai.request.model': 'm' })])
    expect(found.map(({ span, promptTokens }) => [span, promptTokens]).toSorted(([a], [b]) => Number(a) - Number(b))).toEqual([[1, 10], [3, 20]])
    expect(repeats).toBe(1)
    const own = calls([null, usage(31, 12)], [0, usage(10, 4)])
    expect([own.calls.length, own.repeats]).toEqual([2, 0])
    expect(calls([null, { 'gen_ai.request.model': 'm' }], [0, usage(1, 1, { 'gen_ai.request.model': 'm' })]).calls).toHaveLength(1)
  })

  it('logged on the step itself are as many as it says tokens; two models in one place are none', () => {
    const attributes = [...logged(usage(10, 1, { 'gen_ai.response.model': 'a' }), null), ...logged(usage(20, 2, { 'gen_ai.response.model': 'b' }), null)]
    expect(callsOf({ spans: [], attributes }).calls).toMatchObject([{ span: null, calls: 2, model: null, promptTokens: 30, completionTokens: 3 }])
  })
})
