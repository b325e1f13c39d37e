const widest = 60

/** Rows under their headings, in columns; numbers to the right. */
export function table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [headings, ...rows].map((row) => row.map((cell) => shorten(String(cell))))
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)))
  const isNumber = headings.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'))
  const lines = cells.map((row) =>
    row.map((cell, column) => (isNumber[column] === true ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd()
  )
  return `${lines.join('\n')}\n`
}

// A control character in an id must not reach the terminal.
function shorten(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '\u{FFFD}')
  return plain.length <= widest ? plain : `${plain.slice(0, widest - 1)}…`
}

/** An instant (UTC microseconds) as ISO text with microseconds, or an empty text for `null`. */
export function isoText(timeUs: number | null): string {
  if (timeUs === null) return ''
  const seconds = Math.floor(timeUs / 1_000_000)
  const micros = timeUs - seconds * 1_000_000
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}Z`
}
