import type { StepRow } from '@shared/model/step'

/** Actions that came one behind the other again and again. */
export interface Repeat {
  /** Index of the first and the last step of it. */
  readonly from: number
  readonly to: number
  readonly actions: readonly string[]
  readonly times: number
}

const longestCycle = 6
/** A round trip is named from so many times on; one action in a row from a few more. */
const fewest = 3
const fewestAlone = 4

/** The loops in a run's steps, the shortest cycle that tells each, in order and without overlap. */
export function findRepeats(steps: readonly StepRow[]): Repeat[] {
  const found: Repeat[] = []
  for (let from = 0; from < steps.length; ) {
    const best = longestFrom(steps, from)
    if (best !== null) found.push(best)
    from = best === null ? from + 1 : best.to + 1
  }
  return found
}

function longestFrom(steps: readonly StepRow[], from: number): Repeat | null {
  for (let length = 1; length <= longestCycle; length++) {
    let end = from + length
    while (end < steps.length && steps[end]?.action === steps[end - length]?.action && steps[end]?.build === steps[from]?.build) end++
    const times = Math.floor((end - from) / length)
    if (times >= (length === 1 ? fewestAlone : fewest)) {
      return { from, to: from + times * length - 1, actions: steps.slice(from, from + length).map((step) => step.action), times }
    }
  }
  return null
}
