import { userInfo } from 'node:os'
import type { Pluggable } from '@smithy/types'
import type { AwsCredentialIdentity, CredentialOptions } from './credentials'
import { helperError } from './credentialTrouble'
import { withHelpers } from './helperProgram'

const helperTimeoutMs = 30_000

/** Credentials by the providers of the SDK. Rejects with what they reject with, or in words when a helper program failed. */
export async function fetchFromChain(options: CredentialOptions): Promise<AwsCredentialIdentity> {
  // A desktop is no EC2 instance, and asking for its metadata hangs for seconds.
  process.env['AWS_EC2_METADATA_DISABLED'] ??= 'true'
  const { fromIni, fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
  const init = {
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
