import { queryOptions } from '@tanstack/react-query'
import { toErrorShape } from '@shared/errors'
import type { ProfileRow } from '@shared/model/profile'
import { call } from '../api'
import { toast } from '../ui/toast'

/** What signing in waits for. */
export const signInQuery = () => queryOptions({ queryKey: ['signIn'], queryFn: () => call('signIn.status', {}) })

/** The profile to sign in with in the app, so that this one can be used; `null` = it signs in elsewhere. */
export function signInProfileOf(row: ProfileRow | undefined): string | null {
  if (row === undefined) return null
  if (row.state.state === 'sign-in-needed') return row.state.signInProfile
  // The files take a sign-in for good that the service has ended.
  return row.state.state === 'ready' && (row.kind === 'sso' || row.kind === 'sso-session') ? row.name : null
}

/** Does what a person asked for, and says what went wrong if anything did. */
async function said(doing: Promise<unknown>): Promise<void> {
  try {
    await doing
  } catch (error) {
    const { message, action } = toErrorShape(error)
    toast(action === null ? message : `${message} ${action}`, 'failed')
  }
}

/** Begins to sign in for a profile; what becomes of it is told by {@link signInQuery}. */
export const startSignIn = (profile: string): Promise<void> => said(call('signIn.start', { profile }))

/** Ends the sign-in under way, or forgets what became of it. */
export const cancelSignIn = (): Promise<void> => said(call('signIn.cancel', {}))

/** Opens the page of a sign-in after asking. */
export const openSignInPage = (url: string): Promise<void> => said(call('app.openLink', { url }))

/** Gives the code of a device; `null` = not now. */
export const answerMfa = (id: number, code: string | null): Promise<void> => said(call('signIn.answerMfa', { id, code }))
