import { parentPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { isMethodName } from '@shared/contract/contract'
import type { MethodName } from '@shared/contract/contract'
import type { Change } from '@shared/contract/change'
import { errorReply } from '@shared/contract/reply'
import { AppError, toErrorShape } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { Settings } from '@shared/model/settings'
import type { FromChildKeeper, ToChildKeeper } from './snapshot/childRelay'
import type { FromThread, ThreadStart, ToThread } from './threadMessage'

/** What a thread does with each kind of message; `call` gives the reply's text. */
export interface ThreadService {
  call(method: MethodName, input: unknown): Promise<string> | string
  configure(settings: Settings): Promise<void> | void
  show?(folder: string | null): void
  used?(run: RunKey): Promise<void> | void
  damaged?(): Promise<void> | void
  child?(message: FromChildKeeper): void
  suspend?(): void
  resume?(): void
  close(): Promise<void> | void
}

/** What this thread was started with. */
export function threadStart(): ThreadStart {
  return workerData as ThreadStart
}

function port(): MessagePort {
  if (parentPort === null) throw new Error('This file runs in a worker thread only.')
  return parentPort
}

function send(message: FromThread): void {
  port().postMessage(message)
}

/** Tells the main process, and through it every window, that something changed. */
export function emitChange(change: Change): void {
  send({ type: 'change', change })
}

/** Tells the main process, and through it the writing thread, that the index is damaged. */
export function tellDamage(): void {
  send({ type: 'damaged' })
}

/** Asks the main process for a child process, or to end one. */
export function tellChildKeeper(message: ToChildKeeper): void {
  send({ type: 'child', message })
}

/** The text of a failed call. An error that is no AppError is our bug: it is written to stderr once, with its stack. */
export function failure(method: string, error: unknown): string {
  if (!(error instanceof AppError)) {
    process.stderr.write(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  }
  return errorReply(toErrorShape(error))
}

async function answer(service: ThreadService, method: string, input: unknown): Promise<string> {
  try {
    if (!isMethodName(method)) throw new AppError({ code: 'invalid-input', message: `There is no call named ${method}.` })
    return await service.call(method, input)
  } catch (error) {
    return failure(method, error)
  }
}

async function receive(service: ThreadService, message: ToThread): Promise<void> {
  switch (message.type) {
    case 'call':
      send({ type: 'reply', callId: message.callId, text: await answer(service, message.method, message.input) })
      return
    case 'configure':
      await service.configure(message.settings)
      return
    case 'show':
      service.show?.(message.folder)
      return
    case 'used':
      await service.used?.(message.run)
      return
    case 'damaged':
      await service.damaged?.()
      return
    case 'child':
      service.child?.(message.message)
      return
    case 'suspend':
      service.suspend?.()
      return
    case 'resume':
      service.resume?.()
      return
    case 'close':
      await service.close()
      send({ type: 'closed' })
      port().close()
  }
}

/** Serves messages of the main process until it says close. A message that fails outside a call is written to stderr. */
export function serve(service: ThreadService): void {
  port().on('message', (message: ToThread) => {
    receive(service, message).catch((error: unknown) => {
      process.stderr.write(`${message.type}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
      if (message.type === 'close') send({ type: 'closed' })
    })
  })
}
