import type { ExactMember, ExactObject, ExactValue } from '@shared/exactJson/tree'
import { isList, isObject } from '../diff/delta'

/** How values are shown: `rendered` hides what Burr adds for itself, `raw` shows all. */
export type ValueMode = 'rendered' | 'raw'

/** The kind of a value in one word. */
export type ValueType = 'null' | 'boolean' | 'number' | 'string' | 'list' | 'object' | 'unread'

/** The kind of a value. */
export function typeOf(value: ExactValue): ValueType {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'string') return 'string'
  if (isList(value)) return 'list'
  if (value.kind === 'object') return 'object'
  return value.kind === 'raw' ? 'unread' : 'number'
}

const classNames = new Set(['__burr_serde__', '__pydantic_class'])

/** The members to show; `rendered` leaves out the names Burr keeps for itself (two underscores first). */
export function shownMembers(object: ExactObject, mode: ValueMode): readonly ExactMember[] {
  return mode === 'raw' ? object.members : object.members.filter(({ key }) => !key.startsWith('__'))
}

/** How many members {@link shownMembers} leaves out, those that the badge tells not counted. */
export function hiddenCount(object: ExactObject, mode: ValueMode): number {
  return mode === 'raw' ? 0 : object.members.filter(({ key }) => key.startsWith('__') && !classNames.has(key)).length
}

/** What an object was before it was written: its serialiser and class; `null` for plain objects. */
export function classBadge(value: ExactValue): string | null {
  if (!isObject(value)) return null
  const serde = member(value, '__burr_serde__')
  const name = member(value, '__pydantic_class')
  if (typeof name === 'string') return name
  return typeof serde === 'string' ? serde : null
}

/** The member of that name; `undefined` when there is none. */
export function member(object: ExactObject, key: string): ExactValue | undefined {
  return object.members.findLast((each) => each.key === key)?.value
}

/** A list of numbers, or of equally long lists of numbers, in figures instead of in full. */
export interface NumberSummary {
  /** Lengths, outermost first: `1536`, or `3 × 1536`. */
  readonly shape: string
  readonly count: number
  /** As written. */
  readonly least: string
  readonly most: string
  readonly first: readonly string[]
}

/** The figures of a list with at least `atLeast` numbers and nothing else; `null` for any other value. */
export function summariseNumbers(value: ExactValue, atLeast = 9): NumberSummary | null {
  if (!isList(value) || value.length === 0) return null
  const [first] = value
  if (first !== undefined && isList(first) && first.length > 0) {
    if (!value.every((row) => isList(row) && row.length === first.length)) return null
    const flat = summariseNumbers(value.flatMap((row) => (isList(row) ? row : [])), atLeast)
    return flat === null ? null : { ...flat, shape: `${value.length} × ${first.length}` }
  }
  if (value.length < atLeast) return null
  let [least, most] = ['', '']
  let [leastValue, mostValue] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const item of value) {
    if (item === null || typeof item !== 'object' || isList(item) || item.kind !== 'number') return null
    const size = Number(item.text)
    if (size < leastValue) [leastValue, least] = [size, item.text]
    if (size > mostValue) [mostValue, most] = [size, item.text]
  }
  const texts = value.slice(0, 6).map((item) => (item !== null && typeof item === 'object' && 'text' in item ? item.text : ''))
  return { shape: String(value.length), count: value.length, least, most, first: texts }
}

/** A picture inside a string: its type, and its bytes as base64. */
export interface InlineImage {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'
  readonly base64: string
}

const signatures = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['UklGR', 'image/webp']
] as const

/** The picture a string holds (`data:` address or bare base64); drawings that can hold scripts are not pictures here. */
export function inlineImage(text: string): InlineImage | null {
  if (text.length < 64) return null
  const base64 = /^data:image\/(?:png|jpeg|gif|webp);base64,/.test(text) ? text.slice(text.indexOf(',') + 1) : text
  const type = signatures.find(([start]) => base64.startsWith(start))?.[1]
  if (type === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null
  return { type, base64 }
}
