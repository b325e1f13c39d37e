import type { ReactNode } from 'react'

/** The row on top of a screen: its name, a few words about it, and what can be done with it. */
export function ScreenHeader({ title, about, children }: { title: ReactNode; about?: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-1.5">
      <h1 className="min-w-0 truncate text-lg font-semibold">{title}</h1>
      {about === undefined ? null : <div className="tabular shrink-0 text-sm whitespace-nowrap text-ink-faint">{about}</div>}
      <div className="ml-auto flex min-w-0 flex-wrap items-center justify-end gap-2">{children}</div>
    </div>
  )
}
