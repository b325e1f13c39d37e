import type { fromNodeProviderChain } from '@aws-sdk/credential-providers'
import { BucketError } from '../bucket/bucketError'

/** Keys as the SDK hands them on; they stay in memory. */
export type AwsCredentialIdentity = Awaited<ReturnType<ReturnType<typeof fromNodeProviderChain>>>

/** Fetches credentials; the SDK's chain in the app, something small in tests. */
export type CredentialFetcher = () => Promise<AwsCredentialIdentity>

/** Credentials of one profile, in memory only. */
export interface Credentials {
  /** For a client's `credentials`: one fetch however many ask, refreshed ahead of expiry; rejects with `sign-in-needed`. */
  readonly provide: (() => Promise<AwsCredentialIdentity>) & { memoized: true }
  /** When what we hold ends, milliseconds since 1970; `null` = no end, or nothing held. */
  expiresAtMs(): number | null
  /** The account of what we hold, when it came along or AWS said so; never asks. */
  accountId(): string | null
  /** Drops what is held: the next request fetches anew. */
  forget(): void
}

/** How a profile's credentials are got. */
export interface CredentialOptions {
  /** `null` = the default chain (environment, `AWS_PROFILE`, `default`). */
  readonly profile: string | null
  /** Asked for the six digits of a device; without it a profile with MFA is `sign-in-needed`. */
  readonly mfaCodeProvider?: ((serial: string) => Promise<string>) | undefined
  /** Longest wait for a helper program or a token service. */
  readonly timeoutMs?: number | undefined
  readonly fetch?: CredentialFetcher | undefined
}

/** Accounts that AWS named for a key, while the program runs. */
const knownAccounts = new Map<string, string>()

/** Remembers whose a key is, after AWS said so. */
export function noteAccount(accessKeyId: string, accountId: string): void {
  knownAccounts.set(accessKeyId, accountId)
}

const refreshAheadMs = 5 * 60_000

/** Credentials for a profile; nothing is read before they are first asked for. */
export function createCredentials(options: CredentialOptions): Credentials {
  const fetch = options.fetch ?? (() => fetchFromChain(options))
  let held: AwsCredentialIdentity | null = null
  let underWay: Promise<AwsCredentialIdentity> | null = null
  let generation = 0

  const renew = (): Promise<AwsCredentialIdentity> => {
    if (underWay !== null) return underWay
    const of = generation
    const mine = limited(fetch, options).then((fetched) => {
      if (of === generation) held = fetched
      return fetched
    }).finally(() => {
      if (underWay === mine) underWay = null
    })
    underWay = mine
    return mine
  }

  const provide = async (): Promise<AwsCredentialIdentity> => {
    if (held === null) return await renew()
    const leftMs = (held.expiration?.getTime() ?? Infinity) - Date.now()
    if (leftMs <= 0) return await renew()
    // A failed refresh ahead of time is no failure: what is held still works.
    if (leftMs < refreshAheadMs) renew().catch(() => undefined)
    return held
  }

  return {
    // The mark keeps the SDK from putting its own cache, which never forgets, around ours.
    provide: Object.assign(provide, { memoized: true as const }),
    expiresAtMs: () => held?.expiration?.getTime() ?? null,
    accountId: () => held?.accountId ?? knownAccounts.get(held?.accessKeyId ?? '') ?? null,
    forget: () => {
      generation += 1
      held = null
      underWay = null
    }
  }
}

async function fetchFromChain(options: CredentialOptions): Promise<AwsCredentialIdentity> {
  // A desktop is no EC2 instance, and asking for its metadata hangs for seconds.
  process.env['AWS_EC2_METADATA_DISABLED'] ??= 'true'
  const { fromIni, fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
  const init = {
    ...(options.mfaCodeProvider === undefined ? {} : { mfaCodeProvider: options.mfaCodeProvider }),
    // The SDK otherwise keeps the files as they were at start, and never sees a new sign-in.
    ignoreCache: true,
    logger: silent
  }
  // A profile that was chosen stands alone: the chain would go on to some other identity when it fails, and hide why.
  return await (options.profile === null ? fromNodeProviderChain(init) : fromIni({ ...init, profile: options.profile }))()
}

async function limited(fetch: CredentialFetcher, options: CredentialOptions): Promise<AwsCredentialIdentity> {
  const timeoutMs = options.timeoutMs ?? 30_000
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => { reject(signInNeeded(options.profile, `no answer in ${String(timeoutMs / 1000)} s`)) }, timeoutMs)
  })
  try {
    return await Promise.race([fetch(), late])
  } catch (error) {
    if (error instanceof BucketError) throw error
    throw signInNeeded(options.profile, causeOf(error))
  } finally {
    clearTimeout(timer)
  }
}

function signInNeeded(profile: string | null, detail: string): BucketError {
  const name = profile ?? process.env['AWS_PROFILE']
  const action = name === undefined
    ? 'Choose a profile in the settings, or sign in: aws configure, or aws sso login.'
    : `Sign in again: aws sso login --profile ${name}`
  return new BucketError('sign-in-needed', { bucket: '' }, { detail, action })
}

// The text of a credentials error can repeat a helper's command line and output, so only known sayings are passed on.
function causeOf(error: unknown): string {
  const text = error instanceof Error ? error.message : ''
  const known = sayings.find(([pattern]) => pattern.test(text))
  return known?.[1] ?? 'the profile gave no credentials'
}

const sayings: readonly (readonly [RegExp, string])[] = [
  [/Could not load credentials from any providers|Metadata Service access disabled/, 'no credentials were found'],
  [/SSO session.*(expired|invalid|not found)|token.*expired/i, 'the SSO session has ended'],
  [/multi-factor/i, 'the profile asks for a code of your MFA device'],
  [/cycle attempting to resolve/i, 'the profile leads back to itself through source_profile'],
  [/could not be found|Could not resolve credentials using profile/i, 'the profile is not there, or has no credentials'],
  [/credential_process|Command failed/i, 'the credential_process of the profile failed'],
  [/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ECONNRESET/, 'the sign-in service cannot be reached']
]

const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore, trace: ignore }

function ignore(): void {
  // The SDK's own lines may hold secrets.
}
