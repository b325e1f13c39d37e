import { decodeString } from './members'
import { JsonScanner, skipSpace, type JsonFault } from './scan'

/** A number exactly as it was written: every digit, `1.0`, `-0.0`, `1e+22`. */
export interface ExactNumber {
  readonly kind: 'number'
  readonly text: string
}

/** A token Python writes and JSON does not know; it counts as null in anything that must be valid JSON. */
export interface ExactNonFinite {
  readonly kind: 'non-finite'
  readonly text: 'NaN' | 'Infinity' | '-Infinity'
}

/** A value nested deeper than is safe to build, left as its text. */
export interface ExactRaw {
  readonly kind: 'raw'
  readonly text: string
}

/** One member of an object; names may repeat and `__proto__` is a name like any other. */
export interface ExactMember {
  readonly key: string
  readonly value: ExactValue
}

/** An object with its members in the order of the text. */
export interface ExactObject {
  readonly kind: 'object'
  readonly members: readonly ExactMember[]
}

/** Any JSON value without loss: strings, booleans, null and arrays are plain, the rest is told apart by `kind`. */
export type ExactValue =
  | null
  | boolean
  | string
  | ExactNumber
  | ExactNonFinite
  | ExactRaw
  | ExactObject
  | readonly ExactValue[]

/** A parsed text and what was unusual about it. */
export interface ExactDocument {
  readonly ok: true
  readonly value: ExactValue
  readonly hasNonFinite: boolean
  /** Whether some value was left as text because of its depth. */
  readonly isTooDeep: boolean
}

/** Containers nested deeper than this are left as text; messages between processes fail near 500. */
export const maxDepth = 200

/** Reads any JSON text without loss, or says where it is not JSON; it never throws. */
export function parseExact(text: string): ExactDocument | JsonFault {
  const parser = new TreeParser(text)
  const value = parser.readValue(skipSpace(text, 0), 1)
  const { scanner, isTooDeep } = parser
  if (scanner.fault === null && skipSpace(text, parser.at) !== text.length) scanner.fail(parser.at, 'text follows the value')
  if (scanner.fault !== null) return scanner.fault
  return { ok: true, value, hasNonFinite: scanner.hasNonFinite, isTooDeep }
}

class TreeParser {
  readonly scanner: JsonScanner
  isTooDeep = false
  at = 0

  constructor(readonly text: string) {
    this.scanner = new JsonScanner(text)
  }

  /** The value at `from`; leaves `at` behind it, or at -1 when the scanner found a fault. */
  readValue(from: number, depth: number): ExactValue {
    const code = this.text.charCodeAt(from)
    if (code !== 0x7b && code !== 0x5b) return this.readScalar(from, code)
    if (depth > maxDepth) {
      this.at = this.scanner.skipValue(from)
      this.isTooDeep = true
      return { kind: 'raw', text: this.text.slice(from, this.at) }
    }
    return code === 0x7b ? this.readObject(from, depth) : this.readArray(from, depth)
  }

  private readScalar(from: number, code: number): ExactValue {
    this.at = this.scanner.skipScalar(from)
    if (this.at < 0) return null
    const token = this.text.slice(from, this.at)
    if (code === 0x22) return decodeString(token)
    if (token === 'null') return null
    if (token === 'true' || token === 'false') return token === 'true'
    if (token === 'NaN' || token === 'Infinity' || token === '-Infinity') return { kind: 'non-finite', text: token }
    return { kind: 'number', text: token }
  }

  private readObject(from: number, depth: number): ExactObject {
    const members: ExactMember[] = []
    this.readItems(from, 0x7d, (start) => {
      const valueStart = this.scanner.skipKey(start)
      if (valueStart < 0) {
        this.at = -1
        return
      }
      const key = decodeString(this.text.slice(start, this.scanner.keyEnd))
      members.push({ key, value: this.readValue(valueStart, depth + 1) })
    })
    return { kind: 'object', members }
  }

  private readArray(from: number, depth: number): readonly ExactValue[] {
    const items: ExactValue[] = []
    this.readItems(from, 0x5d, (start) => items.push(this.readValue(start, depth + 1)))
    return items
  }

  private readItems(from: number, close: number, readItem: (start: number) => void): void {
    this.at = skipSpace(this.text, from + 1)
    if (this.text.charCodeAt(this.at) === close) {
      this.at++
      return
    }
    for (;;) {
      readItem(this.at)
      if (this.at < 0) return
      this.at = skipSpace(this.text, this.at)
      const next = this.text.charCodeAt(this.at)
      if (next !== close && next !== 0x2c) {
        this.at = this.scanner.fail(this.at, 'a comma or a closing bracket is missing')
        return
      }
      this.at = next === close ? this.at + 1 : skipSpace(this.text, this.at + 1)
      if (next === close) return
    }
  }
}
