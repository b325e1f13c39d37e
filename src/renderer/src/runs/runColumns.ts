import { useCallback, useMemo } from 'react'
import type { RunSort } from '@shared/model/runSort'
import { useKept } from '../ui/kept'

/** A column of the run list. */
export type RunColumn = 'status' | 'app' | 'partition' | 'active' | 'started' | 'duration' | 'steps' | 'action' | 'error' | 'tokens' | 'cost' | 'offline'

/** How a column is headed, sized and sorted. */
export interface ColumnLook {
  readonly id: RunColumn
  readonly title: string
  readonly about?: string
  readonly right?: true
  readonly widthPx: number
  /** Takes what is left, in this proportion, until it is given a width. */
  readonly grows?: number
  readonly sort?: RunSort['by']
  /** How it reads best at first. */
  readonly ascendingFirst?: true
}

/** All columns, from left to right. */
export const runColumns: readonly ColumnLook[] = [
  { id: 'status', title: 'Status', about: 'Sorted: what wants attention first', widthPx: 108, sort: 'status', ascendingFirst: true },
  { id: 'app', title: 'App id', widthPx: 220, grows: 1.1, sort: 'app', ascendingFirst: true },
  { id: 'partition', title: 'Partition', widthPx: 104, sort: 'partition', ascendingFirst: true },
  { id: 'active', title: 'Active', about: 'How long ago the last step began or ended', right: true, widthPx: 76, sort: 'active' },
  { id: 'started', title: 'Started', about: 'How long ago the run began', right: true, widthPx: 78, sort: 'started' },
  { id: 'duration', title: 'Duration', about: 'From the first event to the last; of a running run, to now', right: true, widthPx: 88, sort: 'duration' },
  { id: 'steps', title: 'Steps', right: true, widthPx: 68, sort: 'steps' },
  { id: 'action', title: 'Last action', widthPx: 104, sort: 'action', ascendingFirst: true },
  { id: 'error', title: 'Error', widthPx: 110, grows: 1.5 },
  { id: 'tokens', title: 'Tokens', about: 'Prompt and completion tokens that the runs logged', right: true, widthPx: 78, sort: 'tokens' },
  { id: 'cost', title: 'Cost', about: 'Of its own calls of language models, by the price table; worked out for the rows in sight', right: true, widthPx: 104 },
  { id: 'offline', title: 'Offline', about: 'Whether its log files are on this computer, whether they are kept, and whether the bucket lost any', widthPx: 64 }
]

/** Narrowest and widest that a column can be made, in pixels. */
export const columnPx = { least: 48, most: 900 }

interface Kept {
  readonly hidden: readonly string[]
  readonly widths: Readonly<Record<string, number>>
}

function readKept(kept: unknown): Kept | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined
  const { hidden, widths } = kept as Partial<Record<keyof Kept, unknown>>
  if (!Array.isArray(hidden) || typeof widths !== 'object' || widths === null) return undefined
  const sizes = Object.entries(widths).filter((entry): entry is [string, number] => typeof entry[1] === 'number' && Number.isFinite(entry[1]))
  return { hidden: hidden.filter((each) => typeof each === 'string'), widths: Object.fromEntries(sizes) }
}

/** Which columns a list shows and how wide, kept between starts. */
export interface Columns {
  readonly shown: readonly ColumnLook[]
  readonly isHidden: (id: RunColumn) => boolean
  readonly toggle: (id: RunColumn) => void
  readonly widthOf: (column: ColumnLook) => number
  readonly resize: (id: RunColumn, widthPx: number | null) => void
  /** For `grid-template-columns`. */
  readonly template: string
  /** What all columns need at least. */
  readonly leastPx: number
}

/** What is left out first where there is no room, unless its width was set by hand. */
const firstToGo: readonly RunColumn[] = ['started', 'cost', 'tokens', 'offline', 'active', 'action', 'partition']

function fitting(columns: readonly ColumnLook[], widths: Kept['widths'], roomPx: number): readonly ColumnLook[] {
  let left = columns
  for (const id of firstToGo) {
    if (leastOf(left, widths) <= roomPx) break
    if (widths[id] === undefined) left = left.filter((column) => column.id !== id)
  }
  return left
}

const leastOf = (columns: readonly ColumnLook[], widths: Kept['widths']): number => columns.reduce((sum, { id, widthPx }) => sum + (widths[id] ?? widthPx), 16)

/** The columns of a list that is so wide; the partition has none where all runs are in the same. */
export function useColumns(partition: boolean, roomPx: number): Columns {
  const [kept, keep] = useKept<Kept>('runs.columns', { hidden: [], widths: {} }, readKept)
  const isHidden = useCallback((id: RunColumn) => id !== 'app' && kept.hidden.includes(id), [kept])
  const shown = useMemo(() => fitting(runColumns.filter(({ id }) => !isHidden(id) && (partition || id !== 'partition')), kept.widths, roomPx), [isHidden, kept, partition, roomPx])
  const template = useMemo(() => shown.map(({ id, widthPx, grows }) => {
    const own = kept.widths[id]
    if (own !== undefined) return `${own}px`
    return grows === undefined ? `${widthPx}px` : `minmax(${widthPx}px, ${grows}fr)`
  }).join(' '), [shown, kept])
  return {
    shown,
    isHidden,
    template,
    leastPx: leastOf(shown, kept.widths),
    toggle: (id) => keep({ ...kept, hidden: kept.hidden.includes(id) ? kept.hidden.filter((each) => each !== id) : [...kept.hidden, id] }),
    widthOf: ({ id, widthPx }) => kept.widths[id] ?? widthPx,
    resize: (id, widthPx) => {
      const { [id]: _, ...others } = kept.widths
      keep({ ...kept, widths: widthPx === null ? others : { ...others, [id]: Math.round(Math.max(columnPx.least, Math.min(columnPx.most, widthPx))) } })
    }
  }
}
