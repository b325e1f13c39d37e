const unit = (value: number, name: string): string => `${value} ${name}`

/** A duration for reading: `12.4 ms`, `1.24 s`, `3 m 12 s`, `1 h 4 m`, `2 d 3 h`; `—` when it is not known. */
export function formatDuration(durationUs: number | null): string {
  if (durationUs === null || !Number.isFinite(durationUs)) return '—'
  if (durationUs < 0) return `−${formatDuration(-durationUs)}`
  if (durationUs === 0) return '0 ms'
  if (durationUs < 1000) return `${Math.round(durationUs)} µs`
  const ms = durationUs / 1000
  // Rounding comes before the choice of the unit, so that nothing is ever "1000 ms" or "60 s".
  if (Math.round(ms) < 1000) return `${ms < 9.95 ? ms.toFixed(1) : Math.round(ms)} ms`
  const s = ms / 1000
  if (Number(s.toFixed(1)) < 60) return `${s < 9.995 ? s.toFixed(2) : s.toFixed(1)} s`
  const seconds = Math.round(s)
  if (seconds < 3600) return `${unit(Math.floor(seconds / 60), 'm')} ${unit(seconds % 60, 's')}`
  const minutes = Math.round(seconds / 60)
  if (minutes < 1440) return `${unit(Math.floor(minutes / 60), 'h')} ${unit(minutes % 60, 'm')}`
  const hours = Math.round(minutes / 60)
  return `${unit(Math.floor(hours / 24), 'd')} ${unit(hours % 24, 'h')}`
}

/** A duration to the last digit that is known, in seconds: what is shown on hover and copied. */
export function exactDuration(durationUs: number): string {
  return `${(durationUs / 1_000_000).toFixed(6)} s`
}
