import type { fromNodeProviderChain } from '@aws-sdk/credential-providers'
import { BucketError } from '../bucket/bucketError'
import { fetchFromChain } from './credentialChain'
import { HelperFailure, chainError, lateError } from './credentialTrouble'

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
  /** The store does not take what is held. Many requests may say so at once: what replaces it is fetched once. */
  refused(): void
}

/** How a profile's credentials are got. */
export interface CredentialOptions {
  /** `null` = the default chain (environment, `AWS_PROFILE`, `default`). */
  readonly profile: string | null
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

/** So long a helper program that failed is not run again by itself: it may open windows of its own. */
const helperRestMs = 5 * 60_000

/** Refusals within this time are of one and the same cause. */
const lateRefusalMs = 2000

/** Credentials for a profile; nothing is read before they are first asked for. */
export function createCredentials(options: CredentialOptions): Credentials {
  const fetch = options.fetch ?? (() => fetchFromChain(options))
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
      if (of === generation && error instanceof HelperFailure) failed = { error, untilMs: Date.now() + helperRestMs }
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
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => { reject(lateError(options.profile, timeoutMs)) }, timeoutMs)
  })
  try {
    return await Promise.race([fetch(), late])
  } catch (error) {
    throw chainError(options.profile, error)
  } finally {
    clearTimeout(timer)
  }
}
