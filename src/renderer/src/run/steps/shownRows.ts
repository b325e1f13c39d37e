import { useMemo } from 'react'
import type { StepRow } from '@shared/model/step'
import { runKeyText } from '../../route'
import { isOpenFilter, stepTest, type StepFilter } from './filter'
import type { ChildRow, StepListRow } from './rowTypes'
import type { CriticalParts } from './useCriticalPath'

/** Which rows a filter leaves in the list; `null` = all. A step stays when something inside it does. */
export function useShownRows(filter: StepFilter, steps: readonly StepRow[], critical: CriticalParts): ((row: StepListRow | ChildRow) => boolean) | null {
  return useMemo(() => {
    if (isOpenFilter(filter)) return null
    const test = stepTest(filter, steps)
    const isPlace = filter.action !== null || filter.passage !== null || filter.onlySlow
    // The steps of a sub-run are not on the path one by one: they are shown when it is.
    const criticalRuns = [...critical.keys()].filter((id) => id.startsWith('child '))
    const isCritical = (row: StepListRow | ChildRow): boolean => {
      const [first] = row.scope.inside
      return first === undefined ? critical.has(row.id) : criticalRuns.some((id) => id.startsWith(`child ${runKeyText(first)} `))
    }
    return (row) => {
      if (filter.onlyCritical && !isCritical(row)) return false
      if (row.kind === 'step') return test(row.step) || (filter.onlyErrors && !isPlace && row.hasFailedInside)
      return !isPlace && (!filter.onlyErrors || row.child.status === 'failed')
    }
  }, [filter, steps, critical])
}
