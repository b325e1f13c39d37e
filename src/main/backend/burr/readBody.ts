import { validJson } from '@shared/exactJson/write'

const tolerant = new TextDecoder('utf-8')

/** A JSON document of some kind, or why it is none. */
export type BodyResult<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string }

/** A parsed JSON object; look its members up with `Object.hasOwn` in mind: `__proto__` is a name like any other. */
export type JsonObject = { readonly [key: string]: unknown }

/** Text of an object's bytes: bytes that are not UTF-8 become U+FFFD, a byte order mark goes. */
export function bodyText(bytes: Uint8Array): string {
  return tolerant.decode(bytes)
}

/** Whether a parsed value is an object and not a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads a text that must hold one JSON object; Python's extra tokens count as null. */
export function readJsonObject(text: string): BodyResult<JsonObject> {
  const value = parse(text) ?? parse(validJson(text))
  if (isJsonObject(value)) return { ok: true, value }
  return { ok: false, reason: value === undefined ? 'the body is not JSON' : 'the body is not a JSON object' }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The member of that name when it is a string, else `null`. */
export function stringMember(value: JsonObject, key: string): string | null {
  const member = Object.hasOwn(value, key) ? value[key] : null
  return typeof member === 'string' ? member : null
}
