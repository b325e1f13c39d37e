import { parseExact } from '@shared/exactJson/tree'
import type { ExactValue } from '@shared/exactJson/tree'
import { memberText, scanObject } from '@shared/exactJson/members'
import type { HitPlace, SearchHit } from '@shared/contract/search'
import type { LogEntry } from '../burr/logEntry'
import { isBookkeeping } from './textOfFile'
import { mayHold, placesOf, wordsOf } from './textWords'
import type { Phrase } from './textWords'

/** Where in a line the words were found. */
export type FoundValue = Pick<SearchHit, 'where' | 'path' | 'snippet' | 'ranges'>

interface Part {
  readonly where: HitPlace
  readonly path: readonly (string | number)[]
  readonly text: string
}

const before = 60
const longestSnippet = 240
const mostRanges = 16
/** Beyond this a value is not looked at: the index holds no more of it either. */
const longestLook = 64 * 1024

/** The value of an entry that holds most of the phrases, cut around the first of them. */
export function foundIn(entry: LogEntry, phrases: readonly Phrase[]): FoundValue {
  let best: { readonly part: Part; readonly ranges: FoundValue['ranges']; readonly count: number } | null = null
  for (const part of partsOf(entry)) {
    const text = part.text.slice(0, longestLook)
    if (!mayHold(text, phrases)) continue
    const words = wordsOf(text)
    const found = phrases.map((phrase) => placesOf(phrase, words, mostRanges)).filter((places) => places.length > 0)
    if (found.length <= (best?.count ?? 0)) continue
    best = { part, ranges: found.flat().toSorted((a, b) => a.start - b.start), count: found.length }
    if (found.length === phrases.length) break
  }
  if (best === null) return { where: 'other', path: [], snippet: '', ranges: [] }
  return { where: best.part.where, path: best.part.path, ...cut(best.part.text, best.ranges) }
}

function cut(text: string, ranges: FoundValue['ranges']): Pick<FoundValue, 'snippet' | 'ranges'> {
  const first = ranges[0]?.start ?? 0
  const from = first <= before ? 0 : wholeSign(text, first - before)
  const to = wholeSign(text, Math.min(text.length, from + longestSnippet))
  const shown = ranges.filter(({ start, end }) => start >= from && end <= to).slice(0, mostRanges)
  return { snippet: text.slice(from, to), ranges: merged(shown.map(({ start, end }) => ({ start: start - from, end: end - from }))) }
}

function merged(ranges: FoundValue['ranges']): FoundValue['ranges'] {
  const apart: { start: number; end: number }[] = []
  for (const { start, end } of ranges) {
    const last = apart.at(-1)
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end)
    else apart.push({ start, end })
  }
  return apart
}

// Never between the halves of a surrogate pair.
function wholeSign(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}

function* partsOf(entry: LogEntry): Generator<Part> {
  switch (entry.kind) {
    case 'begin-step':
      yield* valuesOf('inputs', entry.inputs)
      yield { where: 'action', path: [], text: entry.action }
      return
    case 'end-step':
      if (entry.exception !== null) yield { where: 'exception', path: [], text: entry.exception }
      if (entry.result !== null) yield* valuesOf('result', entry.result)
      yield* valuesOf('state', entry.state)
      yield { where: 'action', path: [], text: entry.action }
      return
    case 'attribute':
      yield* leaves('attribute', [entry.key], entry.value)
      yield { where: 'attribute', path: [], text: entry.key }
      return
    case 'begin-span':
      yield { where: 'span', path: [], text: entry.name }
      return
    case 'unknown':
      yield* leaves('other', [], entry.place.text)
      return
    case 'end-span':
    case 'begin-stream':
    case 'first-item':
    case 'end-stream':
  }
}

function* valuesOf(where: HitPlace, json: string): Generator<Part> {
  const scan = scanObject(json)
  if (!scan.ok) return
  for (const { key } of scan.members) {
    if (!isBookkeeping(key)) yield* leaves(where, [key], memberText(json, scan, key) ?? 'null')
  }
}

function* leaves(where: HitPlace, path: readonly (string | number)[], json: string): Generator<Part> {
  const document = parseExact(json)
  if (document.ok) yield* under(where, path, document.value)
}

function* under(where: HitPlace, path: readonly (string | number)[], value: ExactValue): Generator<Part> {
  if (typeof value === 'string') {
    yield { where, path, text: value }
  } else if (Array.isArray(value)) {
    for (const [place, item] of (value as readonly ExactValue[]).entries()) yield* under(where, [...path, place], item)
  } else if (typeof value === 'object' && value !== null && 'kind' in value) {
    if (value.kind === 'object') for (const { key, value: member } of value.members) yield* under(where, [...path, key], member)
    else yield { where, path, text: value.text }
  }
}
