import type { RunRow } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import type { Interval } from './axis'

/** The instant up to which an open step of a run is drawn: now while it runs, else the last news of it. */
export function openEndUs(run: RunRow, nowUs: number): number {
  return run.status === 'running' ? Math.max(nowUs, run.lastTimeUs) : run.lastTimeUs
}

/** When a step ran, an open one up to `openUs`; `null` when the log does not tell. */
export function stepInterval(step: StepRow, openUs: number): Interval | null {
  const startUs = step.startUs ?? step.endUs
  if (startUs === null) return null
  return { startUs, endUs: step.endUs ?? (step.status === 'open' ? Math.max(openUs, startUs) : startUs) }
}

/** How long a step took, in microseconds; an open one so far while it runs, `null` when the log does not tell. */
export function stepDurationUs(step: StepRow, openUs: number | null): number | null {
  if (step.startUs === null) return null
  const endUs = step.endUs ?? (step.status === 'open' ? openUs : null)
  return endUs === null ? null : endUs - step.startUs
}
