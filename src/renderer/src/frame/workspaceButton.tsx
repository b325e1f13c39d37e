import { useQuery } from '@tanstack/react-query'
import { Database, FileArchive } from 'lucide-react'
import { useOpened } from '../portable/useOpened'
import { statusQuery } from '../queries/status'
import { formatRoute } from '../route'

/** Which bucket the window is about; leads to where it is chosen. */
export function WorkspaceButton() {
  const status = useQuery(statusQuery()).data
  const bucket = status?.bucket ?? null
  const opened = useOpened()
  if (opened !== null) {
    return (
      <span title="An opened file stands in the place of the workspace" className="flex h-7 max-w-64 min-w-0 items-center gap-1.5 px-2 font-medium">
        <FileArchive aria-hidden size={14} className="shrink-0 text-accent" />
        <span className="truncate">{opened.isSample ? 'Sample data' : opened.name}</span>
      </span>
    )
  }
  return (
    <a
      href={formatRoute({ screen: 'settings' })}
      title={bucket === null ? 'Choose a bucket' : `Bucket ${bucket}${status?.profile ? `, profile ${status.profile}` : ''}. Change in settings`}
      className="flex h-7 max-w-64 min-w-0 items-center gap-1.5 rounded-md px-2 font-medium hover:bg-hover"
    >
      <Database aria-hidden size={14} className="shrink-0 text-ink-faint" />
      <span className="truncate">{bucket ?? 'No bucket'}</span>
    </a>
  )
}
