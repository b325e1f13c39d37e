import { z } from 'zod'
import type { SignInStatus, SsoSignIn } from '../model/signIn'
import { method } from './method'

export const signIn = {
  'signIn.status': method<SignInStatus>()('indexer', z.strictObject({})),
  /** Begins to sign in with IAM Identity Center for a profile, or joins the sign-in that is under way for it. */
  'signIn.start': method<SsoSignIn>()('indexer', z.strictObject({ profile: z.string().min(1).max(256) })),
  /** Ends the sign-in under way, and forgets what became of the last one. */
  'signIn.cancel': method<null>()('indexer', z.strictObject({})),
  /** Answers a question for a code; `null` = not now. */
  'signIn.answerMfa': method<null>()('indexer', z.strictObject({ id: z.int(), code: z.string().regex(/^\d{6}$/, 'has six digits').nullable() }))
} as const
