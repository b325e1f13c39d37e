import { toErrorShape } from '@shared/errors'
import type { ErrorCode } from '@shared/errors'

/** What a command's exit code means. */
export const exitCodes = {
  done: 0,
  /** Our bug, or a disk that is full. */
  broken: 1,
  usage: 2,
  /** Not reachable or not allowed. */
  refused: 3,
  /** Data found wanting. */
  wanting: 4,
  interrupted: 130
} as const

const byError: Record<ErrorCode, number> = {
  'not-configured': exitCodes.usage,
  'not-found': exitCodes.wanting,
  'invalid-input': exitCodes.usage,
  'body-missing': exitCodes.wanting,
  'sign-in-needed': exitCodes.refused,
  'access-denied': exitCodes.refused,
  'no-such-bucket': exitCodes.refused,
  'wrong-region': exitCodes.refused,
  unreachable: exitCodes.refused,
  'slow-down': exitCodes.refused,
  'unexpected-answer': exitCodes.refused,
  'clock-skew': exitCodes.refused,
  damaged: exitCodes.wanting,
  'too-large': exitCodes.wanting,
  'unsupported-store': exitCodes.refused,
  'disk-full': exitCodes.broken,
  'index-busy': exitCodes.refused,
  'index-newer': exitCodes.wanting,
  'index-damaged': exitCodes.wanting,
  cancelled: exitCodes.interrupted,
  internal: exitCodes.broken
}

/** The exit code of a command that ended with this error. */
export function exitCodeOf(error: unknown): number {
  return byError[toErrorShape(error).code]
}

/** An error as one or two lines for stderr. */
export function errorLines(error: unknown): string[] {
  const { message, action } = toErrorShape(error)
  return action === null ? [message] : [message, action]
}
