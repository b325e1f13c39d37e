import type { Change } from '@shared/contract/change'
import type { MethodName, Output, Parsed } from '@shared/contract/contract'
import type { MfaQuestion, SsoSignIn } from '@shared/model/signIn'

type SignInMethod = Extract<MethodName, `signIn.${string}`>

/** A made-up sign-in that waits for its code; a profile whose name ends in `-mfa` asks for one of a device, of which 000000 is wrong. */
export function fakeSignIn(push: (change: Change) => void): { readonly [M in SignInMethod]: (input: Parsed<M>) => Output<M> } {
  let sso: SsoSignIn | null = null
  let mfa: MfaQuestion | null = null
  const tell = (): void => push({ kind: 'signIn' })
  return {
    'signIn.status': () => ({ sso, mfa }),
    'signIn.start': ({ profile }) => {
      if (profile.endsWith('-mfa')) mfa = { id: 1, profile, device: 'ann-phone', triesLeft: 3, wasWrong: false, untilUs: (Date.now() + 60_000) * 1000 }
      const waiting: SsoSignIn = { state: 'waiting', profile, userCode: 'ABCD-EFGH', url: 'https://device.sso.eu-west-3.amazonaws.com/?user_code=ABCD-EFGH', expiresUs: (Date.now() + 600_000) * 1000 }
      if (mfa === null) sso = waiting
      tell()
      return waiting
    },
    'signIn.cancel': () => {
      sso = null
      tell()
      return null
    },
    'signIn.answerMfa': ({ code }) => {
      mfa = code === '000000' && mfa !== null && mfa.triesLeft > 1 ? { ...mfa, id: mfa.id + 1, triesLeft: mfa.triesLeft - 1, wasWrong: true } : null
      tell()
      return null
    }
  }
}
