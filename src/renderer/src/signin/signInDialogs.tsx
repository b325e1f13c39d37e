import { useQuery } from '@tanstack/react-query'
import { signInQuery } from '../queries/signIn'
import { MfaDialog } from './mfaDialog'
import { SsoDialog } from './ssoDialog'

/** What signing in asks of a person, whichever screen is open; once, at the root. */
export function SignInDialogs() {
  const status = useQuery(signInQuery()).data
  if (status === undefined) return null
  // A code runs out within a minute, a page in the browser within ten.
  if (status.mfa !== null) return <MfaDialog key={status.mfa.profile} question={status.mfa} />
  return status.sso === null ? null : <SsoDialog sso={status.sso} />
}
