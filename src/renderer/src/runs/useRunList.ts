import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { emptyWindow, wantedPage } from '../queries/runWindow'
import type { RunWindow } from '../queries/runWindow'
import { loadRuns, runsQuery } from '../queries/runs'
import type { RunListFilter } from '../queries/runs'

/** Rows that are on screen, first and last. */
export interface RowRange {
  readonly from: number
  readonly to: number
}

/** A run list as far as it is loaded; what `range` shows is loaded next. */
export interface RunList {
  readonly list: RunWindow
  readonly isPending: boolean
  /** The list of the filter before is shown until this one is read. */
  readonly isOutgoing: boolean
  readonly error: Error | null
  readonly retry: () => void
}

/** The runs of a project, loaded as they are looked at. */
export function useRunList(filter: RunListFilter, range: RowRange): RunList {
  const client = useQueryClient()
  const query = useQuery(runsQuery(client, filter))
  const isLoading = useRef(false)
  const [round, setRound] = useState(0)
  const [failure, setFailure] = useState<Error | null>(null)
  const { data, isPlaceholderData } = query

  useEffect(() => {
    if (data === undefined || isPlaceholderData || isLoading.current || failure !== null) return
    const wanted = wantedPage(data, range.from, range.to)
    if (wanted === null) return
    isLoading.current = true
    loadRuns(client, filter, wanted)
      .catch((error: unknown) => setFailure(error instanceof Error ? error : new Error(String(error))))
      .finally(() => {
        isLoading.current = false
        setRound((before) => before + 1)
      })
  }, [client, data, failure, filter, isPlaceholderData, range, round])

  return {
    list: data ?? emptyWindow,
    isPending: query.isPending,
    isOutgoing: isPlaceholderData,
    error: query.error ?? failure,
    retry: () => {
      setFailure(null)
      void query.refetch()
    }
  }
}
