import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Archive, X } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { RestoreOutcome } from '@shared/model/snapshot'
import { settingsQuery } from '../queries/settings'
import { choosePublishing, snapshotStatusQuery } from '../queries/snapshots'
import { statusQuery } from '../queries/status'
import { formatRoute } from '../route'
import type { Route } from '../route'
import { Button, IconButton } from '../ui/button'
import { keptNumber, useKept } from '../ui/kept'
import { SnapshotWork } from '../ui/snapshotWork'

/** What a person should know of snapshots wherever the window is: a start under way, how it went, and whether to publish. */
export function SnapshotBanner({ route }: { route: Route }) {
  const status = useQuery(snapshotStatusQuery()).data
  const [closedAtUs, setClosedAtUs] = useKept('snapshots.noticeClosed', 0, keptNumber)
  if (status === undefined) return null
  const { work, lastRestore } = status
  if (work !== null && (work.kind === 'start' || (work.kind === 'restore' && route.screen !== 'snapshots'))) return <SnapshotWork work={work} />
  if (lastRestore !== null && isWorthSaying(lastRestore) && lastRestore.atUs > closedAtUs) return <StartNotice outcome={lastRestore} hasLink={route.screen !== 'snapshots'} onClose={() => setClosedAtUs(lastRestore.atUs)} />
  const isPlace = route.screen === 'projects' || route.screen === 'snapshots'
  return isPlace && status.mayWrite !== false ? <PublishQuestion /> : null
}

// That a bucket without snapshots has none is no news.
function isWorthSaying({ isStart, snapshot, words }: RestoreOutcome): boolean {
  return isStart && (snapshot !== null || words.length > 1)
}

function StartNotice({ outcome, hasLink, onClose }: { outcome: RestoreOutcome; hasLink: boolean; onClose: () => void }) {
  return (
    <Notice label="Start from a snapshot">
      <p className="min-w-0 flex-1 break-words" data-selectable>
        {outcome.words.join(' ')} {outcome.snapshot === null ? 'The bucket is read from the beginning.' : 'What is new since then is being read.'}
      </p>
      {hasLink ? <a href={formatRoute({ screen: 'snapshots' })} className="shrink-0 text-accent underline underline-offset-2">Snapshots</a> : null}
      <IconButton label="Close notice" onClick={onClose}>
        <X aria-hidden size={14} />
      </IconButton>
    </Notice>
  )
}

/** Asked until it is answered, once something is indexed; the answer stands in the settings. */
function PublishQuestion() {
  const client = useQueryClient()
  const settings = useQuery(settingsQuery()).data
  const status = useQuery(statusQuery()).data
  const [isAsking, setIsAsking] = useState(false)
  const isOpen = settings?.sources.publishSnapshots.from === 'default' && status?.connection === 'connected' && status.objects.indexed > 0
  if (!isOpen) return null
  const answer = async (isWanted: boolean): Promise<void> => {
    setIsAsking(true)
    await choosePublishing(isWanted, client)
    setIsAsking(false)
  }
  return (
    <Notice label="Publish snapshots">
      <p className="min-w-0 flex-1 break-words">
        <span className="font-medium">Publish snapshots to this bucket?</span>{' '}
        <span className="text-ink-dim">
          Copies of the index – runs, steps, errors; no bodies, no annotations – are written under{' '}
          <code className="font-mono text-sm">{status.bucket}/burr-desktop/v1/</code>, so that other computers start in seconds. Whoever may read the bucket can read them.
        </span>
      </p>
      <Button disabled={isAsking} onClick={() => void answer(false)}>Don’t publish</Button>
      <Button disabled={isAsking} onClick={() => void answer(true)}>{isAsking ? 'Asking the bucket…' : 'Publish'}</Button>
    </Notice>
  )
}

function Notice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label} className="flex shrink-0 items-center gap-2 border-b bg-panel px-4 py-1.5">
      <Archive aria-hidden size={15} className="shrink-0 text-ink-faint" />
      {children}
    </section>
  )
}
