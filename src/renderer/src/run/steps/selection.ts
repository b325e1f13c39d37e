import type { StepKey, StepRow, StepStatus } from '@shared/model/step'

/** Whether two keys name the same step. */
export function isSameStep(a: StepKey | null, b: StepKey | null): boolean {
  return a === b || (a !== null && b !== null && a.sequenceId === b.sequenceId && a.attempt === b.attempt && a.build === b.build)
}

/** The place of a step in the list, -1 when it is not there. */
export function indexOfStep(steps: readonly StepRow[], key: StepKey | null): number {
  return key === null ? -1 : steps.findIndex((step) => isSameStep(step, key))
}

/** Statuses that a person looks for when something is wrong. */
export const troubles: readonly StepStatus[] = ['failed', 'interrupted']

/** Where a run opens: at the first failing step, else at the last one; `null` when there is none. */
export function openingStep(steps: readonly StepRow[]): StepRow | null {
  return steps.find((step) => troubles.includes(step.status)) ?? steps.at(-1) ?? null
}

/** The step `by` places on in time among those that exist, stopping at the ends; the nearest end when nothing is selected. */
export function stepAfter(steps: readonly StepRow[], key: StepKey | null, by: number): StepRow | null {
  const index = indexOfStep(steps, key)
  if (index < 0) return (by < 0 ? steps.at(-1) : steps[0]) ?? null
  return steps[Math.min(steps.length - 1, Math.max(0, index + by))] ?? null
}

/** The next (or previous) failing step in time, round the end; `null` when the run has none. */
export function nextTrouble(steps: readonly StepRow[], key: StepKey | null, direction: 1 | -1): StepRow | null {
  const index = indexOfStep(steps, key)
  const start = index < 0 && direction < 0 ? 0 : index
  for (let i = 1; i <= steps.length; i++) {
    const step = steps[(((start + i * direction) % steps.length) + steps.length) % steps.length]
    if (step !== undefined && troubles.includes(step.status)) return step
  }
  return null
}

/** The next time an action was executed after a step, round the end; `null` when it never was. */
export function nextOfAction(steps: readonly StepRow[], key: StepKey | null, action: string): StepRow | null {
  const index = indexOfStep(steps, key)
  const later = steps.find((step, i) => i > index && step.action === action)
  return later ?? steps.find((step) => step.action === action) ?? null
}
