import type { FieldWrite } from '@shared/contract/fields'
import type { StepKey } from '@shared/model/step'

/** Below 0 when `a` comes first in the run. */
export function compareSteps(a: StepKey, b: StepKey): number {
  return a.build - b.build || a.sequenceId - b.sequenceId || a.attempt - b.attempt
}

/** The index of the last write at or before a step, -1 when there is none. Writes are in the order of their steps. */
export function currentWrite(writes: readonly FieldWrite[], step: StepKey | null): number {
  return step === null ? -1 : writes.findLastIndex((write) => compareSteps(write, step) <= 0)
}

/** The write that `[` or `]` leads to from a step; `undefined` at either end. */
export function nextWrite(writes: readonly FieldWrite[], step: StepKey | null, way: -1 | 1): FieldWrite | undefined {
  if (step === null) return way < 0 ? writes.at(-1) : writes[0]
  return way < 0 ? writes.findLast((write) => compareSteps(write, step) < 0) : writes.find((write) => compareSteps(write, step) > 0)
}

/** The numbers a field took, in order; `null` when fewer than two writes, or any that is no number in between. */
export function numbersOf(writes: readonly FieldWrite[]): readonly number[] | null {
  const texts = writes.flatMap(({ to }) => (to === null || to.text === 'null' ? [] : [to.text]))
  if (texts.length < 2 || !texts.every((text) => /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text))) return null
  return writes.map(({ to }) => (to === null || to.text === 'null' ? Number.NaN : Number(to.text)))
}
