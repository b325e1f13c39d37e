import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** A place with nothing in it: what this is, why it is empty, and the one next thing to do. */
export function EmptyState({ icon: Icon, title, children, action }: { icon: LucideIcon; title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex h-full min-h-0 flex-col items-center justify-center overflow-auto p-8">
      <div className="flex max-w-105 flex-col items-center text-center">
        <Icon aria-hidden size={28} strokeWidth={1.5} className="mb-3 text-ink-faint" />
        <h2 className="text-lg font-semibold text-ink">{title}</h2>
        <div className="mt-1.5 text-ink-dim">{children}</div>
        {action === undefined ? null : <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
      </div>
    </div>
  )
}
