/** Controls, direction marks and other invisible signs, except the joiners that emoji and scripts need. */
const invisible = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const codePoint = (sign: string): string => `⟨U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`

/** A text on one line in which every invisible sign can be seen: line feeds and tabs as their symbols, others as their code points. */
export function showSigns(text: string): string {
  return text.replace(invisible, (sign) => (sign === '\n' ? '↵' : sign === '\t' ? '⇥' : codePoint(sign)))
}

/** A text over several lines in which every invisible sign can be seen as its code point; line feeds and tabs stay. */
export function showLines(text: string): string {
  return text.replace(invisible, (sign) => (sign === '\n' || sign === '\t' ? sign : codePoint(sign)))
}
