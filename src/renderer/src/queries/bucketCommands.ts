import { toErrorShape } from '@shared/errors'
import { call } from '../api'
import { announce } from '../ui/announcer'
import { toast } from '../ui/toast'

/** Waits for what was asked for, and says what went wrong if anything did. */
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

/** Compares the whole bucket, or one project, with the index. */
export const verifyIndex = (project: string | null = null): Promise<void> => ask(call('poll.verify', { project }), project === null ? 'Verifying' : `Verifying ${project}`)

/** Stops a running job. */
export const cancelJob = (jobId: number): Promise<void> => ask(call('jobs.cancel', { jobId }), 'Cancelled')
