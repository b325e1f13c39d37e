import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { countOn, loadRuns, runsQuery } from '../queries/runs'
import type { RowRange, RunListFilter } from '../queries/runs'
import { emptyWindow, wantedRows } from '../queries/runWindow'
import type { RunWindow } from '../queries/runWindow'

/** A run list as far as it is loaded; what `range` shows is loaded next. */
export interface RunList {
  readonly list: RunWindow
  readonly isPending: boolean
  /** The list of the filter before is shown until this one is read. */
  readonly isOutgoing: boolean
  readonly error: Error | null
  readonly retry: () => void
}

/** What is on screen, for whoever reads the list again. */
class View {
  current: RowRange = { from: 0, to: 0 }

  look(range: RowRange): void {
    this.current = range
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

/** The runs of a project, loaded where they are looked at and counted to the end. */
export function useRunList(filter: RunListFilter, range: RowRange): RunList {
  const client = useQueryClient()
  const [view] = useState(() => new View())
  useEffect(() => view.look(range), [view, range])
  const query = useQuery(runsQuery(client, filter, view))
  const isLoading = useRef(false)
  const [round, setRound] = useState(0)
  const [failure, setFailure] = useState<Error | null>(null)
  const { data, isPlaceholderData, isFetching } = query

  useEffect(() => {
    if (data === undefined || isPlaceholderData || isFetching || isLoading.current || failure !== null) return
    const wanted = wantedRows(data, range.from, range.to)
    if (wanted === null) return
    isLoading.current = true
    loadRuns(client, filter, wanted)
      .catch((error: unknown) => setFailure(asError(error)))
      .finally(() => {
        isLoading.current = false
        setRound((before) => before + 1)
      })
  }, [client, data, failure, filter, isFetching, isPlaceholderData, range, round])

  const next = isPlaceholderData ? null : (data?.countNext ?? null)
  useEffect(() => {
    if (next !== null) countOn(client, filter, next).catch((error: unknown) => setFailure(asError(error)))
  }, [client, filter, next])

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
