import { ipcMain } from 'electron'
import type { IpcMainInvokeEvent, WebFrameMain } from 'electron'
import type { z } from 'zod'
import { contract, isMethodName } from '@shared/contract/contract'
import type { MethodName } from '@shared/contract/contract'
import { errorReply } from '@shared/contract/reply'
import { AppError, toErrorShape } from '@shared/errors'
import { appOrigin } from './protocol'

/** Answers one checked call with the reply's text. */
export type Answer = (method: MethodName, input: unknown, event: IpcMainInvokeEvent) => Promise<string>

/** Whether a frame is the main frame of one of our windows, at our own origin. A destroyed frame is not. */
export function isOwnFrame(frame: Pick<WebFrameMain, 'parent' | 'url'> | null, devUrl: string | null): boolean {
  if (frame === null || frame.parent !== null || !URL.canParse(frame.url)) return false
  const url = new URL(frame.url)
  if (devUrl !== null && url.origin === new URL(devUrl).origin) return true
  return `${url.protocol}//${url.host}` === appOrigin
}

/** Longest reply, in characters: the text of the largest value that is shown whole (64 MiB), written as JSON. */
export const longestReply = 192 * 1024 * 1024

/** A refusal repeats no more than this of what it refuses. */
const longestWhy = 400

/** The input as its schema gives it; throws `invalid-input` naming the first field that is wrong. */
export function parseInput(method: MethodName, input: unknown): unknown {
  const result = parsed(method, input)
  if (result.success) return result.data
  const issue = result.error?.issues[0]
  const field = issue === undefined || issue.path.length === 0 ? 'input' : issue.path.join('.')
  throw new AppError({ code: 'invalid-input', message: `${method}: ${`${field}: ${issue?.message ?? 'not understood'}`.slice(0, longestWhy)}` })
}

// A schema itself may throw: zod freezes what it calls read-only, and bytes cannot be frozen.
function parsed(method: MethodName, input: unknown): { success: true; data: unknown } | { success: false; error: z.ZodError | null } {
  try {
    return contract[method].input.safeParse(input)
  } catch {
    return { success: false, error: null }
  }
}

function bounded(method: MethodName, reply: string): string {
  if (reply.length <= longestReply) return reply
  throw new AppError({ code: 'too-large', message: `The answer to ${method} is too large to be shown (${Math.round(reply.length / 1024 ** 2)} MB).` })
}

/** Opens the one door of the windows: the sender is checked, the method known, the input parsed; a failure is a reply too. */
export function handleCalls(answer: Answer, devUrl: string | null): void {
  ipcMain.handle('burr:call', async (event, method: unknown, input: unknown): Promise<string> => {
    try {
      if (!isOwnFrame(event.senderFrame, devUrl)) {
        throw new AppError({ code: 'access-denied', message: 'This page may not call the app.' })
      }
      if (typeof method !== 'string' || !isMethodName(method)) {
        throw new AppError({ code: 'invalid-input', message: 'There is no such call.' })
      }
      return bounded(method, await answer(method, parseInput(method, input), event))
    } catch (error) {
      if (!(error instanceof AppError)) process.stderr.write(`${String(method)}: ${String(error)}\n`)
      return errorReply(toErrorShape(error))
    }
  })
}
