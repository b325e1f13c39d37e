import { useCallback, useMemo, useState } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { StepRow } from '@shared/model/step'
import { formatStepKey } from '../../route'

/** Which rows of the list are open, by id. */
export interface OpenRows {
  readonly ids: ReadonlySet<string>
  readonly set: (id: string, isOpen: boolean) => void
  readonly toggleAll: () => void
  /** Whether something can be opened, and whether everything is. */
  readonly canOpen: boolean
  readonly areAllOpen: boolean
}

/** Whether a step has anything to show below it. */
export function hasInside(step: StepRow): boolean {
  return step.spanCount > 0 || step.attributeCount > 0 || step.streamed || step.childCount > 0
}

/** Keeps what is open while the run grows; "all" holds for the steps that are there when it is asked for. */
export function useOpenRows({ steps }: RunDetail): OpenRows {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set<string>())
  const openable = useMemo(() => steps.filter(hasInside).map(formatStepKey), [steps])
  const areAllOpen = openable.length > 0 && openable.every((id) => ids.has(id))
  const set = useCallback((id: string, isOpen: boolean) => {
    setIds((before) => {
      const next = new Set(before)
      if (isOpen) next.add(id)
      else next.delete(id)
      return next
    })
  }, [])
  return {
    ids,
    set,
    toggleAll: () => setIds(areAllOpen ? new Set() : new Set([...ids, ...openable])),
    canOpen: openable.length > 0,
    areAllOpen
  }
}
