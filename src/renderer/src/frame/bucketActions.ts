import { useQuery } from '@tanstack/react-query'
import { useActions } from '../keyboard/actions'
import { pausePolling, pollNow, verifyIndex } from '../queries/bucketCommands'
import { statusQuery } from '../queries/status'

/** Answers the actions about the bucket, wherever the window is. */
export function useBucketActions(): void {
  const paused = useQuery(statusQuery()).data?.connection === 'paused'
  useActions({
    'poll.now': () => void pollNow(),
    'poll.pause': () => void pausePolling(!paused),
    'poll.verify': () => void verifyIndex()
  })
}
