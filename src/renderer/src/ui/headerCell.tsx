import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './classNames'

/** How a table is sorted. */
export interface Sort<Column extends string> {
  readonly column: Column
  readonly descending: boolean
}

/** Sorts by a column as a click on its header asks: the same column turns round, another begins as its data reads best. */
export function sortBy<Column extends string>(sort: Sort<Column>, column: Column, descendingFirst: boolean): Sort<Column> {
  return sort.column === column ? { column, descending: !sort.descending } : { column, descending: descendingFirst }
}

interface HeaderCellProps {
  readonly children: ReactNode
  readonly right?: boolean
  readonly title?: string
  /** Shown only where the table's container is wide (1,160 px). */
  readonly wide?: boolean
  /** Left out = the column cannot be sorted by. */
  readonly sorted?: 'ascending' | 'descending' | 'none'
  readonly onSort?: () => void
}

/** The head of a column (`th`); with `onSort` it is a button. */
export function HeaderCell({ children, right = false, wide = false, title, sorted, onSort }: HeaderCellProps) {
  const look = classNames(wide ? 'hidden @min-[1160px]:flex' : 'flex', 'h-full min-w-0 items-center gap-1 px-2 text-sm font-medium text-ink-dim', right && 'justify-end')
  if (onSort === undefined) {
    return (
      <th scope="col" title={title} className={look}>
        <span className="truncate">{children}</span>
      </th>
    )
  }
  const Arrow = sorted === 'ascending' ? ArrowUp : ArrowDown
  return (
    <th scope="col" aria-sort={sorted ?? 'none'} title={title} className="h-full min-w-0">
      <button type="button" tabIndex={-1} onClick={onSort} className={classNames(look, 'w-full hover:text-ink', sorted !== 'none' && 'text-ink')}>
        <span className="truncate">{children}</span>
        <Arrow aria-hidden size={12} className={classNames('shrink-0', sorted === 'none' && 'invisible')} />
      </button>
    </th>
  )
}
