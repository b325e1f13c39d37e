import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { StepEvents } from '@shared/contract/steps'
import type { SpanRow } from '@shared/model/step'
import { stepEventsQuery } from '../../queries/step'
import { formatStepKey } from '../../route'
import type { Interval } from './axis'
import { childId } from './childRows'
import { childrenByStep } from './childGroup'
import { criticalPath, partsById, type Work } from './criticalPath'
import { rootScope, stepRowId } from './scope'
import { stepInterval } from './times'

/** The stretches of the critical path by id of their row. */
export type CriticalParts = ReadonlyMap<string, readonly Interval[]>

const nothing: CriticalParts = new Map()
/** The spans of a longer run are not all read for it. */
const mostSteps = 5000

/** The critical path over the steps of a run, the runs they started and their spans; nothing while it is not asked for. */
export function useCriticalPath(detail: RunDetail, isOn: boolean, openUs: number): CriticalParts {
  const { data } = useQuery({ ...stepEventsQuery(detail.run), enabled: isOn && detail.steps.length <= mostSteps && detail.steps.some((step) => step.spanCount > 0) })
  return useMemo(() => (isOn ? partsById(criticalPath(workOf(detail, data ?? [], openUs))) : nothing), [detail, data, isOn, openUs])
}

/** A run as work: its steps, in them their spans and the runs they started. */
export function workOf({ run, steps, children }: RunDetail, events: readonly StepEvents[], openUs: number): Work {
  const scope = rootScope(run)
  const byStep = new Map(events.map((each) => [formatStepKey(each), each.spans]))
  const started = childrenByStep(steps, children)
  const inside = steps.flatMap((step): Work[] => {
    const interval = stepInterval(step, openUs)
    if (interval === null) return []
    const key = formatStepKey(step)
    const runs = (started.get(key) ?? []).flatMap((child): Work[] =>
      child.kind === 'spawn' && child.stepCount > 0 ? [{ id: childId(scope, child), startUs: child.firstTimeUs, endUs: child.lastTimeUs, inside: [] }] : []
    )
    return [{ id: stepRowId([], step), ...interval, inside: [...runs, ...spanWork(byStep.get(key) ?? [], stepRowId([], step), interval)] }]
  })
  const startUs = inside.reduce((least, each) => Math.min(least, each.startUs), Number.POSITIVE_INFINITY)
  const endUs = inside.reduce((most, each) => Math.max(most, each.endUs), Number.NEGATIVE_INFINITY)
  return Number.isFinite(startUs) ? { id: '', startUs, endUs, inside } : { id: '', startUs: 0, endUs: 0, inside: [] }
}

/** The spans of a step, each in the one it belongs to; one without an end lasts as long as its step. */
function spanWork(spans: readonly SpanRow[], stepId: string, step: Interval): readonly Work[] {
  const seen = new Map<string, number>()
  const below = new Map<string | null, { readonly span: SpanRow; readonly id: string }[]>()
  const ids = new Set(spans.map((span) => span.spanId))
  for (const span of spans) {
    const nth = seen.get(span.spanId) ?? 0
    seen.set(span.spanId, nth + 1)
    const parent = span.parentSpanId !== null && ids.has(span.parentSpanId) && span.parentSpanId !== span.spanId ? span.parentSpanId : null
    const group = below.get(parent) ?? []
    group.push({ span, id: `${stepId} span ${span.spanId} ${nth}` })
    below.set(parent, group)
  }
  const under = (parent: string | null): readonly Work[] => {
    const group = below.get(parent) ?? []
    below.delete(parent)
    return group.flatMap(({ span, id }) => (span.startUs === null ? [] : [{ id, startUs: span.startUs, endUs: span.endUs ?? step.endUs, inside: under(span.spanId) }]))
  }
  return under(null)
}
