import type { LogTime } from './clock'

/** One time of a log file, in the order of its lines. */
export interface Stamp {
  readonly line: number
  readonly time: LogTime
}

/** Naive times up to and including this line have another offset: the writer's clock was put back inside the file. */
export interface ClockBreak {
  readonly untilLine: number
  readonly offsetMinutes: number
}

/** How the naive times of one log file become UTC instants: UTC = naive - offset. */
export interface FileClock {
  /** Local minus UTC in minutes, at the end of the file; `null` when the file holds no naive time. */
  readonly offsetMinutes: number | null
  /** False when only the key's time speaks for the offset and it fits badly. */
  readonly sure: boolean
  /** First line first; empty but for a change to winter time inside the file. */
  readonly breaks: readonly ClockBreak[]
}

const minuteUs = 60_000_000
const quarterUs = 15 * minuteUs
/** Thread order and clock steps can make a later line a little earlier. */
const slackUs = 2_000_000
/** A file is normally written seconds after its last line; beyond this the guess is not called sure. */
const plausibleLagUs = 2 * minuteUs
const widestOffsetUs = 15 * 60 * minuteUs

function roundQuarter(us: number): number {
  return Math.round(us / quarterUs) * quarterUs
}

/**
 * Finds the writer's offset from UTC. The key's time follows the last line by the flush lag, so their difference rounded to a
 * quarter of an hour is the offset; UTC-stamped lines beside naive ones bound it more closely and win when they disagree.
 */
export function repairClock(stamps: readonly Stamp[], keyTimeUs: number): FileClock {
  const naive = stamps.filter(({ time }) => !time.isUtc)
  const last = naive.at(-1)
  if (last === undefined) return { offsetMinutes: null, sure: true, breaks: [] }
  const breaks = findBreaks(naive)
  const fromKey = roundQuarter(keyTimeUs - last.time.us)
  const lagUs = keyTimeUs - last.time.us - fromKey
  const bounds = utcBounds(stamps, breaks.length === 0 ? -1 : (breaks.at(-1)?.line ?? -1))
  const fits = bounds.least - slackUs <= fromKey && fromKey <= bounds.most + slackUs
  const isBounded = Number.isFinite(bounds.least) || Number.isFinite(bounds.most)
  let behindUs = fromKey
  let sure = lagUs >= -slackUs && lagUs <= plausibleLagUs
  if (isBounded && fits) sure = true
  if (isBounded && !fits) {
    behindUs = Number.isFinite(bounds.most) ? floorQuarter(bounds.most) : ceilQuarter(bounds.least)
    sure = bounds.least - slackUs <= behindUs && Number.isFinite(bounds.least + bounds.most)
  }
  if (Math.abs(behindUs) > widestOffsetUs) sure = false
  return withBreaks(0 - behindUs / minuteUs, sure, breaks)
}

function floorQuarter(us: number): number {
  return Math.floor((us + slackUs) / quarterUs) * quarterUs
}

function ceilQuarter(us: number): number {
  return Math.ceil((us - slackUs) / quarterUs) * quarterUs
}

/** What UTC minus naive must lie between: a naive line is not later than a UTC line that follows it, and the other way round. */
function utcBounds(stamps: readonly Stamp[], afterLine: number): { least: number; most: number } {
  let least = Number.NEGATIVE_INFINITY
  let most = Number.POSITIVE_INFINITY
  let before: Stamp | undefined
  for (const stamp of stamps) {
    if (stamp.line <= afterLine) continue
    if (before !== undefined && before.time.isUtc !== stamp.time.isUtc) {
      if (stamp.time.isUtc) most = Math.min(most, stamp.time.us - before.time.us)
      else least = Math.max(least, before.time.us - stamp.time.us)
    }
    before = stamp
  }
  return { least, most }
}

interface Jump {
  readonly line: number
  readonly jumpUs: number
}

// Only a jump back is proof: a jump forward may as well be an idle hour.
function findBreaks(naive: readonly Stamp[]): readonly Jump[] {
  const jumps: Jump[] = []
  for (let i = 1; i < naive.length; i++) {
    const before = naive[i - 1]
    const after = naive[i]
    if (before === undefined || after === undefined) continue
    const jumpUs = roundQuarter(after.time.us - before.time.us)
    if (jumpUs < 0) jumps.push({ line: before.line, jumpUs })
  }
  return jumps
}

function withBreaks(offsetMinutes: number, sure: boolean, jumps: readonly Jump[]): FileClock {
  let offset = offsetMinutes
  const breaks: ClockBreak[] = []
  for (const jump of jumps.toReversed()) {
    offset -= jump.jumpUs / minuteUs
    breaks.unshift({ untilLine: jump.line, offsetMinutes: offset })
  }
  return { offsetMinutes, sure, breaks }
}

/** The UTC instant, in microseconds, of a time that stands on that line of a file. */
export function utcOf(clock: FileClock, line: number, time: { readonly us: number; readonly isUtc: boolean }): number {
  if (time.isUtc) return time.us
  const broken = clock.breaks.find(({ untilLine }) => line <= untilLine)
  return time.us - (broken?.offsetMinutes ?? clock.offsetMinutes ?? 0) * minuteUs
}
