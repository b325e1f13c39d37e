/** What a spreadsheet may take for the begin of a formula, whatever invisible or blank signs stand before it; full-width and small forms too. */
const formula = /^'*[\s\p{C}\p{Z}]*[=+\-@|%＝＋－＠｜％﹦﹢﹣﹫−]|^'*[\t\r\n]/u

/** A text that no spreadsheet runs: one that could be a formula gets an apostrophe in front. {@link unguarded} takes it off again. */
export function guarded(text: string): string {
  return formula.test(text) ? `'${text}` : text
}

/** The text that {@link guarded} was given. */
export function unguarded(text: string): string {
  return text.startsWith("'") && formula.test(text) ? text.slice(1) : text
}

/** One line of CSV (RFC 4180): every cell in quotes; `null` = an empty cell. A number is written as it is, a text guarded. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => quoted(typeof cell === 'string' ? guarded(cell) : String(cell ?? ''))).join(',')}\r\n`
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
