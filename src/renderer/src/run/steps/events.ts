import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { StepEvents } from '@shared/contract/steps'
import type { RunKey } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { stepEventsQuery } from '../../queries/step'
import { formatStepKey } from '../../route'

/** Reads the events of the opened steps on screen, and gives those of all opened steps that were ever read. */
export function useStepEvents(run: RunKey, opened: readonly StepRow[], onScreen: readonly StepRow[]): ReadonlyMap<string, StepEvents> {
  const client = useQueryClient()
  const read = useQueries({
    queries: onScreen.map((step) => stepEventsQuery(run, [step])),
    combine: (results) => results.map((result) => result.data)
  })
  return useMemo(() => {
    const kept = opened.map((step) => client.getQueryData(stepEventsQuery(run, [step]).queryKey))
    const events = new Map<string, StepEvents>()
    for (const each of [...kept, ...read].flatMap((found) => found ?? [])) events.set(formatStepKey(each), each)
    return events
  }, [client, run, opened, read])
}
