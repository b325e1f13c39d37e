import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { toErrorShape } from '@shared/errors'
import { matchBodies } from '../database/copy/matchBodies'
import { takeCopy } from '../database/copy/takeCopy'
import { syncFolder } from '../database/currentFiles'
import { asAppError } from '../database/sqliteError'
import { packFile } from './pack'
import type { ThreadMessage, ThreadRequest } from './threadWork'
import { syncFile } from './workFolder'

/** The thread in which an index is copied and packed, and bodies are matched: one piece of work, then it ends. */
function say(message: ThreadMessage): void {
  parentPort?.postMessage(message)
}

const sayEveryBytes = 4 * 1024 * 1024

async function work(request: ThreadRequest): Promise<ThreadMessage> {
  if (request.work === 'match') {
    const result = matchBodies(request.options)
    syncFile(request.options.index)
    syncFile(request.options.newContent)
    return { type: 'done', result }
  }
  const { source, raw, packed } = request
  const facts = takeCopy(source, raw)
  // VACUUM INTO leaves that to us.
  syncFile(raw)
  syncFolder(dirname(raw))
  say({ type: 'copied', facts, sizeBytes: statSync(raw).size })
  let said = 0
  const result = await packFile(raw, packed, (bytes) => {
    if (bytes - said < sayEveryBytes) return
    said = bytes
    say({ type: 'packed-bytes', bytes })
  })
  return { type: 'done', result }
}

try {
  say(await work(workerData as ThreadRequest))
} catch (error) {
  say({ type: 'failed', error: toErrorShape(asAppError(error)), stack: error instanceof Error ? (error.stack ?? null) : null })
}
