/** How a profile gets its credentials. */
export type ProfileKind =
  | 'static'
  | 'sso'
  | 'sso-session'
  | 'assume-role'
  | 'credential-process'
  | 'web-identity'
  | 'login-session'
  | 'unknown'

/** Whether a profile can be used now, as far as the files tell. */
export type ProfileState =
  | { readonly state: 'ready'; readonly expiresUs: number | null }
  | {
    readonly state: 'sign-in-needed'
    /** What does it in a terminal. */
    readonly command: string
    /** When the sign-in that was there ended, microseconds UTC; `null` = there was none. */
    readonly expiredUs: number | null
    /** The profile, this one or one it builds on, whose sign-in can be made in the app; `null` = only in a terminal. */
    readonly signInProfile: string | null
  }
  | { readonly state: 'broken'; readonly reason: string; readonly file: string; readonly line: number }

/** One profile of the shared config and credentials files; never a key or token. */
export interface ProfileRow {
  readonly name: string
  readonly kind: ProfileKind
  readonly region: string | null
  readonly endpointUrl: string | null
  readonly accountId: string | null
  /** The role it ends up as, when the files name one. */
  readonly roleName: string | null
  readonly state: ProfileState
}
