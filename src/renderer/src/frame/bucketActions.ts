import { useQuery } from '@tanstack/react-query'
import { toErrorShape } from '@shared/errors'
import { call } from '../api'
import { useActions } from '../keyboard/actions'
import { statusQuery } from '../queries/status'
import { announce } from '../ui/announcer'
import { toast } from '../ui/toast'

/** Asks for something and says what went wrong, if anything did. */
async function ask(doing: Promise<unknown>, done: string): Promise<void> {
  try {
    await doing
    announce(done)
  } catch (error) {
    const shape = toErrorShape(error)
    toast(shape.action === null ? shape.message : `${shape.message} ${shape.action}`, 'failed')
  }
}

/** Polls the bucket now. */
export const pollNow = (): Promise<void> => ask(call('poll.now', {}), 'Polling')

/** Stops polling or goes on with it. */
export const pausePolling = (paused: boolean): Promise<void> => ask(call('poll.pause', { paused }), paused ? 'Polling paused' : 'Polling resumed')

/** Compares the whole bucket with the index. */
export const verifyIndex = (): Promise<void> => ask(call('poll.verify', { project: null }), 'Verifying')

/** Stops a running job. */
export const cancelJob = (jobId: number): Promise<void> => ask(call('jobs.cancel', { jobId }), 'Cancelled')

/** Answers the actions about the bucket, wherever the window is. */
export function useBucketActions(): void {
  const paused = useQuery(statusQuery()).data?.connection === 'paused'
  useActions({
    'poll.now': () => void pollNow(),
    'poll.pause': () => void pausePolling(!paused),
    'poll.verify': () => void verifyIndex()
  })
}
