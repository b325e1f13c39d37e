import type { contract, MethodName, Output, Parsed } from '@shared/contract/contract'
import type { ReadDatabase } from '../database/connection'
import type { Answer } from './replyText'

/** A call that the reading thread answers. */
export type ReaderMethod = {
  [M in MethodName]: (typeof contract)[M]['at'] extends 'reader' ? M : never
}[MethodName]

/** What a handler of the reading thread works on. */
export interface ReaderContext {
  readonly db: ReadDatabase
  /** The time of the call in UTC microseconds: what a status and a place in time are measured against. */
  readonly nowUs: number
}

/** The handlers of some methods. */
export type ReaderPart<Methods extends MethodName> = {
  readonly [M in Methods]: (context: ReaderContext, input: Parsed<M>) => Answer<Output<M>>
}
