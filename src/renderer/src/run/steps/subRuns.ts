import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { RunKey } from '@shared/model/run'
import { runQuery } from '../../queries/run'
import { runKeyText } from '../../route'

/** Reads the opened sub-runs on screen, and gives those of `opened` that were ever read, by run key text. */
export function useSubRuns(opened: readonly RunKey[], onScreen: readonly RunKey[]): ReadonlyMap<string, RunDetail> {
  const client = useQueryClient()
  const read = useQueries({
    queries: onScreen.map((run) => runQuery(run)),
    combine: (results) => results.map((result) => result.data)
  })
  return useMemo(() => {
    const kept = opened.map((run) => client.getQueryData(runQuery(run).queryKey))
    const found = new Map<string, RunDetail>()
    for (const each of [...kept, ...read]) if (each !== undefined) found.set(runKeyText(each.run), each)
    return found
  }, [client, opened, read])
}
