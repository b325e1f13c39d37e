import type { StepRow } from '@shared/model/step'
import type { Axis } from './axis'
import { stepInterval } from './times'
import { barOf, type View } from './waterfall'

/** Steps of one action that are drawn as one, because they are too close to be told apart. */
export interface LaneBar {
  readonly left: number
  readonly width: number
  /** The first of them, or one that failed. */
  readonly step: StepRow
  readonly count: number
  readonly hasFailed: boolean
}

/** All times one action was executed. */
export interface Lane {
  readonly action: string
  readonly count: number
  readonly failed: number
  readonly totalUs: number
  readonly bars: readonly LaneBar[]
}

/** One lane an action, in the order they were first taken; what lies outside the view is counted and not drawn. */
export function lanesOf(steps: readonly StepRow[], place: { readonly axis: Axis; readonly view: View; readonly widthPx: number; readonly openUs: number }): Lane[] {
  const lanes = new Map<string, { count: number; failed: number; totalUs: number; bars: LaneBar[] }>()
  for (const step of steps) {
    const lane = lanes.get(step.action) ?? { count: 0, failed: 0, totalUs: 0, bars: [] }
    lanes.set(step.action, lane)
    const hasFailed = step.status === 'failed' || step.status === 'interrupted'
    const interval = stepInterval(step, place.openUs)
    lane.count++
    if (hasFailed) lane.failed++
    if (interval === null) continue
    lane.totalUs += interval.endUs - interval.startUs
    const bar = barOf(place.axis, place.view, interval, place.widthPx)
    if (bar !== null) addBar(lane.bars, { left: bar.left, width: bar.width, step, count: 1, hasFailed })
  }
  return [...lanes].map(([action, lane]) => ({ action, ...lane }))
}

/** Bars closer than this are one. */
const gapPx = 1

function addBar(bars: LaneBar[], bar: LaneBar): void {
  const last = bars.at(-1)
  if (last === undefined || bar.left > last.left + last.width + gapPx - 1 || (bar.width > 6 && last.width > 6)) {
    bars.push(bar)
    return
  }
  const left = Math.min(last.left, bar.left)
  bars[bars.length - 1] = {
    left,
    width: Math.max(last.left + last.width, bar.left + bar.width) - left,
    step: bar.hasFailed && !last.hasFailed ? bar.step : last.step,
    count: last.count + 1,
    hasFailed: last.hasFailed || bar.hasFailed
  }
}
