import { useQuery } from '@tanstack/react-query'
import { FileArchive } from 'lucide-react'
import type { OpenedFile, OpenedKind } from '@shared/model/portable'
import { plural } from '../format/number'
import { closeFile } from '../queries/portable'
import { statusQuery } from '../queries/status'
import { Button } from '../ui/button'

const kinds: Readonly<Record<OpenedKind, string>> = { snapshot: 'Opened file', 'local-tracker': 'Opened folder of the local tracker', 'log-file': 'Opened log' }

/** Says that a file stands in the place of the workspace, what it holds, and the way back. */
export function OpenedBanner({ opened }: { opened: OpenedFile }) {
  const { kind, name, isSample, runs, projects, missing, isRedacted, note } = opened
  const isConnected = useQuery(statusQuery()).data?.bucket != null
  const facts = [`${plural(runs, 'run')} in ${plural(projects, 'project')}`, 'read-only', ...(isRedacted ? ['values redacted'] : []), ...(missing > 0 ? [`${plural(missing, 'object')} not in it`] : [])]
  return (
    <section aria-label="Opened file" className="flex shrink-0 items-center gap-2 border-b border-accent bg-accent-soft px-4 py-1.5">
      <FileArchive aria-hidden size={15} className="shrink-0 text-accent" />
      <p className="min-w-0 flex-1 break-words" data-selectable>
        <span className="font-medium">{isSample ? 'Sample data' : `${kinds[kind]} ${name}`}</span> <span className="text-ink-dim">· {facts.join(' · ')}</span>
        {note === '' ? null : <span title={note} className="line-clamp-2 text-sm text-ink-dim">{note}</span>}
      </p>
      <Button onClick={() => void closeFile()}>{isConnected ? 'Back to your workspace' : 'Close'}</Button>
    </section>
  )
}
