import type { ErrorShape } from '../errors'

/** A sign-in with IAM Identity Center that is made, or was made last, in this app. */
export type SsoSignIn =
  | { readonly state: 'starting'; readonly profile: string }
  | {
    readonly state: 'waiting'
    readonly profile: string
    /** What the page in the browser shows too. */
    readonly userCode: string
    /** The page where the person agrees; the code is in it. */
    readonly url: string
    /** When the code ends, microseconds UTC. */
    readonly expiresUs: number
  }
  | { readonly state: 'done'; readonly profile: string }
  | { readonly state: 'failed'; readonly profile: string; readonly error: ErrorShape }

/** A code of a device that somebody is asked for. */
export interface MfaQuestion {
  readonly id: number
  readonly profile: string
  /** The device as the profile names it, without its account. */
  readonly device: string
  readonly triesLeft: number
  /** The code before was not taken. */
  readonly wasWrong: boolean
  /** So long the answer is waited for, microseconds UTC. */
  readonly untilUs: number
}

/** What signing in waits for. */
export interface SignInStatus {
  readonly sso: SsoSignIn | null
  readonly mfa: MfaQuestion | null
}
