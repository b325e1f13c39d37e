import { CloudDownload, CloudOff } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import { formatCount, plural } from '../format/number'
import { useAway } from './away'
import { BringButton } from './bringButton'

/** What of a run is not on this computer, and what the bucket no longer has; nothing when all is well. */
export function BodiesNotice({ detail: { run, logFiles } }: { detail: Pick<RunDetail, 'run' | 'logFiles'> }) {
  const away = useAway()
  const missing = logFiles.known - logFiles.here
  const gone = run.goneCount ?? 0
  return (
    <>
      {missing <= 0 ? null : (
        <Line icon={<CloudDownload aria-hidden size={14} />}>
          <span className="min-w-0 flex-1">
            {formatCount(missing)} of {plural(logFiles.known, 'log file')} of this run {missing === 1 ? 'is' : 'are'} not on this computer: values of some steps cannot be shown.
            {away === null ? null : <span className="text-ink-dim"> Bringing {missing === 1 ? 'it' : 'them'} here has to wait: {away}</span>}
          </span>
          <BringButton run={run} className="h-5! text-xs" />
        </Line>
      )}
      {gone === 0 ? null : (
        <Line icon={<CloudOff aria-hidden size={14} />}>
          <span className="min-w-0 flex-1">
            The bucket no longer has {plural(gone, 'object')} of this run. What is on this computer stays readable and is never given up.
          </span>
        </Line>
      )}
    </>
  )
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div role="note" className="flex shrink-0 items-start gap-2 border-b bg-waiting-soft px-3 py-1 text-sm">
      <span className="mt-0.5 shrink-0 text-waiting">{icon}</span>
      {children}
    </div>
  )
}
