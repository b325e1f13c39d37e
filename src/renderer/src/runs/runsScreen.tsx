import { useQuery } from '@tanstack/react-query'
import { ListTree, ListX } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { RunRow } from '@shared/model/run'
import { formatCount, plural } from '../format/number'
import { useActions } from '../keyboard/actions'
import { navigate, recall, remember } from '../navigation'
import { partitionsQuery } from '../queries/projects'
import type { RowRange, RunListFilter } from '../queries/runs'
import { KeepButton } from '../offline/keepButton'
import { ExportButton } from '../portable/exportButton'
import { Button, IconButton } from '../ui/button'
import { EmptyState } from '../ui/emptyState'
import { ErrorState } from '../ui/errorState'
import { Checkbox } from '../ui/field'
import { ScreenHeader } from '../ui/screenHeader'
import { Splitter, useSplit } from '../ui/splitter'
import { ListInsightsButton } from './listInsights'
import { ColumnMenu } from './columnMenu'
import { FilterChips } from './filterChips'
import { FilterLine } from './filterLine'
import { Histogram } from './histogram'
import { PartitionPicker } from './partitionPicker'
import { Peek } from './peek'
import { useColumns } from './runColumns'
import { RunTable } from './runTable'
import { useRunList } from './useRunList'

/** The runs of a project: all of them or those of one partition, filtered, sorted and folded as the address says. */
export function RunsScreen({ project, partitionKey, includeNeverStepped, filter: line, sort: { by, descending }, tree }: RunListFilter) {
  const filter = useMemo(
    () => ({ project, partitionKey, includeNeverStepped, filter: line, sort: { by, descending }, tree }),
    [project, partitionKey, includeNeverStepped, line, by, descending, tree]
  )
  const [range, setRange] = useState<RowRange>({ from: 0, to: 0 })
  const runs = useRunList(filter, range)
  const partitions = useQuery(partitionsQuery(project)).data
  const [room, roomPx] = useWidth()
  const columns = useColumns(partitionKey === undefined && (partitions ?? []).some((each) => each.partitionKey !== null), roomPx)
  const [selected, setSelected] = useState<RunRow | null>(null)
  const [peeking, setPeeking] = useState(() => recall<boolean>('runs.peek') ?? false)
  const split = useSplit('peek', 400)
  const body = useRef<HTMLDivElement>(null)
  const go = useCallback((change: Partial<RunListFilter>, replace = false): void => navigate({ screen: 'project', ...filter, ...change }, { replace }), [filter])
  const apply = (next: string): void => go({ filter: next })
  const toggle = (): void => go({ includeNeverStepped: !includeNeverStepped }, true)
  const fold = (): void => go({ tree: !tree }, true)
  useActions({ 'runs.neverStepped': toggle, 'runs.tree': fold })
  function peek(next: boolean): void {
    setPeeking(next)
    remember('runs.peek', next)
    if (!next) body.current?.querySelector('table')?.focus({ preventScroll: true })
  }
  const { list } = runs
  const count = `${plural(list.total, tree ? 'family' : 'run', tree ? 'families' : undefined)}${list.countNext === null ? '' : ' so far'}`
  return (
    <div className="@container flex h-full flex-col">
      <ScreenHeader title={project} about={runs.isPending ? undefined : <span role="status">{count}{line === '' ? '' : list.total === 1 ? ' matches' : ' match'}</span>}>
        {list.hiddenNeverStepped > 0 || includeNeverStepped ? (
          <Checkbox
            checked={includeNeverStepped}
            onChange={toggle}
            label={<span className="tabular text-sm whitespace-nowrap text-ink-dim">{includeNeverStepped ? 'Runs without steps' : `${formatCount(list.hiddenNeverStepped)} without steps hidden`}</span>}
          />
        ) : null}
        <PartitionPicker filter={filter} />
        <IconButton label="Fold sub-runs and forks under their parents" aria-pressed={tree} className="size-7" onClick={fold}><ListTree aria-hidden size={15} /></IconButton>
        <KeepButton className="size-7" target={line.trim() === '' && partitionKey === undefined ? { kind: 'project', project } : { kind: 'filter', project, filter: line, ...(partitionKey === undefined ? {} : { partitionKey }) }} />
        <ExportButton className="size-7" target={{ kind: 'list', list: filter }} />
        <ListInsightsButton filter={filter} onFilter={(term) => apply(`${line} ${term}`.trim())} />
        <ColumnMenu columns={columns} />
      </ScreenHeader>
      <div className="flex shrink-0 flex-col gap-1.5 border-b px-4 py-1.5">
        <FilterLine project={project} applied={line} onApply={apply} />
        <FilterChips filter={line} onApply={apply} />
      </div>
      <Histogram filter={filter} onApply={apply} />
      <div ref={body} className="flex min-h-0 flex-1">
        <div ref={room} className="min-w-0 flex-1">
          {runs.error !== null && list.total === 0 ? (
            <ErrorState title="The runs cannot be read" error={runs.error} onRetry={runs.retry} />
          ) : !runs.isPending && !runs.isOutgoing && list.total === 0 && list.countNext === null ? (
            <NoRuns project={project} line={line} hidden={list.hiddenNeverStepped} onShow={toggle} onApply={apply} />
          ) : (
            <RunTable
              key={`${String(partitionKey)} ${line} ${by} ${descending} ${tree}`}
              list={runs.isPending ? { ...list, total: 24 } : list}
              filter={filter}
              columns={columns}
              busy={runs.isPending || runs.isOutgoing}
              onRange={setRange}
              onSort={(sort) => go({ sort }, true)}
              onSelect={setSelected}
              peeking={peeking}
              onPeek={peek}
            />
          )}
        </div>
        {peeking && selected !== null ? (
          <>
            <Splitter label="Width of the peek" split={split} minPx={280} maxPx={720} pane="right" />
            <div className="max-w-[60%] shrink-0" style={{ width: split.sizePx }}><Peek run={selected} onClose={() => peek(false)} /></div>
          </>
        ) : null}
      </div>
      {runs.error !== null && list.total > 0 ? <NotAll message={runs.error.message} onRetry={runs.retry} /> : null}
    </div>
  )
}

