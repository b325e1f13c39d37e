import type { IndexerMethod, IndexerPart } from './indexerMethod'

export const signInHandlers: IndexerPart<Extract<IndexerMethod, `signIn.${string}`>> = {
  'signIn.status': (context) => context.desk().status(),
  'signIn.start': (context, { profile }) => context.desk().start(profile),
  'signIn.cancel': (context) => {
    context.desk().cancel()
    return null
  },
  'signIn.answerMfa': (context, { id, code }) => {
    context.desk().mfa.answer(id, code)
    return null
  }
}
