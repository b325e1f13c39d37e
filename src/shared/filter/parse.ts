import type { RunStatus } from '../model/run'
import { scanLine } from './scan'
import type { Piece, Word } from './scan'
import { filterKeys, offlineWords, statusOrder } from './term'
import type { Bound, FilterKey, FilterTerm, NumberKey, OfflineWord, TextMatch } from './term'
import { nearest } from './nearest'
import { parseDuration, parseNumber, parseTime } from './units'

/** Longest filter line, in characters. */
export const longestLine = 2000

/** What is wrong in a filter line, in words, and where: columns from 0, `to` is behind it. */
export interface FilterProblem {
  readonly from: number
  readonly to: number
  readonly message: string
}

/** A term and the columns it was read from. */
export interface PlacedTerm {
  readonly term: FilterTerm
  readonly from: number
  readonly to: number
}

/** What a filter line says; with problems it is not to be applied. */
export interface ParsedFilter {
  readonly terms: readonly PlacedTerm[]
  readonly problems: readonly FilterProblem[]
}

/** A filter line that cannot be read, thrown while a term is read. */
class Wrong extends Error {
  constructor(
    readonly at: { readonly from: number; readonly to: number },
    message: string
  ) {
    super(message)
  }
}

function oneOf<Value extends string>(piece: Piece, known: readonly Value[], what: string): Value {
  const found = known.find((each) => each === piece.text.toLowerCase())
  if (found !== undefined) return found
  const near = nearest(piece.text, known)
  throw new Wrong(piece, `“${piece.text}” is not a ${what}. ${near === null ? `Known: ${known.join(', ')}.` : `Did you mean ${near}?`}`)
}

function textOf(piece: Piece): TextMatch {
  return { text: piece.text, isPattern: !piece.quoted && piece.text.includes('*') }
}

function boundOf(key: NumberKey, piece: Piece): Bound {
  const isDuration = key === 'duration'
  const read = (text: string): number => {
    const value = isDuration ? parseDuration(text) : parseNumber(text)
    if (value !== null) return value
    throw new Wrong(piece, isDuration ? `“${text}” is not a duration. Write a number and a unit: 250ms, 2s, 5m, 1h, 2d.` : `“${text}” is not a number.`)
  }
  const range = /^(.+?)\.\.(.+)$/.exec(piece.text)
  if (range !== null) {
    const [from, to] = [read(range[1] ?? ''), read(range[2] ?? '')]
    if (from > to) throw new Wrong(piece, 'The range ends before it begins.')
    return { is: 'range', from, to }
  }
  const [, is = '', rest = ''] = /^(>=|<=|>|<|=)?(.*)$/s.exec(piece.text) ?? []
  if (is === '' && isDuration) throw new Wrong(piece, `Say longer or shorter than: ${key}:>${piece.text} or ${key}:<${piece.text}.`)
  return { is: is === '' ? '=' : (is as '>'), value: read(rest) }
}

function onlyValue({ values, key }: Word): Piece {
  const [first, second] = values
  if (first === undefined || second !== undefined) throw new Wrong(second ?? values[0] ?? { from: 0, to: 0 }, `${key?.text ?? 'This'} takes one value.`)
  return first
}

function timeTerm(key: 'since' | 'until', word: Word): FilterTerm {
  const piece = onlyValue(word)
  if (word.negated) throw new Wrong(word, `Without the minus: ${key === 'since' ? 'until' : 'since'}:${piece.text}.`)
  const time = parseTime(piece.text)
  if (time === null) throw new Wrong(piece, `“${piece.text}” is not a time. Write 24h, 7d, today, 2026-11-20 or 2026-11-20T14:30.`)
  return { key, time }
}

function keyedTerm(key: FilterKey, word: Word): FilterTerm {
  const { negated, values } = word
  for (const piece of values) {
    if (piece.text === '' && !(piece.quoted && key === 'partition')) throw new Wrong({ from: piece.from, to: Math.max(piece.to, piece.from + 1) }, `A value is missing after ${key}.`)
  }
  switch (key) {
    case 'status':
      return { key, negated, statuses: values.map((piece) => oneOf<RunStatus>(piece, statusOrder, 'status')) }
    case 'action':
    case 'partition':
    case 'app':
    case 'error':
      return { key, negated, texts: values.map(textOf) }
    case 'duration':
    case 'steps':
    case 'failed':
    case 'tokens':
      return { key, negated, bounds: values.map((piece) => boundOf(key, piece)) }
    case 'since':
    case 'until':
      return timeTerm(key, word)
    case 'fork':
    case 'spawn': {
      const isYes = oneOf(onlyValue(word), ['yes', 'no'], 'yes or no') === 'yes'
      return { key, value: isYes !== negated }
    }
    case 'offline':
      return { key, negated, words: values.map((piece) => oneOf<OfflineWord>(piece, offlineWords, 'word after offline')) }
  }
}

function termOf(word: Word): FilterTerm {
  const open = word.values.find((piece) => piece.open)
  if (open !== undefined) throw new Wrong(open, 'The quotes are not closed.')
  if (word.key === null) {
    const text = word.values[0]?.text ?? ''
    if (text === '') throw new Wrong(word, word.negated ? 'A minus needs something after it.' : 'There is nothing between the quotes.')
    return { key: 'text', negated: word.negated, text }
  }
  const keys = filterKeys.map((each) => each.key)
  const written = word.key.text
  const key = keys.find((each) => each === written.toLowerCase())
  if (key !== undefined) return keyedTerm(key, word)
  const near = nearest(written, keys)
  const advice = near === null ? 'To look for text with a colon, put it in quotes.' : `Did you mean ${near}?`
  throw new Wrong(word.key.to > word.key.from ? word.key : word, `“${written}” is not a key. ${advice}`)
}

/** Reads a filter line; never throws. */
export function parseFilter(line: string): ParsedFilter {
  if (line.length > longestLine) return { terms: [], problems: [{ from: longestLine, to: line.length, message: `A filter holds at most ${longestLine} characters.` }] }
  const terms: PlacedTerm[] = []
  const problems: FilterProblem[] = []
  let end = 0
  for (const word of scanLine(line)) {
    try {
      if (word.from === end && end > 0) throw new Wrong(word, 'A space is missing here.')
      terms.push({ term: termOf(word), from: word.from, to: word.to })
    } catch (error) {
      if (!(error instanceof Wrong)) throw error
      problems.push({ from: error.at.from, to: error.at.to, message: error.message })
    }
    end = word.to
  }
  return { terms, problems }
}
