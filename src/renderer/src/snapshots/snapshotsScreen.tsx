import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Archive, CloudUpload, ListX } from 'lucide-react'
import { useState } from 'react'
import { toErrorShape } from '@shared/errors'
import type { SnapshotList, SnapshotRow } from '@shared/model/snapshot'
import { formatBytes, plural } from '../format/number'
import { navigate } from '../navigation'
import { settingsQuery } from '../queries/settings'
import { publishNow, pruneSnapshots, restoreSnapshot, snapshotListQuery, snapshotStatusQuery } from '../queries/snapshots'
import { statusQuery } from '../queries/status'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/emptyState'
import { ErrorState } from '../ui/errorState'
import { ScreenHeader } from '../ui/screenHeader'
import { SnapshotWork } from '../ui/snapshotWork'
import { PruneDialog, RestoreDialog } from './askDialogs'
import { PublishFacts } from './publishFacts'
import { SnapshotTable } from './snapshotTable'
import { WriteProblem } from './writeProblem'

/** The copies of the index in the bucket: everyone's, with what can be done with them. */
export function SnapshotsScreen() {
  const client = useQueryClient()
  const status = useQuery(snapshotStatusQuery()).data
  const bucket = useQuery(statusQuery()).data
  const settings = useQuery(settingsQuery()).data
  const list = useQuery(snapshotListQuery(status))
  const [asked, setAsked] = useState<SnapshotRow | 'prune' | null>(null)
  const isWorking = status === undefined || status.work !== null
  const keep = Math.max(1, settings?.values.priorSnapshotsToKeep ?? 1)
  const older = list.data?.snapshots.filter(({ isOwn }) => isOwn).slice(keep) ?? []
  const isOff = bucket === undefined || bucket.connection === 'not-configured'
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title="Snapshots" about={list.data === undefined ? undefined : aboutOf(list.data)}>
        <Button disabled={isWorking || older.length === 0} onClick={() => setAsked('prune')} title={`Removes all but the newest ${keep} of this computer`}>
          <ListX aria-hidden size={14} /> Prune
        </Button>
        <Button look="primary" disabled={isWorking || isOff} onClick={() => void publishNow()}>
          <CloudUpload aria-hidden size={14} /> Publish now
        </Button>
      </ScreenHeader>
      {status?.work == null || status.work.kind === 'start' ? null : <SnapshotWork work={status.work} />}
      {status === undefined || isOff ? null : <PublishFacts status={status} settings={settings?.values} />}
      {status === undefined ? null : <WriteProblem status={status} />}
      <div className="min-h-0 flex-1">
        {list.isError ? (
          toErrorShape(list.error).code === 'not-configured' ? <NoBucket /> : <ErrorState title="The snapshots cannot be listed" error={list.error} onRetry={() => void list.refetch()} />
        ) : list.data?.snapshots.length === 0 && list.data.leftovers.length === 0 ? (
          <NoSnapshots />
        ) : (
          <SnapshotTable list={list.data} isBusy={isWorking} onRestore={setAsked} />
        )}
      </div>
      {asked === 'prune' ? <PruneDialog older={older} keep={keep} onClose={() => setAsked(null)} onYes={() => void pruneSnapshots(client)} /> : null}
      {asked === null || asked === 'prune' ? null : <RestoreDialog row={asked} onClose={() => setAsked(null)} onYes={() => void restoreSnapshot(asked)} />}
    </div>
  )
}

function aboutOf({ snapshots, leftovers }: SnapshotList): string {
  const bytes = [...snapshots, ...leftovers].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return `${plural(snapshots.length, 'snapshot')}, ${formatBytes(bytes)} in the bucket`
}

function NoBucket() {
  return (
    <EmptyState icon={Archive} title="No bucket is chosen yet" action={<Button look="primary" onClick={() => navigate({ screen: 'settings' })}>Open settings</Button>}>
      Snapshots are copies of the index that lie in the bucket of the runs.
    </EmptyState>
  )
}

function NoSnapshots() {
  return (
    <EmptyState icon={Archive} title="No snapshots yet">
      A snapshot is a copy of the index, kept under <code className="font-mono text-sm">burr-desktop/v1/</code> in the bucket. Another computer that starts with nothing takes the newest one and needs seconds instead of reading everything again.
    </EmptyState>
  )
}
