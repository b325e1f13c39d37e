import type { ChildRequest, StartChild } from './child'

/** From a thread to the main process: only that one may start Electron's utility processes. */
export type ToChildKeeper = { readonly type: 'child-start'; readonly childId: number; readonly request: ChildRequest } | { readonly type: 'child-kill'; readonly childId: number }

/** From the main process to the thread: the child's one message, or how it ended without any. */
export type FromChildKeeper = { readonly type: 'child-answer'; readonly childId: number; readonly answer: unknown } | { readonly type: 'child-ended'; readonly childId: number; readonly how: string }

interface Waiting {
  resolve(answer: unknown): void
  reject(error: Error): void
}

/** The thread's end of a child that the main process keeps. */
export class ChildRelay {
  readonly #send: (message: ToChildKeeper) => void
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0

  constructor(send: (message: ToChildKeeper) => void) {
    this.#send = send
  }

  /** Has the main process start a child. */
  readonly start: StartChild = (request) => {
    const childId = (this.#lastId += 1)
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(childId, { resolve, reject }))
    this.#send({ type: 'child-start', childId, request })
    return {
      answer,
      kill: () => {
        this.#waiting.get(childId)?.reject(new Error('killed'))
        this.#waiting.delete(childId)
        this.#send({ type: 'child-kill', childId })
      }
    }
  }

  /** Takes what the main process says; what comes after the child's end is nobody's. */
  receive(message: FromChildKeeper): void {
    const waiting = this.#waiting.get(message.childId)
    this.#waiting.delete(message.childId)
    if (message.type === 'child-answer') waiting?.resolve(message.answer)
    else waiting?.reject(new Error(message.how))
  }
}

/** A child as the main process starts it; Electron's `utilityProcess.fork` fits. */
export interface KeptChild {
  postMessage(message: unknown): void
  kill(): unknown
  once(event: 'message', listener: (answer: unknown) => void): unknown
  once(event: 'exit', listener: (code: number) => void): unknown
}

/** Starts children that the main process keeps, for its own work. */
export function keptChildStart(fork: () => KeptChild): StartChild {
  return (request) => {
    const child = fork()
    const answer = new Promise<unknown>((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
    })
    child.postMessage(request)
    return { answer, kill: () => void child.kill() }
  }
}

/** The main process's end: starts the children the thread asks for and tells how they end. */
export class ChildKeeper {
  readonly #fork: () => KeptChild
  readonly #send: (message: FromChildKeeper) => void
  readonly #children = new Map<number, KeptChild>()

  constructor(fork: () => KeptChild, send: (message: FromChildKeeper) => void) {
    this.#fork = fork
    this.#send = send
  }

  receive(message: ToChildKeeper): void {
    const { childId } = message
    if (message.type === 'child-kill') {
      this.#children.get(childId)?.kill()
      this.#children.delete(childId)
      return
    }
    const child = this.#fork()
    this.#children.set(childId, child)
    child.once('message', (answer) => this.#send({ type: 'child-answer', childId, answer }))
    child.once('exit', (code) => {
      this.#children.delete(childId)
      this.#send({ type: 'child-ended', childId, how: `ended with ${code}` })
    })
    child.postMessage(message.request)
  }

  /** Ends all children. */
  close(): void {
    for (const child of this.#children.values()) child.kill()
    this.#children.clear()
  }
}
