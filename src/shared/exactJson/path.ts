import { decodeString } from './members'
import { JsonScanner, skipSpace } from './scan'

/** One step of a path into a value: a member's name, or an item's 0-based place in a list. */
export type PathPart = string | number

/** Where the text of a value starts and ends (exclusive). */
export interface TextSpan {
  readonly start: number
  readonly end: number
}

/** Where the value at a path stands in a JSON text; `null` when there is none. Of members with one name the last counts. */
export function locate(text: string, path: readonly PathPart[]): TextSpan | null {
  const scanner = new JsonScanner(text)
  let start = skipSpace(text, 0)
  let end = -1
  for (const part of path) {
    const found = typeof part === 'number' ? findItem(scanner, start, part) : findMember(scanner, start, part)
    if (found === null) return null
    ;({ start, end } = found)
  }
  if (end < 0) end = scanner.skipValue(start)
  return end < 0 ? null : { start, end }
}

/** The text of the value at a path as it was logged; `null` when there is none. */
export function textAt(text: string, path: readonly PathPart[]): string | null {
  const span = locate(text, path)
  return span === null ? null : text.slice(span.start, span.end)
}

function findMember(scanner: JsonScanner, from: number, name: string): TextSpan | null {
  let found: TextSpan | null = null
  walkMembers(scanner, from, (key, span) => {
    if (key === name) found = span
    return true
  })
  return found
}

function findItem(scanner: JsonScanner, from: number, index: number): TextSpan | null {
  let found: TextSpan | null = null
  walkItems(scanner, from, (at, span) => {
    if (at === index) found = span
    return at < index
  })
  return found
}

/** Calls `visit` for each member of the object at `from`, until it gives false; nothing is visited when there is no object. */
export function walkMembers(scanner: JsonScanner, from: number, visit: (key: string, span: TextSpan) => boolean): void {
  const { text } = scanner
  if (text.charAt(from) !== '{') return
  let at = skipSpace(text, from + 1)
  while (text.charAt(at) === '"') {
    const start = scanner.skipKey(at)
    if (start < 0) return
    const key = decodeString(text.slice(at, scanner.keyEnd))
    const end = scanner.skipValue(start)
    if (end < 0 || !visit(key, { start, end })) return
    at = skipSpace(text, end)
    if (text.charAt(at) !== ',') return
    at = skipSpace(text, at + 1)
  }
}

/** Calls `visit` for each item of the list at `from`, until it gives false; nothing is visited when there is no list. */
export function walkItems(scanner: JsonScanner, from: number, visit: (index: number, span: TextSpan) => boolean): void {
  const { text } = scanner
  if (text.charAt(from) !== '[') return
  let start = skipSpace(text, from + 1)
  for (let index = 0; text.charAt(start) !== ']'; index++) {
    const end = scanner.skipValue(start)
    if (end < 0 || !visit(index, { start, end })) return
    const next = skipSpace(text, end)
    if (text.charAt(next) !== ',') return
    start = skipSpace(text, next + 1)
  }
}
