import { Worker } from 'node:worker_threads'
import { AppError } from '@shared/errors'
import type { ErrorShape } from '@shared/errors'
import type { MatchedBodies, MatchOptions } from '../database/copy/matchBodies'
import type { CopyFacts } from '../database/copy/takeCopy'
import type { Packed } from './pack'

/** One piece of work for a thread that lives as long as the work. */
export type ThreadRequest =
  | { readonly work: 'take'; readonly source: string; readonly raw: string; readonly packed: string }
  | { readonly work: 'match'; readonly options: MatchOptions }

/** What the thread says; the last message is `done` or `failed`. */
export type ThreadMessage =
  | { readonly type: 'copied'; readonly facts: CopyFacts; readonly sizeBytes: number }
  | { readonly type: 'packed-bytes'; readonly bytes: number }
  | { readonly type: 'done'; readonly result: Packed | MatchedBodies }
  | { readonly type: 'failed'; readonly error: ErrorShape; readonly stack: string | null }

/** Runs one piece of work in a thread of its own; aborted, it is ended as soon as the statement under way is. */
export async function runThread(file: string, request: ThreadRequest, options: { readonly signal: AbortSignal; onMessage?(message: ThreadMessage): void }): Promise<Packed | MatchedBodies> {
  options.signal.throwIfAborted()
  const worker = new Worker(file, { name: `snapshot ${request.work}`, workerData: request })
  const abort = (): void => void worker.terminate()
  options.signal.addEventListener('abort', abort, { once: true })
  try {
    return await new Promise((resolve, reject) => {
      worker.on('message', (message: ThreadMessage) => {
        if (message.type === 'done') resolve(message.result)
        else if (message.type === 'failed') reject(errorOf(message))
        else options.onMessage?.(message)
      })
      worker.on('error', reject)
      worker.on('exit', () => reject(options.signal.aborted ? cancelled() : new Error(`The thread for “${request.work}” ended without an answer.`)))
    })
  } finally {
    options.signal.removeEventListener('abort', abort)
    // Its files may be removed only when it has let go of them.
    await worker.terminate()
  }
}

/** The error of work that was stopped on purpose. */
export function cancelled(): AppError {
  return new AppError({ code: 'cancelled', message: 'Cancelled.' })
}

function errorOf({ error, stack }: Extract<ThreadMessage, { type: 'failed' }>): Error {
  if (error.code !== 'internal') return new AppError(error)
  const bug = new Error(error.message)
  if (stack !== null) bug.stack = stack
  return bug
}
