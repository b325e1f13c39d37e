import type { fromNodeProviderChain } from '@aws-sdk/credential-providers'
import { BucketError } from '../bucket/bucketError'
import { fetchFromChain, forgetMfaSession } from './credentialChain'
import { HelperFailure, MfaUnanswered, chainError, lateError } from './credentialTrouble'
import { Patience } from './patience'

/** Keys as the SDK hands them on; they stay in memory. */
export type AwsCredentialIdentity = Awaited<ReturnType<ReturnType<typeof fromNodeProviderChain>>>

/** Fetches credentials; the SDK's chain in the app, something small in tests. */
export type CredentialFetcher = (patience: Patience) => Promise<AwsCredentialIdentity>

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
  /** The store does not take what is held. Many requests may say so at once: what replaces it is fetched once. */
  refused(): void
}

/** Asks for the code of a device; `tries.wasWrong` = the one before was not taken. */
export interface MfaAsker {
  ask(profile: string, serial: string, tries: { readonly left: number; readonly wasWrong: boolean }): Promise<string>
}

/** How a profile's credentials are got. */
export interface CredentialOptions {
  /** `null` = the default chain (environment, `AWS_PROFILE`, `default`). */
  readonly profile: string | null
  /** Asks a person for the six digits of a device; without it a profile with MFA is `sign-in-needed`. */
  readonly mfa?: MfaAsker | undefined
  /** Folders to look for a helper program in before those of `PATH`; `null` = none. */
  readonly extraPath?: string | null | undefined
  /** Longest run of a helper program. */
  readonly helperTimeoutMs?: number | undefined
  /** Longest wait for helper programs and token services together. */
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

/** So long a helper program that failed is not run again by itself, and nobody is asked again: it may open windows of its own. */
const restMs = 5 * 60_000

/** Refusals within this time are of one and the same cause. */
const lateRefusalMs = 2000

/** Credentials for a profile; nothing is read before they are first asked for. */
export function createCredentials(options: CredentialOptions): Credentials {
  const fetch = options.fetch ?? ((patience) => fetchFromChain(options, patience))
  let held: AwsCredentialIdentity | null = null
  let underWay: Promise<AwsCredentialIdentity> | null = null
  let generation = 0
  let refusedAtMs = -Infinity
  let failed: { readonly error: BucketError; readonly untilMs: number } | null = null

  const renew = (): Promise<AwsCredentialIdentity> => {
    if (underWay !== null) return underWay
    if (failed !== null && Date.now() < failed.untilMs) return Promise.reject(failed.error)
    const of = generation
    const mine = limited(fetch, options).then((fetched) => {
      if (of === generation) held = fetched
      return fetched
    }).catch((error: unknown) => {
      if (of === generation && (error instanceof HelperFailure || error instanceof MfaUnanswered)) failed = { error, untilMs: Date.now() + restMs }
      throw error
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

  const forget = (): void => {
    generation += 1
    forgetMfaSession(options.profile)
    held = null
    failed = null
    underWay = null
  }

  return {
    // The mark keeps the SDK from putting its own cache, which never forgets, around ours.
    provide: Object.assign(provide, { memoized: true as const }),
    expiresAtMs: () => held?.expiration?.getTime() ?? null,
    accountId: () => held?.accountId ?? knownAccounts.get(held?.accessKeyId ?? '') ?? null,
    forget,
    refused: () => {
      // Answers to requests that were sent with the ones before.
      if (underWay !== null || Date.now() - refusedAtMs < lateRefusalMs) return
      refusedAtMs = Date.now()
      forget()
    }
  }
}

async function limited(fetch: CredentialFetcher, options: CredentialOptions): Promise<AwsCredentialIdentity> {
  // A helper program is ended, and says so, before all is given up.
  const timeoutMs = options.timeoutMs ?? 40_000
  const patience = new Patience(timeoutMs)
  try {
    return await Promise.race([fetch(patience), patience.ended.then(() => { throw lateError(options.profile, timeoutMs) })])
  } catch (error) {
    throw chainError(options.profile, error)
  } finally {
    patience.close()
  }
}
