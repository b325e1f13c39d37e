import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { toErrorShape } from '@shared/errors'
import type { ErrorShape } from '@shared/errors'
import type { SnapshotPhase, SnapshotRow, SnapshotStatus, WriteTrial } from '@shared/model/snapshot'
import { call } from '../api'
import { formatCount, plural } from '../format/number'
import { announce } from '../ui/announcer'
import { toast } from '../ui/toast'
import { settingsQuery } from './settings'

/** What is done with snapshots now, and how it last ended. */
export const snapshotStatusQuery = () => queryOptions({ queryKey: ['snapshots', 'status'], queryFn: () => call('snapshots.status', {}) })

/** Everyone's snapshots in the bucket; read anew whenever a screen opens, and after each publication and restore. */
export const snapshotListQuery = (status: SnapshotStatus | undefined) =>
  queryOptions({
    queryKey: ['snapshots', 'list', status?.lastPublish?.atUs ?? 0, status?.lastRestore?.atUs ?? 0],
    queryFn: () => call('snapshots.list', {}),
    placeholderData: keepPreviousData,
    staleTime: 0
  })

/** What is being done, in words. */
export const phaseWords: Readonly<Record<SnapshotPhase, string>> = {
  copying: 'copying the index',
  checking: 'checking',
  packing: 'packing',
  uploading: 'uploading',
  downloading: 'downloading',
  'taking-over': 'taking it over'
}

/** Said in place of the key that was refused. */
export const mayNotWrite = 'These credentials may not write under burr-desktop/v1/.'

function wordsOf({ code, message: given, action }: ErrorShape): string {
  const message = code === 'access-denied' && given.includes('burr-desktop/v1/') ? mayNotWrite : given
  return action === null ? message : `${message} ${action}`
}

/** Says what went wrong, except that it was stopped, which whoever stopped it knows. */
async function ask<Result>(doing: Promise<Result>): Promise<Result | null> {
  try {
    return await doing
  } catch (error) {
    const shape = toErrorShape(error)
    if (shape.code === 'cancelled') announce('Stopped')
    else toast(wordsOf(shape), 'failed')
    return null
  }
}

/** Publishes the index now. */
export async function publishNow(): Promise<void> {
  const outcome = await ask(call('snapshots.create', {}))
  if (outcome?.snapshot != null) toast(`A snapshot of ${plural(outcome.snapshot.runs, 'run')} was published.`)
}

/** Puts a snapshot in the place of the index. */
export async function restoreSnapshot({ key }: SnapshotRow): Promise<void> {
  const outcome = await ask(call('snapshots.restore', { key }))
  if (outcome?.snapshot != null) toast(`${plural(outcome.snapshot.runs, 'run')} restored. They are compared with the bucket now.`)
}

/** Removes the older snapshots of this computer. */
export async function pruneSnapshots(client: QueryClient): Promise<void> {
  const done = await ask(call('snapshots.prune', {}))
  if (done === null) return
  toast(done.removed.length === 0 ? 'There was nothing to remove.' : `${formatCount(done.removed.length)} older ${done.removed.length === 1 ? 'snapshot was' : 'snapshots were'} removed.`)
  await client.invalidateQueries({ queryKey: ['snapshots', 'list'] })
}

/** Stops what is done with a snapshot. */
export async function stopSnapshotWork(): Promise<void> {
  await ask(call('snapshots.cancel', {}))
}

/** Finds out whether the credentials may write; `null` when not even that could be asked. */
export const tryWriting = (): Promise<WriteTrial | null> => ask(call('snapshots.tryWrite', {}))

/** Says whether snapshots are to be published; yes only when the credentials may write. */
export async function choosePublishing(isWanted: boolean, client: QueryClient): Promise<void> {
  const trial = isWanted ? await tryWriting() : null
  if (isWanted && trial === null) return
  const publishSnapshots = trial?.mayWrite === true
  const saved = await ask(call('settings.update', { publishSnapshots }))
  if (saved === null) return
  client.setQueryData(settingsQuery().queryKey, saved)
  if (!isWanted) announce('Snapshots are not published')
  else if (publishSnapshots) toast('Snapshots are published from now on.')
  else toast(`Snapshots stay unpublished. ${trial?.error == null ? '' : wordsOf(trial.error)}`, 'failed')
}
