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
import type { RowRange } from './useRunList'

/** Height of the head in pixels, its line included. */
const headPx = 33

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
  const [awaited, setAwaited] = useState<number | null>(null)
  const selectedIndex = selected === null ? -1 : indexOfRun(list, selected)
  const virtual = useVirtualizer({
    count: list.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
    // The head scrolls with the rows and sticks: rows begin below it and must not hide under it.
    scrollMargin: headPx,
    scrollPaddingStart: headPx,
    initialOffset: () => recall<number>('runs.scroll') ?? 0
  })
  const items = virtual.getVirtualItems()
  const from = items[0]?.index ?? 0
  const to = items.at(-1)?.index ?? 0
  // In steps, so that scrolling by a row does not ask anew, and what is just out of sight is read before it is seen.
  const wantedFrom = from - (from % 50)
  const wantedTo = to - (to % 50) + 99
  useEffect(() => onRange({ from: wantedFrom, to: wantedTo }), [wantedFrom, wantedTo, onRange])
  useStillRows(scroller, list)
  const offset = virtual.scrollOffset ?? 0
  const news = useNews(offset < rowPx, list)
  useEffect(() => remember('runs.scroll', offset), [offset])

  useEffect(() => {
    if (document.activeElement === document.body) table.current?.focus({ preventScroll: true })
  }, [])

  function select(index: number): void {
    virtual.scrollToIndex(index, { align: 'auto' })
    const run = rowAt(list, index)
    // A row that is still to be read is selected when it comes.
    setAwaited(run === undefined ? index : null)
    if (run !== undefined) mark(run)
  }

  function mark(run: RunRow): void {
    setSelected(run)
    remember('runs.selected', run)
  }

  const come = awaited === null ? undefined : rowAt(list, awaited)
  if (come !== undefined) {
    setAwaited(null)
    setSelected(come)
  }

  function toTop(): void {
    virtual.scrollToOffset(0)
    select(0)
  }
  useActions({ 'runs.top': toTop })

  function onKeyDown(event: KeyboardEvent): void {
    if (busy || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') {
      const run = rowAt(list, selectedIndex)
      if (run !== undefined) navigate(runRoute(run))
      return
    }
    const rows = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headPx) / rowPx) - 1)
    const next = movedIndex(event.key, awaited ?? selectedIndex, list.total, rows)
    if (next === null) return
    select(next)
    event.preventDefault()
  }

  return (
    <div className="@container relative h-full">
      <div ref={scroller} className="h-full overflow-auto [overflow-anchor:none]">
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
          className="group block min-w-220 text-sm outline-none"
        >
          <RunTableHead partition={partition} />
          <tbody className="relative block" style={{ height: list.total * rowPx }}>
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
  const shown = useRef(list)
  useLayoutEffect(() => {
    const before = shown.current
    const element = scroller.current
    shown.current = list
    if (before === list || element === null || element.scrollTop === 0) return
    const first = Math.floor(element.scrollTop / rowPx)
    const moved = rowsMoved(list, anchorOf(before, first, first + Math.ceil(element.clientHeight / rowPx)))
    if (moved !== 0) element.scrollBy(0, moved * rowPx)
  }, [scroller, list])
}

/** How many runs came to the top, or went on, since the top was last seen. */
function useNews(isAtTop: boolean, list: RunWindow): number {
  const newestUs = rowAt(list, 0)?.lastTimeUs ?? null
  const [seenUs, setSeenUs] = useState(newestUs)
  if (isAtTop && seenUs !== newestUs) setSeenUs(newestUs)
  if (seenUs === null) return 0
  let count = 0
  for (let index = 0; index < list.loaded; index++) {
    const run = rowAt(list, index)
    if (run === undefined || run.lastTimeUs <= seenUs) break
    count++
  }
  return count
}
