import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect } from 'react'
import type { RunKey } from '@shared/model/run'
import { formatCount } from '../format/number'
import { useActions } from '../keyboard/actions'
import { cameFromList, navigate, rememberBefore } from '../navigation'
import { neighboursQuery } from '../queries/runs'
import type { RunListFilter } from '../queries/runs'
import { runRoute } from '../route'
import { IconButton } from '../ui/button'

/** The way to the next and the previous run of the list this one was opened from; nothing when it was opened otherwise. */
export function ListWalk({ run }: { run: RunKey }) {
  const list = cameFromList()
  return list === null || list.project !== run.project ? null : <Walk list={list} run={run} />
}

function Walk({ list, run }: { list: RunListFilter; run: RunKey }) {
  const { data, isPlaceholderData } = useQuery(neighboursQuery(list, { project: run.project, partitionKey: run.partitionKey, appId: run.appId }))
  const known = isPlaceholderData ? undefined : data
  const client = useQueryClient()
  useEffect(() => {
    // So that keys pressed one after another are all followed.
    for (const to of [known?.next, known?.previous]) if (to != null) void client.prefetchQuery(neighboursQuery(list, to))
  })
  function go(to: RunKey | null | undefined): void {
    if (to === null || to === undefined) return
    // The list comes back at the run that was looked at last.
    rememberBefore('runs.selected', to)
    navigate(runRoute(to), { replace: true })
  }
  useActions({ 'run.next': () => go(known?.next), 'run.previous': () => go(known?.previous) })
  const place = data === undefined || data.index < 0 ? '' : `${formatCount(data.index + 1)} of ${formatCount(data.total)}`
  return (
    <span role="group" aria-label="Runs of the list" className="tabular flex shrink-0 items-center text-xs whitespace-nowrap text-ink-dim">
      <IconButton label="Previous run of the list" disabled={data?.previous == null} onClick={() => go(known?.previous)}><ChevronLeft aria-hidden size={15} /></IconButton>
      <span title={list.filter === '' ? 'Place in the list' : `Place among the runs that match ${list.filter}`}>{place}</span>
      <IconButton label="Next run of the list" disabled={data?.next == null} onClick={() => go(known?.next)}><ChevronRight aria-hidden size={15} /></IconButton>
    </span>
  )
}
