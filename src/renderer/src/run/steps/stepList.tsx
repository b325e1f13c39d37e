import { useEffect, useLayoutEffect, useRef } from 'react'
import type { KeyboardEvent, MouseEvent, ReactNode, RefObject } from 'react'
import { classNames } from '../../ui/classNames'
import { useRowWindow } from './rowWindow'
import { levelOf } from './cursor'
import type { ListRow } from './rowTypes'

/** Height of every row in pixels. */
export const rowPx = 24

interface Props {
  readonly rows: readonly ListRow[]
  /** Id of the selected step's row; `null` = none. */
  readonly selectedId: string | null
  readonly template: string
  /** When it changes, the selected row is looked for again. */
  readonly order: string
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onPick: (row: ListRow, event: MouseEvent) => void
  readonly onZoom: (row: ListRow) => void
  /** The row below the pointer, `null` = none. */
  readonly onHover: (row: ListRow | null) => void
  /** Tells which rows are on screen, so that what they need is read. */
  readonly onRange: (from: number, to: number) => void
  readonly cells: (row: ListRow) => ReactNode
}

const elementId = (id: string): string => `row-${id.replace(/[^\w.-]/g, '_')}`

/** The step list: only the rows on screen exist; what is at the top stays there when rows come or go above it. */
export function StepList({ rows, selectedId, template, order, scroller, onKeyDown, onPick, onZoom, onHover, onRange, cells }: Props) {
  const { from, to } = useRowWindow(scroller, rows.length, rowPx)
  useScrollAnchor(rows, scroller)
  useScrollToSelected(rows, selectedId, order, scroller)
  useEffect(() => onRange(from, to), [from, to, rows, onRange])
  useEffect(() => {
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true })
  }, [scroller])
  const withRow = (event: MouseEvent, act: (row: ListRow, event: MouseEvent) => void): void => {
    const item = event.target instanceof Element ? event.target.closest('[data-index]') : null
    const row = item === null ? undefined : rows[Number(item.getAttribute('data-index'))]
    if (row !== undefined) act(row, event)
  }
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label="Steps"
      tabIndex={0}
      aria-activedescendant={selectedId === null ? undefined : elementId(selectedId)}
      onKeyDown={onKeyDown}
      onClick={(event) => withRow(event, onPick)}
      onPointerOver={(event) => withRow(event, onHover)}
      onPointerLeave={() => onHover(null)}
      onDoubleClick={(event) => withRow(event, onZoom)}
      className="relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto focus-visible:outline-none [&:focus-visible_[aria-selected=true]]:ring-1 [&:focus-visible_[aria-selected=true]]:ring-accent"
    >
      <div role="presentation" className="relative w-full" style={{ height: rows.length * rowPx }}>
        {rows.slice(from, to).map((row, offset) => {
          const isSelected = row.id === selectedId
          return (
            <div
              key={row.id}
              data-index={from + offset}
              id={elementId(row.id)}
              role="treeitem"
              aria-level={levelOf(row)}
              aria-selected={isSelected}
              aria-expanded={'isOpen' in row && !('canOpen' in row && !row.canOpen) ? row.isOpen : undefined}
              className={classNames(
                'absolute inset-x-0 top-0 grid h-6 items-center overflow-hidden text-sm ring-inset [contain:strict]',
                isSelected ? 'bg-accent-soft' : 'hover:bg-hover',
                isSelected && 'before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent'
              )}
              style={{ transform: `translateY(${(from + offset) * rowPx}px)`, gridTemplateColumns: template }}
            >
              {cells(row)}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** Keeps the row at the top of the screen where it is when rows before it come or go. */
function useScrollAnchor(rows: readonly ListRow[], scroller: RefObject<HTMLDivElement | null>): void {
  const before = useRef(rows)
  useLayoutEffect(() => {
    const element = scroller.current
    const old = before.current
    before.current = rows
    if (element === null || old === rows || element.scrollTop === 0) return
    const topIndex = Math.floor(element.scrollTop / rowPx)
    for (const row of old.slice(topIndex, topIndex + 40)) {
      const index = rows.findIndex((each) => each.id === row.id)
      if (index < 0) continue
      const moved = (index - old.indexOf(row)) * rowPx
      if (moved !== 0) element.scrollBy({ top: moved })
      return
    }
  }, [rows, scroller])
}

/** Brings the selected row into view when the selection changes: to the middle at first, just so far later. */
function useScrollToSelected(rows: readonly ListRow[], selectedId: string | null, order: string, scroller: RefObject<HTMLDivElement | null>): void {
  const shown = useRef<string | null>(null)
  const shownOrder = useRef(order)
  const place = useRef(-1)
  useLayoutEffect(() => {
    const element = scroller.current
    if (shownOrder.current !== order) shown.current = null
    shownOrder.current = order
    if (element === null) return
    const index = rows.findIndex((row) => row.id === selectedId)
    const before = place.current
    place.current = index
    if (index < 0) return
    const isIn = (at: number): boolean => at * rowPx >= element.scrollTop && (at + 1) * rowPx <= element.scrollTop + element.clientHeight
    if (selectedId === shown.current) {
      // Rows that come above it at the very top must not push it out of sight.
      if (before >= 0 && element.scrollTop === 0 && isIn(before) && !isIn(index)) element.scrollBy({ top: (index - before) * rowPx })
      return
    }
    const isFirst = shown.current === null
    shown.current = selectedId
    const top = index * rowPx
    if (isIn(index)) return
    if (isFirst) element.scrollTo({ top: top - element.clientHeight / 2 })
    else element.scrollTo({ top: top < element.scrollTop ? top - rowPx : top - element.clientHeight + rowPx * 2 })
  }, [rows, selectedId, order, scroller])
}
