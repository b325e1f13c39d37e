import { printValue } from './print'
import { scanLine } from './scan'
import type { Word } from './scan'
import { filterKeys, offlineWords, statusOrder } from './term'
import type { FilterKey } from './term'

/** What the list knows of its project. */
export interface KnownValues {
  readonly actions: readonly string[]
  readonly partitions: readonly (string | null)[]
}

/** Something that can be put into the line in place of the columns `from` to `to`. */
export interface Suggestion {
  readonly text: string
  readonly about: string
  readonly from: number
  readonly to: number
}

const most = 12

type Offer = Pick<Suggestion, 'text' | 'about'>

function offersOf(key: FilterKey, known: KnownValues): readonly Offer[] {
  const plain = (texts: readonly string[], about: string): Offer[] => texts.map((text) => ({ text, about }))
  switch (key) {
    case 'status':
      return plain(statusOrder, '')
    case 'action':
      return plain(known.actions.map(printValue), '')
    case 'partition':
      return known.partitions.map((each) => (each === null ? { text: '""', about: 'no partition' } : { text: printValue(each), about: '' }))
    case 'since':
    case 'until':
      return [...plain(['1h', '24h', '7d', '30d'], 'ago'), ...plain(['today', 'yesterday'], 'the whole day')]
    case 'fork':
    case 'spawn':
      return plain(['yes', 'no'], '')
    case 'offline':
      return plain(offlineWords, '')
    case 'duration':
      return plain(['>1s', '>10s', '>1m', '<1s'], '')
    case 'steps':
    case 'failed':
      return plain(['>0', '>10', '>100'], '')
    case 'tokens':
      return plain(['>1000', '>10k', '>100k'], '')
    case 'app':
    case 'error':
      return []
  }
}

function isWritten(word: Word, caret: number): boolean {
  return word.from <= caret && caret <= word.to
}

/** What fits at the caret: keys while a word begins, then the values of its key. */
export function suggest(line: string, caret: number, known: KnownValues): readonly Suggestion[] {
  const word = scanLine(line).find((each) => isWritten(each, caret))
  if (word === undefined || word.key === null || caret <= word.key.to) {
    const from = word === undefined ? caret : word.from + (word.negated ? 1 : 0)
    const typed = line.slice(from, caret).toLowerCase()
    if (typed.startsWith('"')) return []
    const to = word === undefined ? caret : word.key === null ? word.to : word.key.to + 1
    return filterKeys.filter(({ key }) => key.startsWith(typed)).map(({ key, about }) => ({ text: `${key}:`, about, from, to }))
  }
  const key = filterKeys.find((each) => each.key === word.key?.text.toLowerCase())?.key
  const piece = word.values.find((each) => each.from <= caret && caret <= each.to)
  if (key === undefined || piece === undefined) return []
  const typed = line.slice(piece.from, caret).replace(/^"/, '').toLowerCase()
  const fits = offersOf(key, known).filter(({ text }) => text.replace(/^"/, '').toLowerCase().includes(typed))
  const ranked = fits.toSorted((a, b) => Number(b.text.toLowerCase().startsWith(typed)) - Number(a.text.toLowerCase().startsWith(typed)))
  const only = ranked.length === 1 && ranked[0]?.text === piece.text
  return only ? [] : ranked.slice(0, most).map((offer) => ({ ...offer, from: piece.from, to: piece.to }))
}
