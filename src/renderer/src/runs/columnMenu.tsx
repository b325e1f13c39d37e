import { Columns3 } from 'lucide-react'
import { Popover } from 'radix-ui'
import { Checkbox } from '../ui/field'
import { runColumns } from './runColumns'
import type { Columns } from './runColumns'

/** Chooses which columns the list shows. */
export function ColumnMenu({ columns }: { columns: Columns }) {
  return (
    <Popover.Root>
      <Popover.Trigger aria-label="Columns" title="Columns" className="inline-flex size-7 shrink-0 items-center justify-center rounded text-ink-dim hover:bg-hover hover:text-ink">
        <Columns3 aria-hidden size={15} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content align="end" sideOffset={4} aria-label="Columns" className="z-30 flex flex-col gap-1 rounded-md border bg-raised p-3 text-sm shadow-float">
          {runColumns.filter(({ id }) => id !== 'app').map(({ id, title }) => (
            <Checkbox key={id} checked={!columns.isHidden(id)} onChange={() => columns.toggle(id)} label={title} />
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
