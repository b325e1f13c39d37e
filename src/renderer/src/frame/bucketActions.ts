import { useQuery } from '@tanstack/react-query'
import { useActions } from '../keyboard/actions'
import { pausePolling, pollNow, verifyIndex } from '../queries/bucketCommands'
import { publishNow, snapshotStatusQuery, stopSnapshotWork } from '../queries/snapshots'
import { statusQuery } from '../queries/status'

/** Answers the actions about the bucket, wherever the window is. */
export function useBucketActions(): void {
  const paused = useQuery(statusQuery()).data?.connection === 'paused'
  const isWorking = useQuery(snapshotStatusQuery()).data?.work != null
  useActions({
    'poll.now': () => void pollNow(),
    'poll.pause': () => void pausePolling(!paused),
    'poll.verify': () => void verifyIndex(),
    'snapshots.publish': () => void publishNow(),
    ...(isWorking ? { 'snapshots.cancel': () => void stopSnapshotWork() } : {})
  })
}
