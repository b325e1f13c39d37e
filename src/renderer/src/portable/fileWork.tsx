import { FolderOpen } from 'lucide-react'
import type { PortableWork } from '@shared/model/portable'
import { cancelFileWork } from '../queries/portable'
import { Button } from '../ui/button'

const doing: Readonly<Record<PortableWork['kind'], string>> = { preview: 'Looking through', export: 'Writing', open: 'Opening' }

/** How far an opening or an export is, and the way to stop it. */
export function FileWork({ work: { kind, name, done, total } }: { work: PortableWork }) {
  const percent = total === 0 ? null : Math.min(100, Math.floor((done / total) * 100))
  return (
    <section aria-label="File" className="flex shrink-0 items-center gap-2 border-b bg-panel px-4 py-1.5">
      <FolderOpen aria-hidden size={15} className="shrink-0 text-ink-faint" />
      <p className="tabular min-w-0 truncate">{doing[kind]} {name}{percent === null ? '…' : ` · ${percent} %`}</p>
      <progress aria-label={`${doing[kind]} ${name}`} className="h-1.5 min-w-0 flex-1 accent-accent" {...(percent === null ? {} : { value: percent })} max={100} />
      <Button onClick={() => void cancelFileWork()}>Stop</Button>
    </section>
  )
}
