import { useMemo, useState } from 'react'
import type { RunChild, RunRow } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { useNow } from '../../ui/now'
import { findPauses, makeAxis, type Axis, type Interval } from './axis'
import { openEndUs, stepInterval } from './times'
import { fitView, panView, zoomTo, zoomView, type View } from './waterfall'

/** The time line of a run: its axis, what part of it is shown, and how to move about. */
export interface Timeline {
  readonly axis: Axis
  readonly view: View
  readonly isFit: boolean
  /** How many pauses could be folded. */
  readonly pauseCount: number
  /** Up to when open steps are drawn. */
  readonly openUs: number
  readonly zoom: (factor: number, anchor?: number) => void
  readonly pan: (share: number) => void
  readonly show: (interval: Interval) => void
  readonly fit: () => void
}

/** Follows a run's times; an open step grows by itself while the run is running. */
export function useTimeline(run: RunRow, steps: readonly StepRow[], children: readonly RunChild[], isFolding: boolean): Timeline {
  const nowMs = useNow(run.status === 'running' ? 1000 : 3_600_000)
  const openUs = openEndUs(run, nowMs * 1000)
  const [asked, setView] = useState<View | null>(null)
  const { axis, pauseCount } = useMemo(() => {
    const intervals = steps.flatMap((step) => stepInterval(step, openUs) ?? [])
    const ofChildren = children.flatMap((child) =>
      child.kind === 'spawn' && child.firstTimeUs > 0 ? [{ startUs: child.firstTimeUs, endUs: child.lastTimeUs }] : []
    )
    const all = [...intervals, ...ofChildren]
    const pauses = findPauses(all)
    return { axis: makeAxis(all, isFolding ? pauses : []), pauseCount: pauses.length }
  }, [steps, children, openUs, isFolding])
  return useMemo(() => {
    const view = asked === null || asked.to > axis.length ? fitView(axis) : asked
    const keep = (next: View): void => setView(next.to - next.from >= axis.length * 0.999 ? null : next)
    return {
      axis,
      view,
      isFit: view.to - view.from >= axis.length,
      pauseCount,
      openUs,
      zoom: (factor, anchor) => keep(zoomView(axis, view, factor, anchor)),
      pan: (share) => keep(panView(axis, view, share)),
      show: (interval) => keep(zoomTo(axis, interval)),
      fit: () => setView(null)
    }
  }, [axis, asked, pauseCount, openUs])
}
