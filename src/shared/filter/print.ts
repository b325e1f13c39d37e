import { assertNever } from '../errors'
import type { Bound, FilterTerm, TextMatch } from './term'
import { printDuration, printTime } from './units'

const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

function printText({ text, isPattern }: TextMatch): string {
  return !isPattern && (text === '' || /[\s",*]/.test(text)) ? quote(text) : text
}

function printBound(bound: Bound, unit: (value: number) => string): string {
  if (bound.is === 'range') return `${unit(bound.from)}..${unit(bound.to)}`
  return `${bound.is === '=' ? '' : bound.is}${unit(bound.value)}`
}

/** A value as it is written behind a key: in quotes when it needs them. */
export function printValue(text: string): string {
  return printText({ text, isPattern: false })
}

/** One term as `parseFilter` reads it. */
export function printTerm(term: FilterTerm): string {
  const minus = 'negated' in term && term.negated ? '-' : ''
  switch (term.key) {
    case 'text':
      return minus + (/^[^\s":-][^\s":]*$/.test(term.text) ? term.text : quote(term.text))
    case 'status':
      return `${minus}status:${term.statuses.join(',')}`
    case 'action':
    case 'partition':
    case 'app':
    case 'error':
      return `${minus}${term.key}:${term.texts.map(printText).join(',')}`
    case 'duration':
      // Only a comparison can be written for a duration, and "=" is one.
      return `${minus}duration:${term.bounds.map((bound) => (bound.is === '=' ? '=' : '') + printBound(bound, printDuration)).join(',')}`
    case 'steps':
    case 'failed':
    case 'tokens':
      return `${minus}${term.key}:${term.bounds.map((bound) => printBound(bound, String)).join(',')}`
    case 'since':
    case 'until':
      return `${term.key}:${printTime(term.time)}`
    case 'fork':
    case 'spawn':
      return `${term.key}:${term.value ? 'yes' : 'no'}`
    case 'offline':
      return `${minus}offline:${term.words.join(',')}`
    default:
      return assertNever(term)
  }
}

/** A filter line that says these terms. */
export function printFilter(terms: readonly FilterTerm[]): string {
  return terms.map(printTerm).join(' ')
}
