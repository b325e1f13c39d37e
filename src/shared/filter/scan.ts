/** A piece of a filter line: what it says, whether it was quoted, and where it stands (`to` is behind it). */
export interface Piece {
  readonly text: string
  readonly quoted: boolean
  /** Quotes that were opened and not closed. */
  readonly open: boolean
  readonly from: number
  readonly to: number
}

/** One word of a filter line: free text (`key` = null) or a key with its values. */
export interface Word {
  readonly negated: boolean
  readonly key: Piece | null
  readonly values: readonly Piece[]
  readonly from: number
  readonly to: number
}

const isSpace = (char: string | undefined): boolean => char !== undefined && /\s/.test(char)

function quotedPiece(line: string, from: number): Piece {
  let text = ''
  for (let at = from + 1; at < line.length; at++) {
    const char = line[at]
    if (char === '"') return { text, quoted: true, open: false, from, to: at + 1 }
    const next = line[at + 1]
    if (char === '\\' && (next === '"' || next === '\\')) text += line[++at]
    else text += char
  }
  return { text, quoted: true, open: true, from, to: line.length }
}

function barePiece(line: string, from: number, stop: string): Piece {
  let to = from
  while (to < line.length && !isSpace(line[to]) && !stop.includes(line[to] ?? '')) to++
  return { text: line.slice(from, to), quoted: false, open: false, from, to }
}

function pieceAt(line: string, from: number, stop: string): Piece {
  return line[from] === '"' ? quotedPiece(line, from) : barePiece(line, from, stop)
}

function valuesAt(line: string, from: number): readonly Piece[] {
  const values = [pieceAt(line, from, ',')]
  for (;;) {
    const at = values.at(-1)?.to ?? line.length
    if (line[at] !== ',') return values
    values.push(pieceAt(line, at + 1, ','))
  }
}

function wordAt(line: string, from: number): Word {
  const negated = line[from] === '-'
  const start = negated ? from + 1 : from
  if (line[start] !== '"') {
    const key = barePiece(line, start, ':"')
    if (line[key.to] === ':') {
      const values = valuesAt(line, key.to + 1)
      return { negated, key, values, from, to: values.at(-1)?.to ?? key.to + 1 }
    }
  }
  const value = pieceAt(line, start, '')
  return { negated, key: null, values: [value], from, to: value.to }
}

/** The words of a filter line, from left to right. Quotes keep spaces and commas together; `\"` and `\\` stand for themselves in them. */
export function scanLine(line: string): readonly Word[] {
  const words: Word[] = []
  for (let at = 0; at < line.length; ) {
    if (isSpace(line[at])) at++
    else {
      const word = wordAt(line, at)
      words.push(word)
      at = word.to
    }
  }
  return words
}
