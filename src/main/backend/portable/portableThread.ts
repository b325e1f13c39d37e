import { parentPort, workerData } from 'node:worker_threads'
import { AppError, toErrorShape } from '@shared/errors'
import { closeDatabase, openReader } from '../database/open'
import type { ReadDatabase } from '../database/connection'
import { asAppError } from '../database/sqliteError'
import { exportRuns, previewExport } from './exportRuns'
import { openFile } from './openFile'
import type { PortableMessage, PortableRequest, PortableResults } from './portableWork'

/** The thread in which files are written and opened: one piece of work, then it ends. */
function say(message: PortableMessage): void {
  parentPort?.postMessage(message)
}

const stop = new AbortController()
parentPort?.on('message', () => stop.abort(new AppError({ code: 'cancelled', message: 'Cancelled.' })))

const sayEveryMs = 100
let saidMs = 0

function onProgress(done: number, total: number): void {
  if (performance.now() - saidMs < sayEveryMs) return
  saidMs = performance.now()
  say({ type: 'progress', done, total })
}

async function work(request: PortableRequest): Promise<PortableResults[keyof PortableResults]> {
  const options = { signal: stop.signal, onProgress }
  switch (request.work) {
    case 'preview':
      return await reading(request.workspace, (db) => previewExport(db, request.selection, options))
    case 'export':
      return await reading(request.workspace, (db) => exportRuns(db, request.request, { path: request.path, replace: true }, options))
    case 'open':
      return await openFile(request.path, request.folder, { ...options, onReady: (facts) => say({ type: 'ready', facts }) })
  }
}

async function reading<Result>(folder: string, read: (db: ReadDatabase) => Promise<Result>): Promise<Result> {
  const db = openReader(folder)
  try {
    return await read(db)
  } finally {
    closeDatabase(db)
  }
}

try {
  say({ type: 'done', result: await work(workerData as PortableRequest) })
} catch (error) {
  say({ type: 'failed', error: toErrorShape(asAppError(error)), stack: error instanceof Error ? (error.stack ?? null) : null })
}
// The listener would keep the thread alive.
parentPort?.removeAllListeners('message')
