import type { ReactNode } from 'react'
import type { SnapshotRow } from '@shared/model/snapshot'
import { formatBytes, formatCount, plural } from '../format/number'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Instant } from '../ui/instant'

interface AskProps {
  readonly onClose: () => void
  readonly onYes: () => void
}

/** Asks before a snapshot takes the place of the index. */
export function RestoreDialog({ row, ...rest }: AskProps & { readonly row: SnapshotRow }) {
  return (
    <Ask title="Restore this snapshot?" yes="Restore" {...rest}>
      <p>
        The index on this computer is replaced by the one that <span className="font-medium">{row.computer}</span> published on <Instant timeUs={row.takenUs} />: {plural(row.runs, 'run')}, {formatCount(row.steps)} steps, {formatBytes(row.sizeBytes)} to download.
      </p>
      <p className="mt-2 text-ink-dim">
        The present index is kept until the new one has been checked and opened. Bodies that are here already are taken over, annotations stay as they are, and afterwards everything is compared with the bucket.
      </p>
    </Ask>
  )
}

/** Asks before older snapshots are removed. */
export function PruneDialog({ older, keep, ...rest }: AskProps & { readonly older: readonly SnapshotRow[]; readonly keep: number }) {
  const bytes = older.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return (
    <Ask title="Remove older snapshots?" yes={`Remove ${formatCount(older.length)}`} isDanger {...rest}>
      <p>
        {plural(older.length, 'snapshot')} of this computer ({formatBytes(bytes)}) {older.length === 1 ? 'is' : 'are'} removed from the bucket; the newest {keep === 1 ? 'one stays' : `${keep} stay`}. Those of other computers are not touched.
      </p>
    </Ask>
  )
}

function Ask({ title, yes, isDanger = false, children, onClose, onYes }: AskProps & { readonly title: string; readonly yes: string; readonly isDanger?: boolean; readonly children: ReactNode }) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="px-4 py-3">{children}</div>
      <div className="flex justify-end gap-2 border-t px-4 py-2.5">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look={isDanger ? 'danger' : 'primary'}
          data-autofocus
          onClick={() => {
            onClose()
            onYes()
          }}
        >
          {yes}
        </Button>
      </div>
    </Dialog>
  )
}
