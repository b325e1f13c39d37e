import { fork } from 'node:child_process'
import { z } from 'zod'
import { AppError } from '@shared/errors'
import { Refusal } from '../database/copy/inspectFile'
import type { CopyFacts } from '../database/copy/takeCopy'

/** What the killable process is asked: to look through a file, and to copy its rows into `target` unless that is `null`. */
export interface ChildRequest {
  readonly source: string
  readonly target: string | null
  readonly maxBytes: number
  /** The source is the database of Burr's own server: it is only reported on, compared with the index at this path (`null` = with none). */
  readonly server?: { readonly index: string | null }
}

/** A process at work on one request. */
export interface StartedChild {
  /** Its one message; rejects when it ends without any. */
  readonly answer: Promise<unknown>
  /** Ends it at once, in the middle of a statement if need be. */
  kill(): void
}

/** Starts a process for one request. Electron's main process has a way of its own; elsewhere it is {@link forkChild}. */
export type StartChild = (request: ChildRequest) => StartedChild

const count = z.int().min(0)
const facts = z.object({
  schema: count,
  schemaPrint: z.string(),
  generation: z.int(),
  rows: z.record(z.string(), count),
  runs: z.int(),
  steps: z.int(),
  objects: z.int(),
  projects: z.array(z.object({ project: z.string(), runs: z.int(), completeAtUs: z.number().nullable(), newestUs: z.number().nullable() }))
})

const reasons = ['header', 'schema', 'damaged', 'values', 'counts', 'too-large', 'crashed', 'timed-out'] as const
const answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), facts }),
  z.object({ ok: z.literal(false), reason: z.enum(reasons), message: z.string().max(1000) })
])

/** What the process says; it is checked again where it is read. */
export type ChildAnswer = z.input<typeof answer>

const startMs = 30_000
const msPerByte = 1000 / 10_000_000

/** Starts the child's file with this very program as plain Node. No credentials of the environment go with it. */
export function forkChild(file: string): StartChild {
  return (request) => {
    const passed = ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'TMPDIR', 'TEMP'].flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value] as const]
    })
    const env = { ...Object.fromEntries(passed), ELECTRON_RUN_AS_NODE: '1' }
    const child = fork(file, [], { env, execArgv: ['--max-old-space-size=512'], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    const said = new Promise<unknown>((resolve, reject) => {
      child.once('message', resolve)
      child.once('error', reject)
      child.once('exit', (code, signal) => reject(new Error(`ended with ${String(code ?? signal)}`)))
      child.send(request, (error) => {
        if (error !== null) reject(error)
      })
    })
    return { answer: said, kill: () => void child.kill('SIGKILL') }
  }
}

/**
 * Has a file looked through (and copied) in a process that is killed when it takes too long or the signal is aborted. Throws a
 * {@link Refusal} when the file is not taken, `cancelled` when aborted.
 */
export async function askChild(start: StartChild, request: ChildRequest, options: AskOptions): Promise<CopyFacts> {
  const said = answer.parse(await waitForChild(start, request, options))
  if (said.ok) return said.facts
  throw new Refusal(said.reason, said.message)
}

/** How long and for whom a child works. */
export interface AskOptions {
  readonly sizeBytes: number
  readonly signal: AbortSignal
  readonly limitMs?: number
}

/** Starts a child and gives its one message, unchecked; the child is ended in any case. Throws a {@link Refusal} when it gives none in time, `cancelled` when aborted. */
export async function waitForChild(start: StartChild, request: ChildRequest, options: AskOptions): Promise<unknown> {
  const { sizeBytes, signal, limitMs = startMs + sizeBytes * msPerByte } = options
  signal.throwIfAborted()
  const child = start(request)
  const stop = stopAfter(limitMs, signal)
  try {
    return await Promise.race([child.answer.catch((error: unknown) => Promise.reject(crashed(error))), stop.stopped])
  } finally {
    stop.end()
    child.answer.catch(() => undefined)
    child.kill()
  }
}

function crashed(error: unknown): Refusal {
  return new Refusal('crashed', `The program that looked through it ended (${error instanceof Error ? error.message : 'unknown'}).`)
}

function stopAfter(limitMs: number, signal: AbortSignal): { readonly stopped: Promise<never>; end(): void } {
  let end = (): void => undefined
  const stopped = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => reject(new Refusal('timed-out', 'It took too long to look through.')), limitMs)
    const abort = (): void => reject(new AppError({ code: 'cancelled', message: 'Cancelled.' }))
    signal.addEventListener('abort', abort, { once: true })
    end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
  })
  stopped.catch(() => undefined)
  return { stopped, end: () => end() }
}
