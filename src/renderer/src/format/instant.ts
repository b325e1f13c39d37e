import type { Settings } from '@shared/model/settings'

/** An instant as ISO 8601 in UTC with microseconds: what is copied. */
export function isoInstant(timeUs: number): string {
  const ms = Math.floor(timeUs / 1000)
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) return String(timeUs)
  return date.toISOString().replace('Z', `${String(timeUs - ms * 1000).padStart(3, '0')}Z`)
}

const full = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3
} as const
const short = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const

/** The formatters of one locale; `undefined` = the desktop's. */
export function instantFormats(locale?: string) {
  return {
    local: new Intl.DateTimeFormat(locale, { ...full, timeZoneName: 'short' }),
    utc: new Intl.DateTimeFormat(locale, { ...full, timeZone: 'UTC', timeZoneName: 'short' }),
    bare: new Intl.DateTimeFormat(locale, { ...full, timeZone: 'UTC' }),
    shortLocal: new Intl.DateTimeFormat(locale, short),
    shortUtc: new Intl.DateTimeFormat(locale, { ...short, timeZone: 'UTC' })
  }
}

const formats = instantFormats()

/** `UTC`, `UTC+1`, `UTC−3:30`. */
export function offsetWords(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'UTC'
  const size = Math.abs(offsetMinutes)
  const minutes = size % 60
  return `UTC${offsetMinutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`}`
}

/**
 * An instant in full, with milliseconds and its zone, in the person's locale. `producer` needs the offset from UTC of the program
 * that logged it, in minutes; where it is not known the time is local, and its zone says so.
 */
export function fullInstant(timeUs: number, zone: Settings['timeZone'], offsetMinutes: number | null = null, use = formats): string {
  const ms = Math.floor(timeUs / 1000)
  if (Number.isNaN(new Date(ms).getTime())) return '—'
  if (zone === 'utc') return use.utc.format(ms)
  if (zone === 'producer' && offsetMinutes !== null) return `${use.bare.format(ms + offsetMinutes * 60_000)} ${offsetWords(offsetMinutes)}`
  return use.local.format(ms)
}

/** An instant for a column: day and time to the second, without its year and zone. */
export function shortInstant(timeUs: number, zone: Settings['timeZone'], offsetMinutes: number | null = null, use = formats): string {
  const ms = Math.floor(timeUs / 1000)
  if (Number.isNaN(new Date(ms).getTime())) return '—'
  if (zone === 'utc') return use.shortUtc.format(ms)
  if (zone === 'producer' && offsetMinutes !== null) return use.shortUtc.format(ms + offsetMinutes * 60_000)
  return use.shortLocal.format(ms)
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
