/** One word of a text as the search knows it, and where it stands (UTF-16 units, end exclusive). */
export interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** What has to follow one another in a line. */
export interface Phrase {
  readonly words: readonly string[]
  /** Whether the last word may go on. */
  readonly isPrefix: boolean
}

// Scripts written without spaces, and pictures: SQLite's tokenizer takes a sentence for one word and drops the pictures.
const spaceless = String.raw`\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff` +
  String.raw`\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\u{20000}-\u{3ffff}`
const special = new RegExp(String.raw`[${spaceless}]|\p{Extended_Pictographic}`, 'u')
const plainSign = String.raw`(?![${spaceless}]|\p{Extended_Pictographic})[\p{L}\p{N}\p{Co}\u0300-\u036f]`
const token = new RegExp(String.raw`(?<run>[${spaceless}]+)|(?<picture>\p{Extended_Pictographic})|(?:${plainSign})+`, 'gu')
const plainToken = /[\p{L}\p{N}\p{Co}\u0300-\u036f]+/gu
const plainAscii = /^[\x20-\x7e]*$/
// A private character begins what is no word of any language, so that no search meets it by chance.
const pictureMark = '\ue000'
const projectMark = '\ue001'

/** A text as it is given to the full-text index: pictures become words, and what has no spaces becomes pairs of characters. */
export function searchable(text: string): string {
  if (!special.test(text)) return text
  return text.normalize('NFC').replace(token, (match: string, run: string | undefined, picture: string | undefined) => {
    if (picture !== undefined) return ` ${pictureWord(picture)} `
    return run === undefined ? match : ` ${pairsOf(run).map((pair) => pair.text).join(' ')} `
  })
}

/** The word that stands in every line of a project. */
export function projectWord(projectId: number): string {
  return `${projectMark}${projectId}`
}

/** The words of a text, folded as SQLite folds them. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = []
  if (!special.test(text)) {
    for (const match of text.matchAll(plainToken)) words.push({ text: fold(match[0]), start: match.index, end: match.index + match[0].length })
    return words
  }
  for (const match of text.matchAll(token)) {
    const { run, picture } = match.groups ?? {}
    const start = match.index
    if (run !== undefined) for (const pair of pairsOf(run)) words.push({ text: fold(pair.text), start: start + pair.start, end: start + pair.end })
    else words.push({ text: picture === undefined ? fold(match[0]) : pictureWord(picture), start, end: start + match[0].length })
  }
  return words
}

// Below this a prefix fits too much of everything.
const shortestPrefix = 3
const mostPhrases = 16

/** What a person typed: words that must all stand in a line, "in quotes" one behind the other; the last one may go on. */
export function phrasesOf(query: string): Phrase[] {
  const parts = [...query.matchAll(/"([^"]*)"?|[^\s"]+/g)].slice(0, mostPhrases)
  const isOpen = parts.at(-1)?.[1] === undefined && !/\s$/.test(query)
  const phrases = parts.map(([whole, quoted], place): Phrase => {
    const isLast = isOpen && place === parts.length - 1
    const text = quoted ?? whole
    const found = wordsOf(text)
    const last = found.at(-1)
    // The last character of a run without spaces stands alone: as a query it is only the end of a pair.
    const isEndOfPair = last !== undefined && found.length > 1 && isSpecialRun(text.slice(last.start, last.end)) && found.at(-2)?.end === last.end
    const words = (isEndOfPair ? found.slice(0, -1) : found).map((word) => word.text)
    const isSingle = words.length === 1 && last !== undefined && isSpecialRun(text.slice(last.start, last.end))
    return { words, isPrefix: (isSingle && !isEndOfPair) || (isLast && (words.at(-1)?.length ?? 0) >= shortestPrefix) }
  })
  return phrases.filter(({ words }) => words.length > 0)
}

/** The query in FTS5's language; nothing a person types is an operator. */
export function matchText(phrases: readonly Phrase[], projectId: number | null): string {
  const terms = phrases.map(({ words, isPrefix }) => `"${words.join(' ')}"${isPrefix ? '*' : ''}`)
  return [...(projectId === null ? [] : [`"${projectWord(projectId)}"`]), ...terms].join(' AND ')
}

/** Whether a text can hold any of the phrases: a cheap look before its words are cut. */
export function mayHold(text: string, phrases: readonly Phrase[]): boolean {
  if (!plainAscii.test(text.replaceAll('\n', ' '))) return true
  const folded = text.toLowerCase()
  return phrases.some(({ words }) => words.every((word) => folded.includes(word)))
}

/** Where a phrase stands in a text, from its words; the first places only. */
export function placesOf(phrase: Phrase, words: readonly Word[], most: number): { readonly start: number; readonly end: number }[] {
  const places: { start: number; end: number }[] = []
  const length = phrase.words.length
  for (let at = 0; at + length <= words.length && places.length < most; at++) {
    const fits = phrase.words.every((wanted, place) => {
      const found = words[at + place]?.text ?? ''
      return phrase.isPrefix && place === length - 1 ? found.startsWith(wanted) : found === wanted
    })
    if (!fits) continue
    const start = words[at]?.start ?? 0
    places.push({ start, end: words[at + length - 1]?.end ?? start })
  }
  return places
}

function fold(text: string): string {
  if (plainAscii.test(text)) return text.toLowerCase()
  // Composed again: a Korean syllable or a voiced kana is one character.
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').normalize('NFC').toLowerCase()
}

function pictureWord(picture: string): string {
  return `${pictureMark}${(picture.codePointAt(0) ?? 0).toString(16)}`
}

function isSpecialRun(text: string): boolean {
  return special.test(text)
}

// 日本語 is 日本, 本語, 語: any part of it is found as consecutive pairs, one character as the beginning of a pair.
function pairsOf(run: string): Word[] {
  const pairs: Word[] = []
  let at = 0
  const signs = Array.from(run)
  signs.forEach((sign, place) => {
    const text = sign + (signs[place + 1] ?? '')
    pairs.push({ text, start: at, end: at + text.length })
    at += sign.length
  })
  return pairs
}
