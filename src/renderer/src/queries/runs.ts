import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { RunKey } from '@shared/model/run'
import type { RunSort } from '@shared/model/runSort'
import { call } from '../api'
import { applyPage, emptyWindow, isSameRun, markStale, pageRows, rowAt } from './runWindow'
import type { RowsWanted, RunWindow } from './runWindow'

/** Which runs of a project a list shows, and how; `undefined` partition = all. */
export interface RunListFilter {
  readonly project: string
  readonly partitionKey: string | null | undefined
  readonly includeNeverStepped: boolean
  readonly filter: string
  readonly sort: RunSort
  readonly tree: boolean
}

/** Rows that are on screen, first and last. */
export interface RowRange {
  readonly from: number
  readonly to: number
}

const listInput = ({ project, partitionKey, includeNeverStepped, filter, sort, tree }: RunListFilter) => {
  const rest = { project, includeNeverStepped, filter, sort, tree }
  return partitionKey === undefined ? rest : { ...rest, partitionKey }
}

const rootOf = (filter: RunListFilter) => ['runs', filter.project] as const
const listKey = (filter: RunListFilter) => [...rootOf(filter), 'list', { ...listInput(filter), all: filter.partitionKey === undefined }] as const

/** Rows above the ones on screen that are read again with them, so that what moved a little is found. */
const marginRows = 50

/** Reads what is on screen again. Where many runs came in above it, it is looked for at its new place. */
async function readAgain(loaded: RunWindow, filter: RunListFilter, { from, to }: RowRange): Promise<RunWindow> {
  const input = { ...listInput(filter), limit: pageRows + marginRows }
  const offset = Math.max(0, from - marginRows)
  const page = await call('runs.list', offset === 0 ? input : { ...input, offset })
  const middle = rowAt(loaded, Math.floor((from + to) / 2))
  const isSeen = offset === 0 || middle === undefined || page.runs.some((run) => isOnScreen(loaded, run, from, to))
  if (isSeen) return applyPage(markStale(loaded), offset, page)
  const { project, partitionKey, appId } = middle
  const moved = await call('runs.list', { ...input, around: { project, partitionKey, appId } })
  return applyPage(markStale(loaded), moved.offset ?? offset, moved)
}

function isOnScreen(list: RunWindow, run: RunKey, from: number, to: number): boolean {
  for (let index = from; index <= to; index++) {
    const row = rowAt(list, index)
    if (row !== undefined && isSameRun(row, run)) return true
  }
  return false
}

/**
 * A list of runs as far as it is loaded. Reading it again reads what `view` says is on screen, and marks the rest stale;
 * {@link loadRuns} brings what is looked at.
 */
export const runsQuery = (client: QueryClient, filter: RunListFilter, view: { readonly current: RowRange }) =>
  queryOptions({
    queryKey: listKey(filter),
    queryFn: (): Promise<RunWindow> => {
      const loaded = client.getQueryData<RunWindow>(listKey(filter))
      return readAgain(loaded ?? emptyWindow, filter, loaded === undefined ? { from: 0, to: 0 } : view.current)
    },
    // Rows keep their identity page by page; comparing all of 100,000 would cost more than drawing them.
    structuralSharing: false,
    placeholderData: keepPreviousData
  })

/** Brings some rows of a list and puts them where they belong. */
export async function loadRuns(client: QueryClient, filter: RunListFilter, wanted: RowsWanted): Promise<void> {
  const page = await call('runs.list', { ...listInput(filter), ...wanted, count: false })
  client.setQueryData<RunWindow>(listKey(filter), (loaded) => (loaded === undefined ? undefined : applyPage(loaded, wanted.offset, page)))
}

/** Counts on where a page stopped counting, and adds what is found. */
export async function countOn(client: QueryClient, filter: RunListFilter, from: string): Promise<void> {
  const count = await call('runs.count', { ...listInput(filter), from })
  client.setQueryData<RunWindow>(listKey(filter), (loaded) => {
    if (loaded === undefined || loaded.countNext !== from) return undefined
    return { ...loaded, total: loaded.total + count.total, hiddenNeverStepped: loaded.hiddenNeverStepped + count.hiddenNeverStepped, countNext: count.next }
  })
}

/** The runs before and behind a run in a list. */
export const neighboursQuery = (filter: RunListFilter, run: RunKey) =>
  queryOptions({
    queryKey: [...rootOf(filter), 'neighbours', listInput(filter), run],
    queryFn: () => call('runs.neighbours', { ...listInput(filter), run }),
    placeholderData: keepPreviousData
  })

/** The runs of a list over time. */
export const histogramQuery = (filter: RunListFilter) =>
  queryOptions({
    queryKey: [...rootOf(filter), 'histogram', { ...listInput(filter), sort: null }],
    queryFn: () => call('runs.histogram', listInput(filter)),
    placeholderData: keepPreviousData
  })

/** The names of the actions of a project. */
export const actionsQuery = (project: string) => queryOptions({ queryKey: ['actions', project], queryFn: () => call('runs.actions', { project }), staleTime: 60_000 })

/** The runs below a run. */
export const familyQuery = (filter: RunListFilter, run: RunKey) =>
  queryOptions({
    queryKey: [...rootOf(filter), 'family', listInput(filter), run],
    queryFn: () => call('runs.family', { ...listInput(filter), run }),
    placeholderData: keepPreviousData
  })
