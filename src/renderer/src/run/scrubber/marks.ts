import type { RunChild } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { compareSteps } from '../history/stepOrder'
import { indexOfStep } from '../steps/selection'

/** Where steps of note stand on the track, as shares of its length from 0 to 1, each place once. */
export interface TrackMarks {
  readonly failures: readonly number[]
  readonly forks: readonly number[]
}

/** As fine as a wide track has pixels: more marks than that cannot be told apart. */
const places = 1_000

/** The share of the track at which the step of that index stands. */
export function shareOf(index: number, count: number): number {
  return count < 2 ? 0 : index / (count - 1)
}

/** The index of the step nearest to a share of the track. */
export function indexAt(share: number, count: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * Math.max(0, count - 1))
}

/** Marks for the steps that failed and those that other runs were forked from. */
export function trackMarks(steps: readonly StepRow[], children: readonly RunChild[]): TrackMarks {
  const forked = new Set(children.flatMap((child) => (child.kind === 'fork' && child.sequenceId !== null ? [child.sequenceId] : [])))
  const where = (isMarked: (step: StepRow) => boolean): readonly number[] => {
    const found = steps.flatMap((step, index) => (isMarked(step) ? [Math.round(shareOf(index, steps.length) * places)] : []))
    return [...new Set(found)].map((place) => place / places)
  }
  return {
    failures: where(({ status }) => status === 'failed' || status === 'interrupted'),
    forks: where(({ sequenceId }) => forked.has(sequenceId))
  }
}

/** The index of the selected step; half an index on from the step before it when a filter leaves it out, -1 when none is selected. */
export function placeOf(steps: readonly StepRow[], selected: StepRow | null): number {
  const index = indexOfStep(steps, selected)
  if (index >= 0 || selected === null) return index
  return steps.findLastIndex((step) => compareSteps(step, selected) < 0) + 0.5
}
