import { ArrowDown, ArrowUp } from 'lucide-react'
import { useRef } from 'react'
import type { KeyboardEvent } from 'react'
import type { RunSort } from '@shared/model/runSort'
import { classNames } from '../ui/classNames'
import type { ColumnLook, Columns } from './runColumns'
import { columnPx } from './runColumns'

interface RunTableHeadProps {
  readonly columns: Columns
  readonly sort: RunSort
  readonly onSort: (sort: RunSort) => void
}

/** The heads of the columns: a press sorts by one, its right edge makes it wider or narrower. */
export function RunTableHead({ columns, sort, onSort }: RunTableHeadProps) {
  return (
    <thead className="sticky top-0 z-10 block border-b bg-canvas">
      <tr className="grid h-8 items-center px-2" style={{ gridTemplateColumns: columns.template }} aria-rowindex={1}>
        {columns.shown.map((column) => <Head key={column.id} column={column} columns={columns} sort={sort} onSort={onSort} />)}
      </tr>
    </thead>
  )
}

function Head({ column, columns, sort, onSort }: RunTableHeadProps & { column: ColumnLook }) {
  const { id, title, about, right, sort: by, ascendingFirst } = column
  const isSorted = by !== undefined && sort.by === by
  const Arrow = sort.descending ? ArrowDown : ArrowUp
  const look = classNames('flex h-full w-full min-w-0 items-center gap-1 px-2 text-sm font-medium', right === true && 'justify-end', isSorted ? 'text-ink' : 'text-ink-dim')
  return (
    <th scope="col" title={about} aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : by === undefined ? undefined : 'none'} className="relative h-full min-w-0" data-column={id}>
      {by === undefined ? (
        <span className={look}><span className="truncate">{title}</span></span>
      ) : (
        <button type="button" className={classNames(look, 'hover:text-ink')} onClick={() => onSort({ by, descending: isSorted ? !sort.descending : ascendingFirst !== true })}>
          <span className="truncate">{title}</span>
          {isSorted ? <Arrow aria-hidden size={12} className="shrink-0" /> : null}
        </button>
      )}
      <Edge column={column} columns={columns} />
    </th>
  )
}

function Edge({ column, columns }: { column: ColumnLook; columns: Columns }) {
  const drag = useRef<{ x: number; widthPx: number } | null>(null)
  const widthNow = (target: Element): number => target.parentElement?.getBoundingClientRect().width ?? column.widthPx
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const step = event.key === 'ArrowRight' ? 16 : event.key === 'ArrowLeft' ? -16 : 0
    if (step === 0) return
    columns.resize(column.id, widthNow(event.currentTarget) + step)
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of ${column.title}`}
      aria-valuenow={columns.widthOf(column)}
      aria-valuemin={columnPx.least}
      aria-valuemax={columnPx.most}
      title="Drag to resize, double-click to reset"
      onKeyDown={onKeyDown}
      onDoubleClick={() => columns.resize(column.id, null)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = { x: event.clientX, widthPx: widthNow(event.currentTarget) }
      }}
      onPointerMove={(event) => {
        if (drag.current !== null) columns.resize(column.id, drag.current.widthPx + event.clientX - drag.current.x)
      }}
      onPointerUp={() => (drag.current = null)}
      onPointerCancel={() => (drag.current = null)}
      className="absolute inset-y-1.5 -right-1 z-10 w-2 cursor-col-resize touch-none border-r border-transparent hover:border-line-strong focus-visible:border-accent"
    />
  )
}
