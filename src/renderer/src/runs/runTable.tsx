import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent } from 'react'
import type { RunKey, RunRow } from '@shared/model/run'
import { newestFirst } from '@shared/model/runSort'
import type { RunSort } from '@shared/model/runSort'
import { plural } from '../format/number'
import { useActions } from '../keyboard/actions'
import { navigate, recall, remember } from '../navigation'
import type { RowRange, RunListFilter } from '../queries/runs'
import type { RunWindow } from '../queries/runWindow'
import { runRoute } from '../route'
import { movedIndex } from '../ui/listKeys'
import { foldedRows } from './foldedRows'
import type { Columns } from './runColumns'
import { followLink } from './rowLinks'
import { RunListRow, RunPlaceholderRow, rowElementId, rowPx } from './runRow'
import { RunTableHead } from './runTableHead'
import { anchorOf, rowsMoved } from './scrollAnchor'
import { useFamilies } from './useFamilies'

/** Height of the head in pixels, its line included. */
const headPx = 33

interface RunTableProps {
  readonly list: RunWindow
  readonly filter: RunListFilter
  readonly columns: Columns
  readonly busy: boolean
  readonly onRange: (range: RowRange) => void
  readonly onSort: (sort: RunSort) => void
  /** The run the keyboard is at; also called for a run whose row changed. */
  readonly onSelect: (run: RunRow) => void
  readonly peeking: boolean
  readonly onPeek: (peeking: boolean) => void
}

