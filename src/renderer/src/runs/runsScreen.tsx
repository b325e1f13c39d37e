import { useQuery } from '@tanstack/react-query'
import { ListX } from 'lucide-react'
import { useMemo, useState } from 'react'
import { formatCount, plural } from '../format/number'
import { useActions } from '../keyboard/actions'
import { navigate } from '../navigation'
import { partitionsQuery } from '../queries/projects'
import type { RunListFilter } from '../queries/runs'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/emptyState'
import { ErrorState } from '../ui/errorState'
import { Checkbox } from '../ui/field'
import { ScreenHeader } from '../ui/screenHeader'
import { PartitionPicker } from './partitionPicker'
import { RunTable } from './runTable'
import { useRunList } from './useRunList'
import type { RowRange } from './useRunList'

/** The runs of a project, newest activity first: all of them, or those of one partition. */
export function RunsScreen({ project, partitionKey, includeNeverStepped }: RunListFilter) {
  const filter = useMemo(() => ({ project, partitionKey, includeNeverStepped }), [project, partitionKey, includeNeverStepped])
  const [range, setRange] = useState<RowRange>({ from: 0, to: 0 })
  const runs = useRunList(filter, range)
  const partitions = useQuery(partitionsQuery(project)).data
  const showPartition = partitionKey === undefined && (partitions ?? []).some((each) => each.partitionKey !== null)
  const toggle = (): void => navigate({ screen: 'project', ...filter, includeNeverStepped: !includeNeverStepped }, { replace: true })
  useActions({ 'runs.neverStepped': toggle })
  const { list } = runs
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={project} about={runs.isPending ? undefined : plural(list.total, 'run')}>
        {list.hiddenNeverStepped > 0 || includeNeverStepped ? (
          <Checkbox
            checked={includeNeverStepped}
            onChange={toggle}
            label={<span className="tabular text-sm whitespace-nowrap text-ink-dim">{includeNeverStepped ? 'Runs without steps' : `${formatCount(list.hiddenNeverStepped)} without steps hidden`}</span>}
          />
        ) : null}
        <PartitionPicker filter={filter} />
      </ScreenHeader>
      <div className="min-h-0 flex-1">
        {runs.error !== null && list.total === 0 ? (
          <ErrorState title="The runs cannot be read" error={runs.error} onRetry={runs.retry} />
        ) : !runs.isPending && list.total === 0 ? (
          <NoRuns project={project} hidden={list.hiddenNeverStepped} onShow={toggle} />
        ) : (
          <RunTable key={String(partitionKey)} list={runs.isPending ? { ...list, total: 24 } : list} partition={showPartition} busy={runs.isPending || runs.isOutgoing} onRange={setRange} />
        )}
      </div>
      {runs.error !== null && list.total > 0 ? <NotAll message={runs.error.message} onRetry={runs.retry} /> : null}
    </div>
  )
}

function NotAll({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <div role="alert" className="flex h-9 shrink-0 items-center gap-3 border-t bg-failed-soft px-4 text-sm">
      <span className="min-w-0 flex-1 truncate text-failed">Not all runs could be read. {message}</span>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  )
}

function NoRuns({ project, hidden, onShow }: { project: string; hidden: number; onShow: () => void }) {
  return hidden > 0 ? (
    <EmptyState icon={ListX} title="No run has taken a step" action={<Button look="primary" onClick={onShow}>Show {plural(hidden, 'run')}</Button>}>
      All runs of {project} were built and never stepped. They are hidden.
    </EmptyState>
  ) : (
    <EmptyState icon={ListX} title="No runs here">
      The index holds no run of {project} in this partition yet. New ones appear by themselves.
    </EmptyState>
  )
}
