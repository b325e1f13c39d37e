import type { FilterTime } from './term'

const unitsUs: readonly (readonly [string, number])[] = [
  ['w', 604_800_000_000],
  ['d', 86_400_000_000],
  ['h', 3_600_000_000],
  ['m', 60_000_000],
  ['s', 1_000_000],
  ['ms', 1000],
  ['us', 1]
]

/** Microseconds of `2s`, `1.5h`, `250ms`; `null` when it is no duration. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)(us|ms|s|m|h|d|w)$/i.exec(text)
  const unit = unitsUs.find(([name]) => name === match?.[2]?.toLowerCase())
  if (match === null || unit === undefined) return null
  const us = Math.round(Number(match[1]) * unit[1])
  return Number.isSafeInteger(us) ? us : null
}

/** A duration in the largest unit that tells it exactly. */
export function printDuration(us: number): string {
  const [name, size] = unitsUs.slice(1).find(([, unit]) => us % unit === 0 && us >= unit) ?? ['s', 1_000_000]
  return us === 0 ? '0s' : `${us / size}${name}`
}

/** A whole number such as `1000` or `1.5k`; `null` when it is none. */
export function parseNumber(text: string): number | null {
  const match = /^(?:(\d{1,15})|(\d{1,9}(?:\.\d{1,3})?)([km]))$/i.exec(text)
  if (match === null) return null
  return match[1] === undefined ? Math.round(Number(match[2]) * (match[3]?.toLowerCase() === 'k' ? 1000 : 1_000_000)) : Number(match[1])
}

const datePattern = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?(Z)?)?$/

function dateMs(text: string): number | null {
  const match = datePattern.exec(text)
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0))
  // A day that is not in the calendar would silently become another one.
  const check = new Date(Date.UTC(year, month - 1, day))
  if (check.getUTCMonth() !== month - 1 || check.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return null
  return match[7] === 'Z' ? Date.UTC(year, month - 1, day, hour, minute, second) : new Date(year, month - 1, day, hour, minute, second).getTime()
}

/** A moment as it is written in a filter line; `null` when it is none. */
export function parseTime(text: string): FilterTime | null {
  const lower = text.toLowerCase()
  if (lower === 'today' || lower === 'yesterday') return { is: 'day', day: lower }
  const us = parseDuration(text)
  if (us !== null) return { is: 'ago', us }
  const upper = text.toUpperCase()
  return dateMs(upper) === null ? null : { is: 'date', text: upper }
}

/** A moment as {@link parseTime} reads it. */
export function printTime(time: FilterTime): string {
  if (time.is === 'ago') return printDuration(time.us)
  return time.is === 'day' ? time.day : time.text
}

function dayStart(ms: number, move: number): number {
  const date = new Date(ms)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + move).getTime()
}

/** The first and last microsecond (UTC) that a moment stands for: a day is all of it, a minute all its seconds. */
export function timeSpan(time: FilterTime, nowUs: number): { readonly fromUs: number; readonly toUs: number } {
  if (time.is === 'ago') return { fromUs: nowUs - time.us, toUs: nowUs - time.us }
  if (time.is === 'day') {
    const move = time.day === 'today' ? 0 : -1
    const nowMs = nowUs / 1000
    return { fromUs: dayStart(nowMs, move) * 1000, toUs: dayStart(nowMs, move + 1) * 1000 - 1 }
  }
  const ms = dateMs(time.text) ?? 0
  if (!time.text.includes('T')) return { fromUs: ms * 1000, toUs: dayStart(ms, 1) * 1000 - 1 }
  const secondsGiven = time.text.split(':').length > 2
  return { fromUs: ms * 1000, toUs: (ms + (secondsGiven ? 1000 : 60_000)) * 1000 - 1 }
}
