import { JsonScanner, skipSpace, type JsonFault } from './scan'

/** One top-level member of an object: its name, and where its value's text starts and ends (exclusive). */
export interface JsonMember {
  readonly key: string
  readonly start: number
  readonly end: number
}

/** The members of one object in their order, duplicates included; `depth` of `{}` is 1. */
export interface ObjectScan {
  readonly ok: true
  readonly members: readonly JsonMember[]
  readonly depth: number
  /** Whether a bare `NaN`, `Infinity` or `-Infinity` stands anywhere in it. */
  readonly hasNonFinite: boolean
}

/** The text of a JSON string literal as a string; the literal must be valid. */
export function decodeString(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1)
  return String(JSON.parse(literal))
}

/** Checks a whole JSON object and gives its members as places in the text, without building any value. */
export function scanObject(text: string): ObjectScan | JsonFault {
  const scanner = new JsonScanner(text)
  const members: JsonMember[] = []
  const end = scanMembers(scanner, members)
  if (end >= 0 && skipSpace(text, end) !== text.length) scanner.fail(end, 'text follows the object')
  if (scanner.fault !== null) return scanner.fault
  // The outer object is not walked as a value, so it is not in the scanner's count.
  return { ok: true, members, depth: scanner.depth + 1, hasNonFinite: scanner.hasNonFinite }
}

function scanMembers(scanner: JsonScanner, members: JsonMember[]): number {
  const { text } = scanner
  let at = skipSpace(text, 0)
  if (text.charAt(at) !== '{') return scanner.fail(at, 'the text is not an object')
  at = skipSpace(text, at + 1)
  if (text.charAt(at) === '}') return at + 1
  for (;;) {
    const keyStart = at
    const start = scanner.skipKey(at)
    if (start < 0) return -1
    const key = decodeString(text.slice(keyStart, scanner.keyEnd))
    const end = scanner.skipValue(start)
    if (end < 0) return -1
    members.push({ key, start, end })
    at = skipSpace(text, end)
    const next = text.charCodeAt(at)
    if (next === 0x7d) return at + 1
    if (next !== 0x2c) return scanner.fail(at, 'a comma or a closing bracket is missing')
    at = skipSpace(text, at + 1)
  }
}

/** The raw text of the last member of that name (as `JSON.parse` would take it), or `null` when there is none. */
export function memberText(text: string, scan: ObjectScan, key: string): string | null {
  const { members } = scan
  for (let i = members.length - 1; i >= 0; i--) {
    const member = members[i]
    if (member !== undefined && member.key === key) return text.slice(member.start, member.end)
  }
  return null
}

/** The raw texts of the items of a JSON array; `null` when the text is not one. */
export function scanItems(text: string): readonly string[] | null {
  const scanner = new JsonScanner(text)
  let at = skipSpace(text, 0)
  if (text.charAt(at) !== '[' || scanner.skipValue(at) < 0) return null
  const items: string[] = []
  at = skipSpace(text, at + 1)
  while (text.charAt(at) !== ']') {
    const end = scanner.skipValue(at)
    if (end < 0) return null
    items.push(text.slice(at, end))
    at = skipSpace(text, end)
    if (text.charAt(at) === ',') at = skipSpace(text, at + 1)
  }
  return items
}
