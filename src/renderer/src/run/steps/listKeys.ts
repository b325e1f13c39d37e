import type { KeyboardEvent as ReactKeyboardEvent } from 'react'
import { rowAbove, rowAfter } from './cursor'
import type { OpenRows } from './openRows'
import type { ListRow } from './rowTypes'
import type { Timeline } from './timeline'

/** What the keys of the step list act on. */
export interface ListKeys {
  readonly rows: readonly ListRow[]
  /** Id of the row the cursor is on. */
  readonly cursorId: string | null
  readonly open: OpenRows
  readonly timeline: Timeline
  readonly onMove: (row: ListRow) => void
  /** Opens the run a row stands for, or stands in, as a run of its own. */
  readonly onOpenRun: (row: ListRow) => void
}

const moves: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  PageDown: 20,
  PageUp: -20,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY
}

/** Does what a key means in the step list; says whether it meant anything. */
export function pressListKey(event: KeyboardEvent | ReactKeyboardEvent, { rows, cursorId, open, timeline, onMove, onOpenRun }: ListKeys): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false
  const move = moves[event.key]
  const row = cursorId === null ? undefined : rows.find((each) => each.id === cursorId)
  if (move !== undefined) {
    const to = rowAfter(rows, cursorId, move)
    if (to !== null) onMove(to)
    return true
  }
  switch (event.key) {
    case 'ArrowRight':
    case 'ArrowLeft':
      if (row !== undefined) turn(row, event.key === 'ArrowRight')
      return row !== undefined
    case 'Enter':
      if (row === undefined || (row.kind !== 'child' && row.scope.inside.length === 0)) return false
      onOpenRun(row)
      return true
    case '+':
    case '=':
      timeline.zoom(1.5)
      return true
    case '-':
    case '−':
      timeline.zoom(1 / 1.5)
      return true
    case '0':
      timeline.fit()
      return true
    default:
      return false
  }

  /** Opens a row or steps into it; closes it or goes to the one that holds it. */
  function turn(at: ListRow, forward: boolean): void {
    const isOpen = 'isOpen' in at && at.isOpen
    const canOpen = 'canOpen' in at ? at.canOpen : 'isOpen' in at
    if (forward && canOpen && !isOpen) open.set(at.id, true)
    else if (!forward && isOpen) open.set(at.id, false)
    else if (!forward) {
      const above = rowAbove(rows, at)
      if (above !== null) onMove(above)
    }
  }
}
