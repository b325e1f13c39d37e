import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { z } from 'zod'
import { contract } from './contract'
import type { MethodName } from './contract'

/** As much of JSON Schema as the contract's inputs need. */
interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema | false
  readonly prefixItems?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly pattern?: string
}

const hexDigits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f']

/** The schema of a method's input. */
export const inputSchema = (method: MethodName): Schema => z.toJSONSchema(contract[method].input, { io: 'input', unrepresentable: 'any' }) as Schema

/** What a method takes, by its schema; texts are `texts` where the schema leaves them free. */
export const goodInput = (method: MethodName, texts: Arbitrary<string>): Arbitrary<unknown> => ofSchema(inputSchema(method), texts)

function ofSchema(schema: Schema, texts: Arbitrary<string>): Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return fc.oneof(...choices.map((each) => ofSchema(each, texts)))
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'object': return ofObject(schema, texts)
    case 'array': return fc.array(schema.items === undefined || schema.items === false ? texts : ofSchema(schema.items, texts), { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 3, 3) })
    case 'string': return ofString(schema, texts)
    case 'integer':
    case 'number': return fc.integer({ min: Math.max(schema.minimum ?? 0, -(2 ** 31)), max: Math.min(schema.maximum ?? 1000, 2 ** 31 - 1) })
    case 'boolean': return fc.boolean()
    case 'null': return fc.constant(null)
    default: return texts
  }
}

function ofObject(schema: Schema, texts: Arbitrary<string>): Arbitrary<unknown> {
  const members = Object.entries(schema.properties ?? {}).map(([name, each]) => [name, ofSchema(each, texts)] as const)
  return fc.record(Object.fromEntries(members), { requiredKeys: [...(schema.required ?? [])] })
}

function ofString(schema: Schema, texts: Arbitrary<string>): Arbitrary<string> {
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern))
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema
  if (minLength === maxLength) return fc.string({ unit: fc.constantFrom(...hexDigits), minLength, maxLength })
  return texts.map((text) => text.slice(0, maxLength)).filter((text) => text.length >= minLength)
}

const nested = (depth: number): unknown => {
  let value: unknown = 1
  for (let each = 0; each < depth; each++) value = [value]
  return value
}

/** What no call expects: wrong types, numbers out of any range, names of prototypes, what is long, deep or no JSON. */
export const hostileValue: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    undefined, null, Number.NaN, Number.POSITIVE_INFINITY, -1, -0.5, 2 ** 53, 1e308, '', '\u0000', '\uD800', '\u202E', '__proto__', 'constructor',
    "'; DROP TABLE runs; --", '../../etc/passwd', 'x'.repeat(100_000), true, [], {}, new Map([['a', 1]]), new Date(0), new Uint8Array(64), 10n,
    nested(400), Array.from({ length: 20_000 }, () => 'x'), JSON.parse('{"__proto__":{"polluted":1}}'), JSON.parse('{"constructor":{"prototype":{"polluted":1}}}')
  ),
  fc.anything()
)

/** Inputs of a method with something wrong in them: a member replaced, added or left out, or all of it something else. */
export function hostileInput(method: MethodName): Arbitrary<unknown> {
  const places = placesOf(inputSchema(method))
  const place = fc.oneof(
    ...(places.length === 0 ? [] : [{ arbitrary: fc.constantFrom(...places), weight: 4 }]),
    fc.constantFrom(['unexpected'], ['__proto__'], ['constructor'])
  )
  const spoiled = fc.tuple(goodInput(method, fc.string({ maxLength: 20 })), place, hostileValue).map(([input, at, value]) => put(input, at, value))
  return fc.oneof({ arbitrary: spoiled, weight: 6 }, hostileValue)
}

function placesOf(schema: Schema, above: readonly string[] = []): readonly (readonly string[])[] {
  const inside = Object.entries(schema.properties ?? {}).flatMap(([name, each]) => [[...above, name], ...placesOf(each, [...above, name])])
  return [...inside, ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((each) => placesOf(each, above))]
}

function put(input: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value
  const copy: object = typeof input === 'object' && input !== null ? { ...input } : {}
  // An assignment to `__proto__` would be no member of its own.
  Object.defineProperty(copy, name, { value: put(Reflect.get(copy, name), rest, value), enumerable: true, configurable: true, writable: true })
  return copy
}
