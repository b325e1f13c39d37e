/** A time as logged, and its number: microseconds since 1970 read as UTC, so a naive time still lacks the writer's offset. */
export interface LogTime {
  readonly text: string
  readonly us: number
  /** Whether the text named its zone (`Z` or an offset, already applied); otherwise it is local to the writer. */
  readonly isUtc: boolean
}

/** Calendar fields of an instant, as texts of digits or numbers already checked to be digits. */
export interface CalendarTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly micros: number
}

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const dayUs = 86_400_000_000

/** Microseconds since 1970 of a calendar time; `null` when no such time exists or it cannot be held exactly (1700 to 2250). */
export function calendarUs(time: CalendarTime): number | null {
  const { year, month, day, hour, minute, second, micros } = time
  if (year < 1700 || year > 2250 || hour > 23 || minute > 59 || second > 59) return null
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const last = month === 2 && !isLeap ? 28 : (monthDays[month - 1] ?? 0)
  if (day < 1 || day > last) return null
  const daySeconds = hour * 3600 + minute * 60 + second
  return daysSinceEpoch(year, month, day) * dayUs + daySeconds * 1_000_000 + micros
}

// Counts from 1 March, so that the leap day is the last of its year.
function daysSinceEpoch(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year
  const marchMonth = (month + 9) % 12
  const leaps = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400)
  return marchYear * 365 + leaps + Math.floor((marchMonth * 153 + 2) / 5) + day - 1 - 719_468
}

/** The number that stands in ASCII digits at `from`; NaN when one of them is not a digit. */
export function digitsAt(text: string, from: number, count: number): number {
  let value = 0
  for (let i = from; i < from + count; i++) {
    const digit = text.charCodeAt(i) - 0x30
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/** Reads `2026-11-22T12:58:15[.290239][Z|+05:30]`; `null` when the text is not such a time. */
export function parseLogTime(text: string): LogTime | null {
  const separator = text.charAt(10)
  if (text.charAt(4) !== '-' || text.charAt(7) !== '-' || text.charAt(13) !== ':' || text.charAt(16) !== ':') return null
  if (separator !== 'T' && separator !== ' ') return null
  let end = 19
  if (text.charAt(19) === '.') for (end = 20; isDigitAt(text, end); end++);
  const us = calendarUs({
    year: digitsAt(text, 0, 4),
    month: digitsAt(text, 5, 2),
    day: digitsAt(text, 8, 2),
    hour: digitsAt(text, 11, 2),
    minute: digitsAt(text, 14, 2),
    second: digitsAt(text, 17, 2),
    micros: end === 26 ? digitsAt(text, 20, 6) : end === 19 ? 0 : end === 20 ? Number.NaN : microsOf(text.slice(20, end))
  })
  if (us === null || Number.isNaN(us)) return null
  if (end === text.length) return { text, us, isUtc: false }
  const zoneUs = zoneOffsetUs(text.slice(end))
  return zoneUs === null ? null : { text, us: us - zoneUs, isUtc: true }
}

function isDigitAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 0x30 && code <= 0x39
}

function microsOf(fraction: string): number {
  return Number(fraction.slice(0, 6).padEnd(6, '0'))
}

function zoneOffsetUs(zone: string): number | null {
  if (zone === 'Z' || zone === 'z') return 0
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  if (match === null) return null
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return (match[1] === '-' ? -minutes : minutes) * 60_000_000
}

/** A time as Burr writes it: no fraction when the microsecond is 0, `Z` only when it is UTC. */
export function logTimeText(time: { readonly us: number; readonly isUtc: boolean }): string {
  const micros = ((time.us % 1_000_000) + 1_000_000) % 1_000_000
  const seconds = new Date((time.us - micros) / 1000).toISOString().slice(0, 19)
  return seconds + (micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`) + (time.isUtc ? 'Z' : '')
}
