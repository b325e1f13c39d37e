/** Every way a call can fail, as a closed set; the words are in the error itself. */
export const errorCodes = [
  'not-configured',
  'not-found',
  'invalid-input',
  'body-missing',
  'sign-in-needed',
  'access-denied',
  'no-such-bucket',
  'wrong-region',
  'unreachable',
  'slow-down',
  'unexpected-answer',
  'clock-skew',
  'damaged',
  'too-large',
  'unsupported-store',
  'disk-full',
  'index-busy',
  'index-newer',
  'index-damaged',
  'cancelled',
  'internal'
] as const

/** One of {@link errorCodes}. */
export type ErrorCode = (typeof errorCodes)[number]

/** An error as it crosses threads and IPC: words for a person, no secret in any of them. */
export interface ErrorShape {
  readonly code: ErrorCode
  /** What happened, one sentence. */
  readonly message: string
  /** What the person can do about it; `null` when nothing. */
  readonly action: string | null
}

/** The one error class that is meant to be shown. Anything else thrown is a bug and becomes `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly action: string | null

  constructor(shape: { code: ErrorCode; message: string; action?: string | null; cause?: unknown }) {
    super(shape.message, shape.cause === undefined ? undefined : { cause: shape.cause })
    this.name = 'AppError'
    this.code = shape.code
    this.action = shape.action ?? null
  }

  toShape(): ErrorShape {
    return { code: this.code, message: this.message, action: this.action }
  }
}

/** Any thrown thing as an {@link ErrorShape}; what is not an {@link AppError} keeps only its message. */
export function toErrorShape(error: unknown): ErrorShape {
  if (error instanceof AppError) return error.toShape()
  return {
    code: 'internal',
    message: error instanceof Error ? error.message : String(error),
    action: null
  }
}

/** Ends a switch over a union: a new member fails to compile, an unexpected one throws. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
