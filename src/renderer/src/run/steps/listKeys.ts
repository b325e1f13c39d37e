import type { KeyboardEvent as ReactKeyboardEvent } from 'react'
import type { StepRow } from '@shared/model/step'
import { formatStepKey } from '../../route'
import { hasInside, type OpenRows } from './openRows'
import { indexOfStep, stepAfter } from './selection'
import type { Timeline } from './timeline'

/** What the keys of the step list act on. */
export interface ListKeys {
  readonly steps: readonly StepRow[]
  readonly selected: StepRow | null
  readonly newestFirst: boolean
  readonly open: OpenRows
  readonly timeline: Timeline
  readonly onSelect: (step: StepRow) => void
}

const moves: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  PageDown: 20,
  PageUp: -20,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY
}

/** Does what a key means in the step list; says whether it meant anything. */
export function pressListKey(event: KeyboardEvent | ReactKeyboardEvent, { steps, selected, newestFirst, open, timeline, onSelect }: ListKeys): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false
  const move = moves[event.key]
  if (move !== undefined) {
    // Keys follow the screen: newest first, down means earlier.
    const to = moveTo(steps, selected, newestFirst ? -move : move)
    if (to !== null) onSelect(to)
    return true
  }
  switch (event.key) {
    case 'ArrowRight':
    case 'ArrowLeft':
      if (selected !== null && hasInside(selected)) open.set(formatStepKey(selected), event.key === 'ArrowRight')
      return selected !== null
    case '+':
    case '=':
      timeline.zoom(1.5)
      return true
    case '-':
      timeline.zoom(1 / 1.5)
      return true
    case '0':
      timeline.fit()
      return true
    default:
      return false
  }
}

function moveTo(steps: readonly StepRow[], selected: StepRow | null, by: number): StepRow | null {
  if (Number.isFinite(by)) return stepAfter(steps, indexOfStep(steps, selected) < 0 ? null : selected, by)
  return (by < 0 ? steps[0] : steps.at(-1)) ?? null
}
