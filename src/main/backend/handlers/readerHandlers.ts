import type { MethodName } from '@shared/contract/contract'
import { okReply } from '@shared/contract/reply'
import { AppError } from '@shared/errors'
import type { ReadDatabase } from '../database/connection'
import { translated } from '../database/sqliteError'
import { annotationReads } from './annotationHandlers'
import { familyHandlers } from './familyHandlers'
import { findHandlers } from './findHandlers'
import { insightHandlers } from './insights/insightHandlers'
import { offlineReads } from './offlineHandlers'
import { projectHandlers } from './projectHandlers'
import type { ReaderContext, ReaderMethod, ReaderPart } from './readerMethod'
import { answerText } from './replyText'
import { reproduceHandlers } from './reproduce/reproduceHandlers'
import { runHandlers } from './runHandlers'
import { searchHandlers } from './searchHandlers'
import { statusHandlers } from './statusHandlers'
import { stepHandlers } from './stepHandlers'

/** Every method that the reading thread answers. */
export const readerHandlers: ReaderPart<ReaderMethod> = {
  ...projectHandlers,
  ...runHandlers,
  ...stepHandlers,
  ...statusHandlers,
  ...annotationReads,
  ...offlineReads,
  ...familyHandlers,
  ...findHandlers,
  ...insightHandlers,
  ...reproduceHandlers,
  ...searchHandlers
}

function isReaderMethod(method: MethodName): method is ReaderMethod {
  return Object.hasOwn(readerHandlers, method)
}

/** The reply's text of a call whose input was checked at the door; throws what the handler throws. */
export function answerRead(
  context: { readonly db: ReadDatabase; readonly nowUs?: number },
  method: MethodName,
  input: unknown
): string {
  if (!isReaderMethod(method)) throw new AppError({ code: 'invalid-input', message: `${method} is not answered here.` })
  const handler = readerHandlers[method] as (context: ReaderContext, input: unknown) => unknown
  const nowUs = context.nowUs ?? Date.now() * 1000
  return translated(() => okReply(answerText(handler({ db: context.db, nowUs }, input))))
}
