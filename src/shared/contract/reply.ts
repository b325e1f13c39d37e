import { AppError } from '../errors'
import type { ErrorShape } from '../errors'

/** The envelope of every reply; it crosses threads and IPC as one JSON text, parsed once where it is used. */
export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: ErrorShape }

/** A reply's text for a value whose JSON text is given. */
export function okReply(valueText: string): string {
  return `{"ok":true,"value":${valueText}}`
}

/** A reply's text for an error. */
export function errorReply(error: ErrorShape): string {
  return JSON.stringify({ ok: false, error })
}

/** The value of a reply's text; throws the {@link AppError} it carries. */
export function openReply<Value>(text: string): Value {
  const reply = JSON.parse(text) as Reply
  if (!reply.ok) throw new AppError(reply.error)
  return reply.value as Value
}
