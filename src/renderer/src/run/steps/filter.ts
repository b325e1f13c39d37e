import { createContext, useCallback, useMemo, useState } from 'react'
import type { RunKey } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { runKeyText } from '../../route'
import { useKept } from '../../ui/kept'
import { troubles } from './selection'

/** Which steps the list shows; several together narrow it further. */
export interface StepFilter {
  readonly onlyErrors: boolean
  readonly onlySlow: boolean
  readonly onlyCritical: boolean
  /** Steps of one action; `null` = of all. */
  readonly action: string | null
  /** Steps that went over one way of the graph, both ends. */
  readonly passage: { readonly from: string; readonly to: string } | null
}

/** All steps. */
export const noFilter: StepFilter = { onlyErrors: false, onlySlow: false, onlyCritical: false, action: null, passage: null }

/** The filter of the run on screen, and how to change it. */
export interface Filtering {
  /** The run whose steps are listed, as `runKeyText`. */
  readonly root: string
  readonly filter: StepFilter
  readonly change: (part: Partial<StepFilter>) => void
}

/** What the step list and the graph of one run share. */
export const FilteringContext = createContext<Filtering>({ root: '', filter: noFilter, change: () => undefined })

const kinds = ['onlyErrors', 'onlySlow', 'onlyCritical'] as const
const keptKinds = (kept: unknown): readonly string[] | undefined => (Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : undefined)

/** Keeps what kind of steps is shown for the project; an action or a way only as long as the run is on screen. */
export function useFiltering(run: RunKey): Filtering {
  const [kept, keep] = useKept<readonly string[]>(`run.only.${run.project}`, [], keptKinds)
  const [place, setPlace] = useState<Pick<StepFilter, 'action' | 'passage'>>({ action: null, passage: null })
  const filter = useMemo<StepFilter>(
    () => ({ ...place, onlyErrors: kept.includes('onlyErrors'), onlySlow: kept.includes('onlySlow'), onlyCritical: kept.includes('onlyCritical') }),
    [kept, place]
  )
  const change = useCallback(
    (part: Partial<StepFilter>) => {
      const next = { ...filter, ...part }
      if (kinds.some((kind) => next[kind] !== filter[kind])) keep(kinds.filter((kind) => next[kind]))
      setPlace({ action: next.action, passage: next.passage })
    },
    [filter, keep]
  )
  const root = runKeyText(run)
  return useMemo(() => ({ root, filter, change }), [root, filter, change])
}

/** Whether a filter lets all steps through. */
export function isOpenFilter(filter: StepFilter): boolean {
  return !filter.onlyErrors && !filter.onlySlow && !filter.onlyCritical && filter.action === null && filter.passage === null
}

/** The steps of a run that a filter shows; those on the critical path are asked for elsewhere. */
export function stepTest(filter: StepFilter, steps: readonly StepRow[]): (step: StepRow) => boolean {
  const slowUs = filter.onlySlow ? slowFrom(steps) : 0
  const ends = filter.passage === null ? null : passageSteps(steps, filter.passage)
  return (step) =>
    (!filter.onlyErrors || troubles.includes(step.status)) &&
    (!filter.onlySlow || durationOf(step) >= slowUs) &&
    (filter.action === null || step.action === filter.action) &&
    (ends === null || ends.has(step))
}

const durationOf = (step: StepRow): number => (step.startUs === null || step.endUs === null ? 0 : step.endUs - step.startUs)

/** From how many microseconds on a step counts as slow: the slowest tenth, and twice the middle one at least. */
export function slowFrom(steps: readonly StepRow[]): number {
  const sorted = steps.map(durationOf).toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return Math.max(1, at(0.9), at(0.5) * 2)
}

function passageSteps(steps: readonly StepRow[], { from, to }: NonNullable<StepFilter['passage']>): ReadonlySet<StepRow> {
  const found = new Set<StepRow>()
  for (const [index, step] of steps.entries()) {
    const before = steps[index - 1]
    if (before?.action === from && step.action === to && before.build === step.build && !troubles.includes(before.status)) found.add(before).add(step)
  }
  return found
}