/** All runs of a list, drawn as far as they are seen: arrows walk it, Space peeks, Enter opens, and news never moves what is looked at. */
export function RunTable({ list, filter, columns, busy, onRange, onSort, onSelect, peeking, onPeek }: RunTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const table = useRef<HTMLTableElement>(null)
  const [selected, setSelected] = useState(() => recall<RunKey>('runs.selected') ?? null)
  const [awaited, setAwaited] = useState<number | null>(null)
  const families = useFamilies(filter, list)
  const rows = foldedRows(list, families.open)
  const selectedIndex = selected === null ? -1 : rows.lineOf(selected)
  const virtual = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
    // The head scrolls with the rows and sticks: rows begin below it and must not hide under it.
    scrollMargin: headPx,
    scrollPaddingStart: headPx,
    initialOffset: () => recall<number>('runs.scroll') ?? 0
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const [from, to] = [rows.lineAt(first).listIndex, rows.lineAt(last).listIndex]
  useEffect(() => onRange({ from, to }), [from, to, onRange])
  const offset = virtual.scrollOffset ?? 0
  const isNewestFirst = filter.sort.by === newestFirst.by && filter.sort.descending
  const news = useStillRows(scroller, list, families.open.length === 0, offset < rowPx)
  useEffect(() => remember('runs.scroll', offset), [offset])

  useEffect(() => {
    if (document.activeElement === document.body) table.current?.focus({ preventScroll: true })
  }, [])

  const selectedRun = selectedIndex < 0 ? undefined : rows.lineAt(selectedIndex).run
  useEffect(() => {
    if (selectedRun !== undefined) onSelect(selectedRun)
  }, [selectedRun, onSelect])

  function select(index: number): void {
    virtual.scrollToIndex(index, { align: 'auto' })
    const { run } = rows.lineAt(index)
    // A row that is still to be read is selected when it comes.
    setAwaited(run === undefined ? index : null)
    if (run !== undefined) mark(run)
  }

  function mark(run: RunRow): void {
    setSelected(run)
    remember('runs.selected', run)
  }

  const come = awaited === null ? undefined : rows.lineAt(awaited).run
  if (come !== undefined) {
    setAwaited(null)
    setSelected(come)
  }

  function toTop(): void {
    virtual.scrollToOffset(0)
    select(0)
  }
  useActions({ 'runs.top': toTop })

  /** Opens or closes the family of a line; says whether there was anything to do. */
  function fold(index: number, wanted: boolean | null): boolean {
    const { run, depth, dim } = rows.lineAt(index)
    if (!filter.tree || run === undefined || depth > 0 || run.forkCount + run.spawnCount === 0) return false
    if (wanted !== null && families.isOpen(run, dim) === wanted) return false
    families.toggle(run)
    return true
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (busy || event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return
    const { key } = event
    if (key === 'Enter') openRun(selectedRun)
    else if (key === ' ') onPeek(!peeking)
    else if (key === 'Escape' && peeking) onPeek(false)
    else if ((key === 'ArrowRight' || key === 'ArrowLeft') && selectedIndex >= 0) {
      if (!fold(selectedIndex, key === 'ArrowRight')) return
    } else {
      const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headPx) / rowPx) - 1)
      const next = movedIndex(key, awaited ?? selectedIndex, rows.count, page)
      if (next === null) return
      select(next)
    }
    event.preventDefault()
  }

  return (
    <div className="relative h-full">
      <div ref={scroller} className="h-full overflow-auto [overflow-anchor:none]">
        <table
          ref={table}
          role="treegrid"
          aria-label="Runs"
          aria-rowcount={rows.count + 1}
          aria-busy={busy}
          aria-activedescendant={selectedIndex >= first && selectedIndex <= last && selectedIndex >= 0 ? rowElementId(selectedIndex) : undefined}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onMouseDown={(event) => atRow(event, select)}
          onClick={(event) => atRow(event, (index) => {
            if (followLink(event, filter)) return
            if (event.target instanceof Element && event.target.closest('[data-fold]') !== null) fold(index, null)
            else if (peeking) return
            else openRun(rows.lineAt(index).run)
          })}
          onDoubleClick={(event) => atRow(event, (index) => {
            if (event.target instanceof Element && event.target.closest('a') === null) openRun(rows.lineAt(index).run)
          })}
          onFocus={(event) => {
            if (selected === null && event.target === event.currentTarget) select(first)
          }}
          style={{ minWidth: columns.leastPx }}
          className="group block text-sm outline-none"
        >
          <RunTableHead columns={columns} sort={filter.sort} onSort={onSort} />
          <tbody className="relative block" style={{ height: rows.count * rowPx }}>
            {items.map(({ index }) => {
              const { run, depth, kind, dim } = rows.lineAt(index)
              return run === undefined ? (
                <RunPlaceholderRow key={index} index={index} template={columns.template} />
              ) : (
                <RunListRow
                  key={`${depth} ${run.appId} ${run.partitionKey}`}
                  run={run}
                  index={index}
                  selected={index === selectedIndex}
                  columns={columns.shown}
                  template={columns.template}
                  depth={depth}
                  kind={kind}
                  dim={dim}
                  open={filter.tree && depth === 0 && run.forkCount + run.spawnCount > 0 ? families.isOpen(run, dim) : null}
                />
              )
            })}
          </tbody>
        </table>
      </div>
      {news === 0 || !isNewestFirst ? null : (
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

/**
 * Keeps the rows on screen where they are when others come in above them; at the very top, what is new is shown. Gives how
 * many came in above since the top was last seen.
 */
function useStillRows(scroller: { readonly current: HTMLDivElement | null }, list: RunWindow, isFlat: boolean, isAtTop: boolean): number {
  const shown = useRef(list)
  const [news, setNews] = useState(0)
  useLayoutEffect(() => {
    const before = shown.current
    const element = scroller.current
    shown.current = list
    if (before === list || element === null || element.scrollTop === 0 || !isFlat) return
    const first = Math.floor(element.scrollTop / rowPx)
    const moved = rowsMoved(list, anchorOf(before, first, first + Math.ceil(element.clientHeight / rowPx)))
    if (moved === 0) return
    element.scrollBy(0, moved * rowPx)
    setNews((count) => Math.max(0, count + moved))
  }, [scroller, list, isFlat])
  if (isAtTop && news !== 0) setNews(0)
  return isAtTop ? 0 : news
}
