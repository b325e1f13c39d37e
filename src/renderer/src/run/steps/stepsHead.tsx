import { ArrowDown, ArrowUp, ChevronsDownUp, ChevronsUpDown, FoldHorizontal, Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../ui/button'
import type { Columns } from './columns'
import type { OpenRows } from './openRows'
import { Ruler } from './ruler'
import type { Timeline } from './timeline'
import type { Tick } from './waterfall'

interface Props {
  readonly columns: Columns
  readonly marks: readonly Tick[]
  readonly timeline: Timeline
  readonly open: OpenRows
  readonly newestFirst: boolean
  readonly onOrder: () => void
  readonly isFolding: boolean
  readonly onFold: () => void
  /** Whether anything can be opened. */
  readonly canOpen: boolean
  /** Stands at the right end. */
  readonly menu: ReactNode
}

/** The head of the step list: order, expand all, the ruler, and the buttons that move about in time. */
export function StepsHead({ columns, marks, timeline, open, newestFirst, onOrder, isFolding, onFold, canOpen, menu }: Props) {
  const hasTime = columns.waterfallWidth >= 60
  const Order = newestFirst ? ArrowUp : ArrowDown
  return (
    <div className="relative z-10 shrink-0 border-b bg-panel">
      <div className="grid h-7 items-center text-xs font-medium text-ink-dim" style={{ gridTemplateColumns: columns.template }}>
        <span className="flex items-center justify-end pr-1.5">
          <IconButton label={newestFirst ? 'Newest first. Show the oldest first' : 'Oldest first. Show the newest first'} onClick={onOrder} className="size-5">
            <Order aria-hidden size={13} />
          </IconButton>
        </span>
        <span className="flex items-center gap-1 pl-1">
          {canOpen ? (
            <IconButton label={open.level > 1 ? 'Collapse all' : 'Expand all'} onClick={() => open.setLevel(open.level > 1 ? 1 : 2)} className="-ml-1.5 size-5">
              {open.level > 1 ? <ChevronsDownUp aria-hidden size={13} /> : <ChevronsUpDown aria-hidden size={13} />}
            </IconButton>
          ) : null}
          Action
        </span>
        <Ruler marks={marks} widthPx={columns.waterfallWidth} />
        <span className="pr-2 text-right">Duration</span>
        <span className="flex items-center justify-between pr-1 pl-1">
          {columns.hasStatusWord ? 'Status' : ''}
          {menu}
        </span>
      </div>
      {hasTime ? (
        <div
          className="pointer-events-none absolute inset-y-0 flex items-center justify-end opacity-0 focus-within:opacity-100 [section:hover>div>&]:opacity-100"
          style={{ left: columns.waterfallLeft, width: columns.waterfallWidth }}
        >
          <span className="pointer-events-auto flex rounded bg-panel">
          {timeline.pauseCount > 0 ? (
            <IconButton label={isFolding ? 'Show pauses at full length' : 'Fold pauses'} aria-pressed={isFolding} onClick={onFold} className="size-5">
              <FoldHorizontal aria-hidden size={13} />
            </IconButton>
          ) : null}
          <IconButton label="Zoom out (−)" disabled={timeline.isFit} onClick={() => timeline.zoom(1 / 1.5)} className="size-5">
            <ZoomOut aria-hidden size={13} />
          </IconButton>
          <IconButton label="Zoom in (+)" onClick={() => timeline.zoom(1.5)} className="size-5">
            <ZoomIn aria-hidden size={13} />
          </IconButton>
          <IconButton label="Fit (0)" disabled={timeline.isFit} onClick={timeline.fit} className="size-5">
            <Maximize2 aria-hidden size={13} />
          </IconButton>
          </span>
        </div>
      ) : null}
    </div>
  )
}
