import { useQuery } from '@tanstack/react-query'
import { ChartColumn } from 'lucide-react'
import { useState } from 'react'
import type { LlmCallRow } from '@shared/contract/insights'
import { printValue } from '@shared/filter/print'
import { plural } from '../format/number'
import { listInsightsQuery } from '../queries/insights'
import { pricesQuery } from '../queries/prices'
import type { RunListFilter } from '../queries/runs'
import { formatRoute } from '../route'
import { IconButton } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { ErrorState } from '../ui/errorState'
import { DayChart } from '../ui/insights/dayChart'
import { InsightView } from '../ui/insights/insightView'
import { Part } from '../ui/insights/part'
import { dayRows } from '../ui/insights/usageRows'
import type { UsageRow } from '../ui/insights/usageRows'
import { showSigns } from '../ui/showSigns'
import { Skeleton } from '../ui/skeleton'

interface Props {
  readonly filter: RunListFilter
  /** Adds a term to the filter of the list. */
  readonly onFilter: (term: string) => void
}

/** The button that shows what the runs of a list cost and how long they took. */
export function ListInsightsButton(props: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <IconButton label="Insights of these runs" className="size-7" onClick={() => setOpen(true)}><ChartColumn aria-hidden size={15} /></IconButton>
      {isOpen ? <ListInsights {...props} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function ListInsights({ filter, onFilter, onClose }: Props & { onClose: () => void }) {
  // Families folded or not, the runs are the same; those that only lead to a match do not count.
  const { data, error, refetch } = useQuery(listInsightsQuery({ ...filter, tree: false }))
  const prices = useQuery(pricesQuery()).data
  return (
    <Dialog title={showSigns(`Insights of ${filter.project}${filter.filter.trim() === '' ? '' : `: ${filter.filter.trim()}`}`)} onClose={onClose} className="w-[min(56rem,94vw)]">
      <div className="min-h-40 overflow-y-auto">
        {error !== null && data === undefined ? (
          <ErrorState title="The insights cannot be read" error={error} onRetry={() => void refetch()} />
        ) : data === undefined || prices === undefined ? (
          <div aria-busy className="flex flex-col gap-3 p-4">{[320, 420, 380].map((width) => <Skeleton key={width} width={width} />)}</div>
        ) : (
          <>
            <p className="tabular border-b px-3 py-1.5 text-sm text-ink-dim">{plural(data.runs.count, 'run')}{data.onlyFirst === null ? '' : ', the first of the list'}, {plural(data.indexed.stepCount, 'step')}, {plural(data.indexed.failedCount, 'failed step')}</p>
            <InsightView
              insights={data}
              prices={prices.table}
              stepOf={(call) => <CallLink call={call} />}
              actionOf={(row) => <ActionButton row={row} onFilter={(term) => { onClose(); onFilter(term) }} />}
            >
              {data.usage.length > 0 ? <Part title="By day" aside="UTC"><DayChart rows={dayRows(data, prices.table)} /></Part> : null}
            </InsightView>
          </>
        )}
      </div>
    </Dialog>
  )
}

function CallLink({ call }: { call: LlmCallRow }) {
  const { run, step, action } = call
  return <a href={formatRoute({ screen: 'run', run, step, tab: 'insights' })} title={showSigns(`${run.appId}, step ${step.sequenceId}`)} className="text-accent hover:underline"><span className="text-ink-faint">{step.sequenceId}</span> {showSigns(action)}</a>
}

function ActionButton({ row, onFilter }: { row: UsageRow; onFilter: (term: string) => void }) {
  const term = `action:${printValue(row.name)}`
  return <button type="button" title={`Show only runs with ${showSigns(row.name)}`} onClick={() => onFilter(term)} className="max-w-full truncate text-accent hover:underline">{showSigns(row.name)}</button>
}
