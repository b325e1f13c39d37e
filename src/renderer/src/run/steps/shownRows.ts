import { useMemo } from 'react'
import type { StepRow } from '@shared/model/step'
import { isOpenFilter, stepTest, type StepFilter } from './filter'
import type { ChildRow, StepListRow } from './rowTypes'
import type { CriticalParts } from './useCriticalPath'

/** Which rows a filter leaves in the list; `null` = all. A step stays when something inside it does. */
export function useShownRows(filter: StepFilter, steps: readonly StepRow[], critical: CriticalParts): ((row: StepListRow | ChildRow) => boolean) | null {
  return useMemo(() => {
    if (isOpenFilter(filter)) return null
    const test = stepTest(filter, steps)
    const isPlace = filter.action !== null || filter.passage !== null || filter.onlySlow
    return (row) => {
      if (filter.onlyCritical && row.scope.inside.length === 0 && !critical.has(row.id)) return false
      if (row.kind === 'step') return test(row.step) || (filter.onlyErrors && !isPlace && row.hasFailedInside)
      return !isPlace && (!filter.onlyErrors || row.child.status === 'failed')
    }
  }, [filter, steps, critical])
}
