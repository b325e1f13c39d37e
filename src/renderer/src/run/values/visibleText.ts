/** A piece of a text: to be shown as it is, or (`code` set) a character that has no look of its own, by its code point. */
export interface TextPiece {
  readonly text: string
  readonly code: string | null
}

/** Controls, direction marks and other invisible characters, except line feed, tab and the joiners that emoji and scripts need. */
const invisible = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** Splits a text so that every invisible character can be made visible; none of them reaches the screen as itself. */
export function visiblePieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = []
  let done = 0
  for (const match of text.matchAll(invisible)) {
    if (match.index > done) pieces.push({ text: text.slice(done, match.index), code: null })
    pieces.push({ text: match[0], code: codePoint(match[0]) })
    done = match.index + match[0].length
  }
  if (done < text.length) pieces.push({ text: text.slice(done), code: null })
  return pieces
}

function codePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** The text on one line: line feeds and tabs as their symbols, invisible characters as their code points. */
export function oneLine(text: string, maxLength: number): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
  return visiblePieces(cut)
    .map((piece) => (piece.code === null ? piece.text : `⟨${piece.code}⟩`))
    .join('')
    .replace(/\n/g, '↵')
    .replace(/\t/g, '⇥')
}
