import { Worker } from 'node:worker_threads'
import type { PortableExport, PortableSelection } from '@shared/contract/portable'
import { AppError } from '@shared/errors'
import type { ErrorShape } from '@shared/errors'
import type { ExportOutcome, ExportPreview } from '@shared/model/portable'
import type { OpenedFacts } from './openFile'

/** One piece of work for a thread that lives as long as the work; `workspace` is the folder of the runs. */
export type PortableRequest =
  | { readonly work: 'preview'; readonly workspace: string; readonly selection: PortableSelection }
  | { readonly work: 'export'; readonly workspace: string; readonly request: PortableExport; readonly path: string }
  | { readonly work: 'open'; readonly path: string; readonly folder: string }

/** What the work comes to. */
export interface PortableResults {
  readonly preview: ExportPreview
  readonly export: Omit<ExportOutcome, 'fileName'>
  readonly open: OpenedFacts
}

/** What the thread says; the last message is `done` or `failed`. */
export type PortableMessage =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  /** All rows of an opened file are there; words for the search follow. */
  | { readonly type: 'ready'; readonly facts: OpenedFacts }
  | { readonly type: 'done'; readonly result: PortableResults[keyof PortableResults] }
  | { readonly type: 'failed'; readonly error: ErrorShape; readonly stack: string | null }

/** How work is followed and stopped. */
export interface RunOptions {
  readonly signal: AbortSignal
  readonly onMessage: (message: PortableMessage) => void
}

/** Runs one piece of work in a thread of its own; aborted, it is told to stop, and ended when it does not within two seconds. */
export async function runPortable<Work extends PortableRequest['work']>(
  file: string, request: Extract<PortableRequest, { work: Work }>, { signal, onMessage }: RunOptions
): Promise<PortableResults[Work]> {
  signal.throwIfAborted()
  const worker = new Worker(file, { name: `portable ${request.work}`, workerData: request })
  let limit: NodeJS.Timeout | undefined
  const abort = (): void => {
    // It removes what it has not finished.
    worker.postMessage('stop')
    limit = setTimeout(() => void worker.terminate(), stopLimitMs)
  }
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await new Promise((resolve, reject) => {
      worker.on('message', (message: PortableMessage) => {
        if (message.type === 'done') resolve(message.result as PortableResults[Work])
        else if (message.type === 'failed') reject(signal.aborted ? cancelled() : errorOf(message))
        else onMessage(message)
      })
      worker.on('error', reject)
      worker.on('exit', () => reject(signal.aborted ? cancelled() : new Error(`The thread for “${request.work}” ended without an answer.`)))
    })
  } finally {
    clearTimeout(limit)
    signal.removeEventListener('abort', abort)
    await worker.terminate()
  }
}

const stopLimitMs = 2000

function cancelled(): AppError {
  return new AppError({ code: 'cancelled', message: 'Cancelled.' })
}

function errorOf({ error, stack }: Extract<PortableMessage, { type: 'failed' }>): Error {
  if (error.code !== 'internal') return new AppError(error)
  const bug = new Error(error.message)
  if (stack !== null) bug.stack = stack
  return bug
}
