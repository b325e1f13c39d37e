import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { StepEvents } from '@shared/contract/steps'
import type { StepRow } from '@shared/model/step'
import { stepEventsQuery } from '../../queries/step'
import { stepRowId, type RunScope } from './scope'

/** A step and the run it stands in. */
export interface ScopedStep {
  readonly scope: RunScope
  readonly step: StepRow
}

/** Reads the events of the opened steps on screen, and gives those of all opened steps that were ever read, by id of the step's row. */
export function useStepEvents(opened: readonly ScopedStep[], onScreen: readonly ScopedStep[]): ReadonlyMap<string, StepEvents> {
  const client = useQueryClient()
  const read = useQueries({
    queries: onScreen.map(({ scope, step }) => stepEventsQuery(scope.run, [step])),
    combine: (results) => results.map((result) => result.data)
  })
  return useMemo(() => {
    const events = new Map<string, StepEvents>()
    const keep = ({ scope, step }: ScopedStep, found: readonly StepEvents[] | undefined): void => {
      for (const each of found ?? []) events.set(stepRowId(scope.inside, step), each)
    }
    for (const each of opened) keep(each, client.getQueryData(stepEventsQuery(each.scope.run, [each.step]).queryKey))
    onScreen.forEach((each, index) => keep(each, read[index]))
    return events
  }, [client, opened, onScreen, read])
}
