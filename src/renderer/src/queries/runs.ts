import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { call } from '../api'
import { applyPage, emptyWindow, markStale, pageRows } from './runWindow'
import type { PageWanted, RunWindow } from './runWindow'

/** Which runs of a project a list shows; `undefined` partition = all. */
export interface RunListFilter {
  readonly project: string
  readonly partitionKey: string | null | undefined
  readonly includeNeverStepped: boolean
}

const listInput = ({ project, partitionKey, includeNeverStepped }: RunListFilter) =>
  partitionKey === undefined ? { project, includeNeverStepped } : { project, partitionKey, includeNeverStepped }

const listKey = (filter: RunListFilter) =>
  ['runs', filter.project, filter.partitionKey === undefined ? 'all' : { partitionKey: filter.partitionKey }, filter.includeNeverStepped] as const

/**
 * The newest runs of a list, and whatever else of it has been loaded. Reading it again reads the newest page only and marks
 * the rest stale; {@link loadRuns} brings what is looked at.
 */
export const runsQuery = (client: QueryClient, filter: RunListFilter) =>
  queryOptions({
    queryKey: listKey(filter),
    queryFn: async (): Promise<RunWindow> => {
      const page = await call('runs.list', { ...listInput(filter), limit: pageRows })
      const loaded = client.getQueryData<RunWindow>(listKey(filter)) ?? emptyWindow
      return applyPage(markStale(loaded), 0, page)
    },
    // Rows keep their identity page by page; comparing all of 100,000 would cost more than drawing them.
    structuralSharing: false,
    placeholderData: keepPreviousData
  })

/** Brings one page of a list and puts it where it belongs, unless the list has changed its shape meanwhile. */
export async function loadRuns(client: QueryClient, filter: RunListFilter, wanted: PageWanted): Promise<void> {
  const input = { ...listInput(filter), limit: wanted.limit }
  const page = await call('runs.list', wanted.cursor === null ? input : { ...input, cursor: wanted.cursor })
  client.setQueryData<RunWindow>(listKey(filter), (loaded) => {
    if (loaded === undefined) return undefined
    const place = loaded.chunks[wanted.chunk]?.cursor ?? loaded.chunks[wanted.chunk - 1]?.nextCursor ?? null
    return place === wanted.cursor ? applyPage(loaded, wanted.chunk, page) : undefined
  })
}
