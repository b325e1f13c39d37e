function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The known word that was probably meant: it begins so, or at most two letters differ; `null` = none is near. */
export function nearest(text: string, known: readonly string[]): string | null {
  const lower = text.toLowerCase()
  if (lower === '' || lower.length > 40) return null
  const begun = known.find((each) => each.startsWith(lower))
  if (begun !== undefined) return begun
  const ranked = known.map((each) => ({ each, far: distance(lower, each) })).toSorted((a, b) => a.far - b.far)
  const best = ranked[0]
  return best !== undefined && best.far <= Math.min(2, Math.floor(lower.length / 2)) ? best.each : null
}
