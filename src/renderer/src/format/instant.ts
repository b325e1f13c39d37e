/** An instant as ISO 8601 in UTC with microseconds: what is copied. */
export function isoInstant(timeUs: number): string {
  const ms = Math.floor(timeUs / 1000)
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) return String(timeUs)
  return date.toISOString().replace('Z', `${String(timeUs - ms * 1000).padStart(3, '0')}Z`)
}

const dateTime = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'short'
})

/** An instant in the person's locale and time zone, with milliseconds. */
export function localInstant(timeUs: number): string {
  const date = new Date(Math.floor(timeUs / 1000))
  return Number.isNaN(date.getTime()) ? '—' : dateTime.format(date)
}

/** How long ago an instant was: `now`, `12 s`, `4 m`, `3 h`, `9 d`, `7 w`, `2 y`; times ahead of the clock are `in …`. */
export function formatAge(timeUs: number, nowMs: number): string {
  const seconds = Math.round(nowMs / 1000 - timeUs / 1_000_000)
  if (seconds < -1) return `in ${ageOf(-seconds)}`
  if (seconds < 2) return 'now'
  return ageOf(seconds)
}

function ageOf(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} m`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h`
  const days = Math.floor(hours / 24)
  if (days < 14) return `${days} d`
  if (days < 365) return `${Math.floor(days / 7)} w`
  return `${Math.floor(days / 365)} y`
}
