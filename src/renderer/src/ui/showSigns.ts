/** Controls, direction marks and other invisible signs, except the joiners that emoji and scripts need. */
const invisible = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** A text on one line in which every invisible sign can be seen: line feeds and tabs as their symbols, others as their code points. */
export function showSigns(text: string): string {
  return text.replace(invisible, (sign) => {
    if (sign === '\n') return '↵'
    if (sign === '\t') return '⇥'
    return `⟨U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`
  })
}
