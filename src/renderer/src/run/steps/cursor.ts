import type { ListRow } from './rowTypes'

/** Whether the cursor of the list stops at a row; the others are read past. */
export function isStop(row: ListRow): boolean {
  switch (row.kind) {
    case 'step':
    case 'span':
    case 'attributes':
    case 'child':
    case 'inherited':
      return true
    default:
      return false
  }
}

/** The row `by` stops on from another, stopping at the ends; the nearest end when there is no other. */
export function rowAfter(rows: readonly ListRow[], id: string | null, by: number): ListRow | null {
  const stops = rows.filter(isStop)
  const index = id === null ? -1 : stops.findIndex((row) => row.id === id)
  if (!Number.isFinite(by)) return (by < 0 ? stops[0] : stops.at(-1)) ?? null
  if (index < 0) return (by < 0 ? stops.at(-1) : stops[0]) ?? null
  return stops[Math.min(stops.length - 1, Math.max(0, index + by))] ?? null
}

/** How deep a row stands in the tree, 1 = a step of the run that is open. */
export function levelOf(row: ListRow): number {
  const own = row.scope.inside.length === 0 || row.scope.isInherited ? 1 : row.scope.inside.length * 2 + 1
  switch (row.kind) {
    case 'span':
      return own + row.span.depth
    case 'attribute':
      return own + row.depth
    case 'attributes':
    case 'stream':
    case 'children':
      return own + 1
    case 'child':
      return row.step === null ? own : own + 1
    case 'loading':
      return row.step === null ? own : own + 1
    default:
      return own
  }
}

/** The row that holds another one; `null` when it stands at the top. */
export function rowAbove(rows: readonly ListRow[], row: ListRow): ListRow | null {
  const index = rows.indexOf(row)
  const level = levelOf(row)
  return rows.slice(0, Math.max(0, index)).findLast((each) => isStop(each) && levelOf(each) < level) ?? null
}
