import { useId } from 'react'
import type { ReactNode } from 'react'

/** Some settings that belong together. */
export function Section({ title, about, children }: { title: string; about?: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="border-b py-5 last:border-b-0">
      <h2 id={id} className="font-semibold">{title}</h2>
      {about === undefined ? null : <p className="text-sm text-ink-faint">{about}</p>}
      <div className="mt-2">{children}</div>
    </section>
  )
}
