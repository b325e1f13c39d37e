import { describe, expect, it } from 'vitest'
import { putInputsRight, readGraph, selfTransitionsOf } from './graph'
import { readMetadata, readPointerHeader } from './metadata'

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))

const ask = { type: 'action', name: 'ask', reads: [], writes: ['q'], code: '@action(reads=[], writes=["q"])\ndef ask(state: State, question: str, limit: int = 3) -> State:\n    ...', inputs: ['limit'], optional_inputs: ['question'] }
const graph = { type: 'application', entrypoint: 'ask', actions: [ask], transitions: [{ type: 'transition', from_: 'ask', to: 'ask', condition: 'x' }, { type: 'transition', from_: 'ask', to: 'end', condition: 'default' }] }

describe('readGraph', () => {
  it('reads a graph and puts the swapped inputs right', () => {
    const read = readGraph(bytes(graph))
    expect(read).toMatchObject({
      ok: true,
      value: {
        entrypoint: 'ask',
        actions: [{ name: 'ask', requiredInputs: ['question'], optionalInputs: ['limit'], areInputsVerified: true }],
        transitions: [{ from: 'ask', to: 'ask', condition: 'x' }, { from: 'ask', to: 'end', condition: 'default' }]
      }
    })
    expect(read.ok && selfTransitionsOf(read.value)).toEqual(new Set(['ask']))
  })

  it('gives one canonical text whatever the order of the input sets', () => {
    const text = (inputs: readonly string[], code = ask.code): string => {
      const read = readGraph(bytes({ ...graph, actions: [{ ...ask, code, inputs, optional_inputs: inputs.toReversed() }] }))
      if (!read.ok) throw new Error(read.reason)
      return read.value.canonicalText
    }
    expect(text(['b', 'a', '__tracer'])).toBe(text(['a', '__tracer', 'b']))
    expect(text(['a'])).not.toBe(text(['b']))
    expect(text(['a'])).not.toBe(text(['a'], 'other'))
  })

  it('bears anything that is an object', () => {
    expect(readGraph(bytes('{}'))).toMatchObject({ ok: true, value: { entrypoint: '', actions: [], transitions: [] } })
    expect(readGraph(bytes({ actions: [1, null, { name: 2, reads: 'x' }], transitions: {} }))).toMatchObject({ ok: true, value: { actions: [{ name: '', reads: [] }] } })
    expect(readGraph(bytes('{"__proto__":{"entrypoint":"x"},"x":NaN}'))).toMatchObject({ ok: true, value: { entrypoint: '' } })
    expect(readGraph(bytes(`{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`))).toMatchObject({ ok: true })
    for (const text of ['', 'null', '[]', '{"a":', '<html>']) expect(readGraph(bytes(text))).toMatchObject({ ok: false })
  })
})

describe('putInputsRight', () => {
  it.each([
    ['a writer that does not swap', 'def f(state, a, b=1): ...', ['a'], ['b'], { requiredInputs: ['a'], optionalInputs: ['b'], areInputsVerified: true }],
    ['injected names', 'def f(state: State, __tracer: T, __context: C = None): ...', [], ['__tracer', '__context'], { requiredInputs: ['__tracer'], optionalInputs: ['__context'], areInputsVerified: true }],
    ['nested brackets and strings', 'async def f(\n    state,  # the (state, x)\n    a: Dict[str, Tuple[int, str]],\n    b: str = "),(",\n    *,\n    c: Callable[[int], int] = lambda x=1: x,\n) -> S: ...', ['b', 'c'], ['a'], { requiredInputs: ['a'], optionalInputs: ['b', 'c'], areInputsVerified: true }],
    ['a class', 'class F(SingleStepAction):\n    def helper(self, x): ...\n    def run_and_update(self, state, a, b=2): ...', ['b'], ['a'], { requiredInputs: ['a'], optionalInputs: ['b'], areInputsVerified: true }],
    ['no source', 'No source available', ['b'], ['a'], { requiredInputs: ['a'], optionalInputs: ['b'], areInputsVerified: false }],
    ['a name the source does not show', 'def f(state, **inputs): ...', [], ['a'], { requiredInputs: ['a'], optionalInputs: [], areInputsVerified: false }],
    ['no inputs', 'No source available', [], [], { requiredInputs: [], optionalInputs: [], areInputsVerified: true }]
  ])('settles %s', (_name, code, inputs, optional, expected) => {
    expect(putInputsRight(code, inputs, optional)).toEqual(expected)
  })
})

describe('readMetadata', () => {
  it('reads pointers and keeps the partition as written', () => {
    const spawning_parent_pointer = { type: 'pointer_data', app_id: 'parent', sequence_id: 43, partition_key: 'u1' }
    expect(readMetadata(bytes({ type: 'application_metadata', partition_key: '', parent_pointer: null, spawning_parent_pointer }))).toEqual({
      ok: true,
      value: { partitionKey: '', parentPointer: null, spawningParentPointer: { appId: 'parent', sequenceId: 43, partitionKey: 'u1' } }
    })
    expect(readMetadata(bytes({ parent_pointer: { app_id: 'a', sequence_id: null, partition_key: null } }))).toMatchObject({
      value: { partitionKey: null, parentPointer: { appId: 'a', sequenceId: null, partitionKey: null } }
    })
    expect(readMetadata(bytes({ parent_pointer: { app_id: null, sequence_id: '4' } }))).toMatchObject({ value: { parentPointer: null } })
    expect(readMetadata(bytes('x'))).toMatchObject({ ok: false })
  })

  it('reads the pointer of a header', () => {
    expect(readPointerHeader(undefined)).toBeUndefined()
    expect(readPointerHeader('None')).toBeNull()
    expect(readPointerHeader('{"app_id": "parent", "partition_key": "u1", "sequence_id": 43}')).toEqual({ appId: 'parent', partitionKey: 'u1', sequenceId: 43 })
    expect(readPointerHeader('garbage')).toBeNull()
  })
})
