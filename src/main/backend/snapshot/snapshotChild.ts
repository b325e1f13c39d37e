import { copyRows } from '../database/copy/copyRows'
import { inspectFile, Refusal } from '../database/copy/inspectFile'
import { readServerDatabase } from '../database/copy/serverDatabase'
import type { ServerProjectRow } from '../database/copy/serverDatabase'
import type { ChildAnswer, ChildRequest } from './child'

interface ServerAnswer {
  readonly ok: true
  readonly projects: readonly ServerProjectRow[]
}

/** The program that opens files someone else could have written: one request, one answer, then it ends. */
interface ParentPort {
  on(name: 'message', listener: (event: { readonly data: unknown }) => void): void
  postMessage(message: unknown): void
}

function work({ source, target, maxBytes, server }: ChildRequest): ChildAnswer | ServerAnswer {
  try {
    if (server !== undefined) return { ok: true, projects: readServerDatabase(source, server.index) }
    const facts = inspectFile(source)
    if (target !== null) copyRows({ source, target, maxBytes })
    return { ok: true, facts: { ...facts, rows: { ...facts.rows }, projects: [...facts.projects] } }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.reason, message: error.message }
    const full = error instanceof Error && 'code' in error && error.code === 'SQLITE_FULL'
    if (full) return { ok: false, reason: 'too-large', message: 'It needs more room than it may have.' }
    return { ok: false, reason: 'damaged', message: `It cannot be copied (${error instanceof Error ? error.name : 'unknown'}).` }
  }
}

// Electron gives its utility processes a port of their own; a forked one has the channel of Node.
const electronPort = (process as unknown as { readonly parentPort?: ParentPort }).parentPort
if (electronPort === undefined) {
  process.once('message', (request: ChildRequest) => process.send?.(work(request), () => process.disconnect()))
} else {
  electronPort.on('message', ({ data }) => electronPort.postMessage(work(data as ChildRequest)))
}
