import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent } from 'react'
import type { RunKey, RunRow } from '@shared/model/run'
import { plural } from '../format/number'
import { useActions } from '../keyboard/actions'
import { navigate, recall, remember } from '../navigation'
import { indexOfRun, rowAt } from '../queries/runWindow'
import type { RunWindow } from '../queries/runWindow'
import { runRoute } from '../route'
import { classNames } from '../ui/classNames'
import { HeaderCell } from '../ui/headerCell'
import { movedIndex } from '../ui/listKeys'
import { RunListRow, RunPlaceholderRow, columnsLook, rowElementId, rowPx } from './runRow'
import { anchorOf, rowsMoved } from './scrollAnchor'
import type { Anchor } from './scrollAnchor'
import type { RowRange } from './useRunList'

interface RunTableProps {
  readonly list: RunWindow
  readonly partition: boolean
  readonly busy: boolean
  readonly onRange: (range: RowRange) => void
}

/** All runs of a list, drawn as far as they are seen: arrows walk it, Enter opens, and news never moves what is looked at. */
export function RunTable({ list, partition, busy, onRange }: RunTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const table = useRef<HTMLTableElement>(null)
  const [selected, setSelected] = useState(() => recall<RunKey>('runs.selected') ?? null)
  const selectedIndex = selected === null ? -1 : indexOfRun(list, selected)
  const virtual = useVirtualizer({
    count: list.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
    initialOffset: () => recall<number>('runs.scroll') ?? 0
  })
  const items = virtual.getVirtualItems()
  const from = items[0]?.index ?? 0
  const to = items.at(-1)?.index ?? 0
  useEffect(() => onRange({ from, to }), [from, to, onRange])
  useStillRows(scroller, list)
  const news = useNews(scroller, list)

  useEffect(() => {
    if (document.activeElement === document.body) table.current?.focus({ preventScroll: true })
  }, [])

  function select(index: number): void {
    const run = rowAt(list, index)
    virtual.scrollToIndex(index, { align: 'auto' })
    if (run === undefined) return
    setSelected(run)
    remember('runs.selected', run)
  }

  function toTop(): void {
    virtual.scrollToOffset(0)
    select(0)
  }
  useActions({ 'runs.top': toTop })

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') {
      const run = rowAt(list, selectedIndex)
      if (run !== undefined) navigate(runRoute(run))
      return
    }
    const rows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 2)
    const next = movedIndex(event.key, selectedIndex, list.total, rows)
    if (next === null) return
    select(next)
    event.preventDefault()
  }

  return (
    <div className="@container relative h-full">
      <div
        ref={scroller}
        onScroll={(event) => remember('runs.scroll', event.currentTarget.scrollTop)}
        className="h-full overflow-auto [overflow-anchor:none]"
      >
        <table
          ref={table}
          role="grid"
          aria-label="Runs"
          aria-rowcount={list.total + 1}
          aria-busy={busy}
          aria-activedescendant={selectedIndex >= from && selectedIndex <= to && selectedIndex >= 0 ? rowElementId(selectedIndex) : undefined}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onMouseDown={(event) => atRow(event, select)}
          onClick={(event) => atRow(event, (index) => openRun(rowAt(list, index)))}
          onFocus={() => {
            if (selected === null) select(from)
          }}
          className={classNames('group block min-w-220 text-sm outline-none', busy && 'opacity-60')}
        >
          <RunTableHead partition={partition} />
          <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
            {items.map(({ index }) => {
              const run = rowAt(list, index)
              return run === undefined ? (
                <RunPlaceholderRow key={index} index={index} partition={partition} />
              ) : (
                <RunListRow key={`${run.appId} ${run.partitionKey}`} run={run} index={index} selected={index === selectedIndex} partition={partition} />
              )
            })}
          </tbody>
        </table>
      </div>
      {news === 0 ? null : (
        <button
          type="button"
          onClick={toTop}
          title="Runs that are new or went on since you scrolled down"
          className="absolute top-10 left-1/2 flex h-7 -translate-x-1/2 items-center gap-1.5 rounded-full bg-accent-fill px-3 text-sm font-medium text-on-accent shadow-float"
        >
          {plural(news, 'new run')} <ArrowUp aria-hidden size={13} />
        </button>
      )}
    </div>
  )
}

function openRun(run: RunRow | undefined): void {
  if (run !== undefined) navigate(runRoute(run))
}

function atRow(event: MouseEvent, doing: (index: number) => void): void {
  if (event.button !== 0 || !(event.target instanceof Element)) return
  const index = event.target.closest('tr')?.dataset.index
  if (index !== undefined) doing(Number(index))
}

function RunTableHead({ partition }: { partition: boolean }) {
  return (
    <thead className="sticky top-0 z-10 block border-b bg-canvas">
      <tr className={classNames(columnsLook(partition), 'h-8')}>
        <HeaderCell>Status</HeaderCell>
        <HeaderCell>App id</HeaderCell>
        {partition ? <HeaderCell>Partition</HeaderCell> : null}
        <HeaderCell right wide title="How long ago the last step began or ended. The list is in this order.">Active</HeaderCell>
        <HeaderCell right title="How long ago the run began">Started</HeaderCell>
        <HeaderCell right>Duration</HeaderCell>
        <HeaderCell right>Steps</HeaderCell>
        <HeaderCell>Last action</HeaderCell>
        <HeaderCell>Error</HeaderCell>
        <HeaderCell right title="Prompt and completion tokens that the runs logged">Tokens</HeaderCell>
      </tr>
    </thead>
  )
}

/** Keeps the rows on screen where they are when others come in above them; at the very top, what is new is shown. */
function useStillRows(scroller: { readonly current: HTMLDivElement | null }, list: RunWindow): void {
  const anchor = useRef<Anchor | null>(null)
  const shown = useRef(list)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    if (shown.current !== list && anchor.current !== null && element.scrollTop > 0) {
      const moved = rowsMoved(list, anchor.current)
      if (moved !== 0) element.scrollBy(0, moved * rowPx)
    }
    shown.current = list
    const take = (): void => {
      const first = Math.floor(element.scrollTop / rowPx)
      anchor.current = anchorOf(list, first, first + Math.ceil(element.clientHeight / rowPx))
    }
    take()
    element.addEventListener('scroll', take, { passive: true })
    return () => element.removeEventListener('scroll', take)
  }, [scroller, list])
}

/** How many runs came to the top, or went on, since the top was last seen. */
function useNews(scroller: { readonly current: HTMLDivElement | null }, list: RunWindow): number {
  const [seenUs, setSeenUs] = useState<number | null>(null)
  const newestUs = rowAt(list, 0)?.lastTimeUs ?? null
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const look = (): void => {
      if (element.scrollTop < rowPx) setSeenUs(newestUs)
    }
    look()
    element.addEventListener('scroll', look, { passive: true })
    return () => element.removeEventListener('scroll', look)
  }, [scroller, newestUs])
  if (seenUs === null) return 0
  let count = 0
  for (let index = 0; index < list.loaded; index++) {
    const run = rowAt(list, index)
    if (run === undefined || run.lastTimeUs <= seenUs) break
    count++
  }
  return count
}