/** The width of an element in pixels, as it changes; without bound until it is known. */
function useWidth(): [(element: HTMLElement | null) => (() => void) | undefined, number] {
  const [widthPx, setWidthPx] = useState(Infinity)
  const measure = useCallback((element: HTMLElement | null) => {
    if (element === null || typeof ResizeObserver === 'undefined') return undefined
    const observer = new ResizeObserver(([entry]) => setWidthPx(entry?.contentRect.width ?? Infinity))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [measure, widthPx]
}

function NotAll({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <div role="alert" className="flex h-9 shrink-0 items-center gap-3 border-t bg-failed-soft px-4 text-sm">
      <span className="min-w-0 flex-1 truncate text-failed">Not all runs could be read. {message}</span>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  )
}

interface NoRunsProps {
  readonly project: string
  readonly line: string
  readonly hidden: number
  readonly onShow: () => void
  readonly onApply: (line: string) => void
}

function NoRuns({ project, line, hidden, onShow, onApply }: NoRunsProps) {
  const show = <Button look="primary" onClick={onShow}>Show {plural(hidden, 'run')}</Button>
  if (line !== '') {
    return (
      <EmptyState icon={ListX} title="No runs match" action={<>{hidden > 0 ? show : null}<Button onClick={() => onApply('')}>Clear the filter</Button></>}>
        {hidden > 0 ? `${plural(hidden, 'run')} without steps would, and are hidden.` : 'Take away a part of the filter to see more.'}
        <div className="mt-3 flex justify-center"><FilterChips filter={line} onApply={onApply} /></div>
      </EmptyState>
    )
  }
  return hidden > 0 ? (
    <EmptyState icon={ListX} title="No run has taken a step" action={show}>
      All runs of {project} were built and never stepped. They are hidden.
    </EmptyState>
  ) : (
    <EmptyState icon={ListX} title="No runs here">
      The index holds no run of {project} in this partition yet. New ones appear by themselves.
    </EmptyState>
  )
}
