import type { Interval } from './axis'

/** Something that took time, with what happened inside it. */
export interface Work extends Interval {
  readonly id: string
  readonly inside: readonly Work[]
}

/** A stretch of the critical path and what it was spent in. */
export interface CriticalPart extends Interval {
  readonly id: string
}

/**
 * The chain of work that decided when the whole ended: from the end back, what ended last before that moment, and inside it the same
 * again. The parts lie behind each other without overlap, oldest first, and together are as long as the work.
 */
export function criticalPath(work: Work): CriticalPart[] {
  const parts: CriticalPart[] = []
  walk(work, work, parts)
  return parts.toReversed()
}

/** Adds the parts of a piece of work inside a window, latest first. */
function walk(work: Work, window: Interval, parts: CriticalPart[]): void {
  const beganUs = Math.max(work.startUs, window.startUs)
  let nowUs = Math.min(work.endUs, window.endUs)
  for (const inner of work.inside.toSorted((a, b) => b.endUs - a.endUs || b.startUs - a.startUs)) {
    if (nowUs <= beganUs) break
    // What ran on after the moment did not hold it up, and what ran beside a longer one neither.
    const endUs = Math.min(inner.endUs, work.endUs)
    if (endUs > nowUs || inner.startUs >= nowUs || endUs <= beganUs || inner.startUs > endUs) continue
    if (endUs < nowUs) parts.push({ id: work.id, startUs: endUs, endUs: nowUs })
    walk(inner, { startUs: beganUs, endUs }, parts)
    nowUs = Math.max(inner.startUs, beganUs)
  }
  if (nowUs > beganUs) parts.push({ id: work.id, startUs: beganUs, endUs: nowUs })
}

/** The stretches of a path by the id of what they were spent in. */
export function partsById(parts: readonly CriticalPart[]): ReadonlyMap<string, readonly Interval[]> {
  const found = new Map<string, Interval[]>()
  for (const part of parts) {
    const own = found.get(part.id)
    if (own === undefined) found.set(part.id, [part])
    else own.push(part)
  }
  return found
}
