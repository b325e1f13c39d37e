import type { SnapshotStatus } from '@shared/model/snapshot'
import { formatBytes } from '../format/number'
import { phaseWords, stopSnapshotWork } from '../queries/snapshots'
import { Button } from './button'
import { ProgressBar } from './progressBar'

const kinds = { publish: 'Publishing a snapshot', restore: 'Restoring a snapshot', start: 'Starting from a snapshot of the bucket' } as const

/** What is done with a snapshot right now, how far it is, and a way to stop it. */
export function SnapshotWork({ work: { kind, progress } }: { work: NonNullable<SnapshotStatus['work']> }) {
  const { phase, doneBytes, totalBytes } = progress
  return (
    <div className="tabular flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-panel px-4 py-1.5">
      <span>
        <span className="font-medium">{kinds[kind]}</span> <span className="text-ink-dim">– {phaseWords[phase]}</span>
      </span>
      <ProgressBar label={kinds[kind]} share={totalBytes === 0 ? null : doneBytes / totalBytes} />
      {totalBytes === 0 ? null : <span className="text-sm text-ink-faint">{formatBytes(doneBytes)} of {formatBytes(totalBytes)}</span>}
      <Button className="ml-auto" onClick={() => void stopSnapshotWork()}>{kind === 'start' ? 'Begin without it' : 'Stop'}</Button>
    </div>
  )
}
