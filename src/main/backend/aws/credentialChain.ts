import { userInfo } from 'node:os'
import type { Pluggable } from '@smithy/types'
import type { AwsCredentialIdentity, CredentialOptions } from './credentials'
import { helperError } from './credentialTrouble'
import { withHelpers } from './helperProgram'
import type { Patience } from './patience'

const helperTimeoutMs = 30_000

/** Sessions that a person gave a code for, by profile: a code works once, and every connection of this program may need it. */
const mfaSessions = new Map<string, AwsCredentialIdentity>()
const mfaTries = 3
const nearlyOverMs = 5 * 60_000

/** Drops the session that a code was given for. */
export function forgetMfaSession(profile: string | null): void {
  mfaSessions.delete(profile ?? '')
}

/** Credentials by the providers of the SDK. Rejects with what they reject with, or in words when a helper program failed. */
export async function fetchFromChain(options: CredentialOptions, patience: Patience): Promise<AwsCredentialIdentity> {
  const kept = mfaSessions.get(options.profile ?? '')
  if (kept !== undefined && (kept.expiration?.getTime() ?? 0) > Date.now() + nearlyOverMs) return kept
  for (let left = mfaTries; ; left -= 1) {
    let wasAsked = false
    const mfaCodeProvider = async (serial: string): Promise<string> => {
      if (options.mfa === undefined) throw new Error('Profile requires multi-factor authentication, and nobody can be asked.')
      wasAsked = true
      const asker = options.mfa
      return await patience.without(() => asker.ask(options.profile ?? 'default', serial, { left, wasWrong: left < mfaTries }))
    }
    try {
      const identity = await fetchOnce(options, mfaCodeProvider)
      if (wasAsked) mfaSessions.set(options.profile ?? '', identity)
      return identity
    } catch (error) {
      const wasWrong = wasAsked && error instanceof Error && /MultiFactorAuthentication failed|invalid MFA/i.test(error.message)
      if (!wasWrong || left <= 1) throw error
    }
  }
}

async function fetchOnce(options: CredentialOptions, mfaCodeProvider: (serial: string) => Promise<string>): Promise<AwsCredentialIdentity> {
  // A desktop is no EC2 instance, and asking for its metadata hangs for seconds.
  process.env['AWS_EC2_METADATA_DISABLED'] ??= 'true'
  const { fromIni, fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
  const init = {
    mfaCodeProvider,
    // The SDK otherwise keeps the files as they were at start, and never sees a new sign-in.
    ignoreCache: true,
    logger: silent,
    clientPlugins: [ownSessionName]
  }
  const limits = { timeoutMs: options.helperTimeoutMs ?? helperTimeoutMs, extraPath: options.extraPath ?? null }
  // A profile that was chosen stands alone: the chain would go on to some other identity when it fails, and hide why.
  const { result, failure } = await withHelpers(limits, () => (options.profile === null ? fromNodeProviderChain(init) : fromIni({ ...init, profile: options.profile }))())
  if (failure !== null) throw helperError(options.profile, failure)
  return await result
}

/** Who took a role on, as the account's log of events will show it. */
export function sessionName(user: string): string {
  return `burr-desktop-${user.replaceAll(/[^\w+=,.@-]/g, '-')}`.slice(0, 64)
}

/** Gives a role's session our name where the profile names none. */
const ownSessionName: Pluggable<object, object> = {
  applyToStack: (stack) => {
    stack.add((next) => (args) => {
      const input: { RoleSessionName?: string } = args.input
      return next(input.RoleSessionName?.startsWith('aws-sdk-js-') === true ? { ...args, input: { ...input, RoleSessionName: sessionName(userName()) } } : args)
    }, { step: 'initialize', name: 'ownSessionName' })
  }
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // An account without an entry, as in some containers.
    return 'user'
  }
}

const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore, trace: ignore }

function ignore(): void {
  // The SDK's own lines may hold secrets.
}
