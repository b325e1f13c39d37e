import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { keptBoolean, useKept } from '../../ui/kept'

interface Props {
  readonly title: string
  /** Short facts beside the title. */
  readonly facts?: ReactNode
  /** Buttons at the right. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A part of the data tab that opens and closes, remembered by its title. */
export function Section({ title, facts, actions, children }: Props) {
  const [isOpen, setOpen] = useKept(`run.section.${title}`, true, keptBoolean)
  return (
    <section aria-label={title} className="border-b last:border-b-0">
      <div className="sticky top-0 z-10 flex h-7 items-center gap-2 bg-panel pr-1.5">
        <h2 className="min-w-0 flex-1">
          <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="flex h-7 w-full items-center gap-1 pl-2 text-left text-sm font-semibold">
            <ChevronRight aria-hidden size={14} className={isOpen ? 'rotate-90 text-ink-faint' : 'text-ink-faint'} />
            {title}
            {facts === undefined ? null : <span className="tabular ml-1.5 truncate text-xs font-normal text-ink-faint">{facts}</span>}
          </button>
        </h2>
        {isOpen ? actions : null}
      </div>
      {isOpen ? <div className="py-0.5">{children}</div> : null}
    </section>
  )
}

/** One sentence where there is nothing to show, or something to know first. */
export function Remark({ children }: { children: ReactNode }) {
  return <p className="px-3 py-1 text-sm text-ink-dim">{children}</p>
}
