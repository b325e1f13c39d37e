import { useId } from 'react'
import type { ReactNode } from 'react'

/** A part of the insights with its name. */
export function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="border-b py-2 last:border-b-0">
      <div className="flex items-baseline justify-between gap-3 px-3">
        <h2 id={id} className="text-sm font-semibold">{title}</h2>
        {aside === undefined ? null : <span className="text-xs text-ink-faint">{aside}</span>}
      </div>
      {children}
    </section>
  )
}
