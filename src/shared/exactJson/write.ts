import { JsonScanner } from './scan'
import { parseExact, type ExactValue } from './tree'

/** JSON text to be embedded as it is; it must be valid JSON (see {@link validJson}). */
export class RawJson {
  constructor(readonly text: string) {}
}

/** What {@link stringifyExact} writes: plain data of our own shapes, with logged text inside as {@link RawJson}. */
export type Writable =
  | null
  | undefined
  | boolean
  | number
  | string
  | RawJson
  | readonly Writable[]
  | { readonly [key: string]: Writable }

/**
 * `JSON.stringify` that embeds {@link RawJson} verbatim, so that logged numbers keep their digits. Undefined members are left
 * out; numbers that are not finite become null.
 */
export function stringifyExact(value: Writable): string {
  if (value instanceof RawJson) return value.text
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  if (isList(value)) return `[${value.map(stringifyExact).join(',')}]`
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${stringifyExact(member)}`).join(',')}}`
}

function isList(value: object): value is readonly Writable[] {
  return Array.isArray(value)
}

/** The same JSON text with Python's bare `NaN`, `Infinity` and `-Infinity` turned into null; strings stay as they are. */
export function validJson(text: string): string {
  const scanner = new JsonScanner(text)
  const parts: string[] = []
  let at = 0
  while (at < text.length) {
    const found = text.indexOf('"', at)
    const start = found < 0 ? text.length : found
    parts.push(text.slice(at, start).replace(/-?\b(?:NaN|Infinity)\b/g, 'null'))
    const end = start === text.length ? start : scanner.skipString(start)
    at = end < 0 ? text.length : end
    parts.push(text.slice(start, at))
  }
  return parts.join('')
}

/** How {@link printExact} writes: spaces a level (0 = one line), and whether all but ASCII is escaped as `\uXXXX`. */
export interface PrintStyle {
  readonly indent?: number
  readonly asciiOnly?: boolean
}

/** Writes a value tree as JSON text, numbers as they came; tokens that JSON does not know become null. */
export function printExact(value: ExactValue, style: PrintStyle = {}): string {
  const print = (item: ExactValue, margin: string): string => {
    if (item === null || typeof item === 'boolean') return String(item)
    if (typeof item === 'string') return quoted(item, style.asciiOnly === true)
    if (isTreeList(item)) return block('[', ']', margin, item.map((each) => (inner: string) => print(each, inner)))
    switch (item.kind) {
      case 'number':
        return item.text
      case 'raw':
        return validJson(item.text)
      case 'non-finite':
        return 'null'
      case 'object':
        return block('{', '}', margin, item.members.map(({ key, value: member }) => (inner: string) =>
          `${quoted(key, style.asciiOnly === true)}:${indent === 0 ? '' : ' '}${print(member, inner)}`))
    }
  }
  const indent = style.indent ?? 0
  const block = (open: string, close: string, margin: string, parts: readonly ((inner: string) => string)[]): string => {
    if (parts.length === 0) return open + close
    if (indent === 0) return open + parts.map((part) => part('')).join(',') + close
    const inner = margin + ' '.repeat(indent)
    return `${open}\n${parts.map((part) => inner + part(inner)).join(',\n')}\n${margin}${close}`
  }
  return print(value, '')
}

function isTreeList(value: ExactValue): value is readonly ExactValue[] {
  return Array.isArray(value)
}

function quoted(text: string, asciiOnly: boolean): string {
  const literal = JSON.stringify(text)
  if (!asciiOnly) return literal
  return literal.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The text indented for reading, numbers as they came; text that is not JSON is given back as it is. */
export function prettyJson(text: string, indent = 2): string {
  const document = parseExact(text)
  return document.ok ? printExact(document.value, { indent }) : text
}
