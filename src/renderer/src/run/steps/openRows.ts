import { useCallback, useState } from 'react'
import type { StepRow } from '@shared/model/step'
import { useKept } from '../../ui/kept'

/** How deep the list is open by itself: 1 = steps alone, 2 = what is in them, 3 = attributes and the steps of sub-runs too. */
export type OpenLevel = 1 | 2 | 3

/** Which rows of the list are open. */
export interface OpenRows {
  readonly level: OpenLevel
  /** Opens or closes everything to a level. */
  readonly setLevel: (level: OpenLevel) => void
  readonly isOpen: (id: string, level: number) => boolean
  readonly set: (id: string, isOpen: boolean) => void
  /** Opens rows that are on the way to something. */
  readonly reveal: (ids: readonly string[]) => void
}

/** Whether a step has anything to show below it. */
export function hasInside(step: StepRow): boolean {
  return step.spanCount > 0 || step.attributeCount > 0 || step.streamed || step.childCount > 0
}

const keptLevel = (kept: unknown): OpenLevel | undefined => (kept === 1 || kept === 2 || kept === 3 ? kept : undefined)

/** Keeps the level for the project, and what a person opened or closed by hand while the run is on screen. */
export function useOpenRows(project: string): OpenRows {
  const [level, keepLevel] = useKept<OpenLevel>(`run.openLevel.${project}`, 1, keptLevel)
  const [touched, setTouched] = useState<ReadonlyMap<string, boolean>>(new Map<string, boolean>())
  const isOpen = useCallback((id: string, at: number) => touched.get(id) ?? at <= level, [touched, level])
  const set = useCallback((id: string, open: boolean) => setTouched((before) => new Map(before).set(id, open)), [])
  const reveal = useCallback((ids: readonly string[]) => {
    setTouched((before) => (ids.every((id) => before.get(id) === true) ? before : new Map([...before, ...ids.map((id) => [id, true] as const)])))
  }, [])
  const setLevel = useCallback((next: OpenLevel) => {
    setTouched(new Map())
    keepLevel(next)
  }, [keepLevel])
  return { level, setLevel, isOpen, set, reveal }
}
