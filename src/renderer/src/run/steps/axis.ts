/** A stretch of time; microseconds, UTC instants. */
export interface Interval {
  readonly startUs: number
  readonly endUs: number
}

/** One piece of an axis: real time from `startUs` to `endUs`, drawn from `at` for `length` (in drawn microseconds). */
export interface Segment extends Interval {
  readonly at: number
  readonly length: number
  readonly isFolded: boolean
}

/** Real time laid out on a line on which long pauses may be folded to a short break. */
export interface Axis {
  readonly segments: readonly Segment[]
  /** Drawn length in microseconds. */
  readonly length: number
}

/** A pause shorter than this is never folded. */
export const pauseUs = 1_000_000

/** Stretches between the intervals in which nothing ran for more than {@link pauseUs}. */
export function findPauses(intervals: readonly Interval[], longerThanUs = pauseUs): Interval[] {
  const sorted = intervals.toSorted((left, right) => left.startUs - right.startUs)
  const pauses: Interval[] = []
  let endUs = sorted[0]?.startUs ?? 0
  for (const interval of sorted) {
    if (interval.startUs - endUs > longerThanUs) pauses.push({ startUs: endUs, endUs: interval.startUs })
    endUs = Math.max(endUs, interval.endUs)
  }
  return pauses
}

/** An axis over all the intervals; each of `folds` takes a fiftieth of the time that is drawn in full. */
export function makeAxis(intervals: readonly Interval[], folds: readonly Interval[]): Axis {
  const startUs = intervals.reduce((least, each) => Math.min(least, each.startUs), Number.POSITIVE_INFINITY)
  const endUs = intervals.reduce((most, each) => Math.max(most, each.endUs), Number.NEGATIVE_INFINITY)
  if (!Number.isFinite(startUs)) return { segments: [], length: 0 }
  const foldedUs = folds.reduce((sum, fold) => sum + fold.endUs - fold.startUs, 0)
  const breakLength = Math.max(1, (endUs - startUs - foldedUs) / 50)
  const segments: Segment[] = []
  let at = 0
  const add = (from: number, to: number, isFolded: boolean): void => {
    if (to <= from) return
    const length = isFolded ? Math.min(to - from, breakLength) : to - from
    segments.push({ startUs: from, endUs: to, at, length, isFolded })
    at += length
  }
  let doneUs = startUs
  for (const fold of folds) {
    add(doneUs, fold.startUs, false)
    add(fold.startUs, fold.endUs, true)
    doneUs = fold.endUs
  }
  add(doneUs, endUs, false)
  // All in one instant: a line of one microsecond, so that nothing is divided by zero.
  if (segments.length === 0) segments.push({ startUs, endUs: startUs + 1, at: 0, length: 1, isFolded: false })
  return { segments, length: Math.max(at, 1) }
}

/** Where an instant is drawn, clamped to the axis. */
export function toDrawn(axis: Axis, timeUs: number): number {
  const segment = find(axis.segments, (each) => each.endUs < timeUs)
  if (segment === undefined) return 0
  const share = (timeUs - segment.startUs) / (segment.endUs - segment.startUs)
  return segment.at + segment.length * Math.min(1, Math.max(0, share))
}

/** The instant drawn at a place, clamped to the axis. */
export function toTime(axis: Axis, drawn: number): number {
  const segment = find(axis.segments, (each) => each.at + each.length < drawn)
  if (segment === undefined) return 0
  const share = (drawn - segment.at) / segment.length
  return segment.startUs + (segment.endUs - segment.startUs) * Math.min(1, Math.max(0, share))
}

/** The first segment that does not lie before, or the last one. */
function find(segments: readonly Segment[], isBefore: (segment: Segment) => boolean): Segment | undefined {
  let [low, high] = [0, segments.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    const segment = segments[middle]
    if (segment !== undefined && isBefore(segment)) low = middle + 1
    else high = middle
  }
  return segments[low]
}
