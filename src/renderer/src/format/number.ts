const whole = new Intl.NumberFormat()
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 })

/** A count in full, with the locale's separators. */
export function formatCount(count: number): string {
  return whole.format(count)
}

/** A count in four characters or so: `912`, `1.2K`, `3.4M`. */
export function compactCount(count: number): string {
  return compact.format(count)
}

/** A size in binary units: `512 B`, `1.5 KiB`, `20 MiB`. */
export function formatBytes(sizeBytes: number): string {
  if (sizeBytes < 1024) return `${sizeBytes} B`
  let size = sizeBytes
  let name = 'B'
  for (const next of ['KiB', 'MiB', 'GiB', 'TiB']) {
    if (size < 1023.5) break
    size /= 1024
    name = next
  }
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${name}`
}

/** `1 run`, `2 runs`: the count in full with its noun. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
