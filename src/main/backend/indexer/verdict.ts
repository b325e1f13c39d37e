import { BucketError } from '../bucket/bucketError'
import type { BucketErrorReason } from '../bucket/bucketError'

const hourMs = 3_600_000

/** What to do with an object that could not be fetched. */
export type Verdict =
  /** Recorded with its reason; tried again by a later listing after that time, or only on demand (`null`). */
  | { readonly kind: 'set-aside'; readonly retryInMs: number | null }
  /** Trouble on the way: tried again now, set aside for a while when it stays alone in it. */
  | { readonly kind: 'again'; readonly slowDown: boolean }
  /** It was deleted after it was listed. */
  | { readonly kind: 'vanished' }
  /** Nothing else can be fetched either. */
  | { readonly kind: 'stop' }

const setAside = (retryInMs: number | null): Verdict => ({ kind: 'set-aside', retryInMs })
const again = (slowDown: boolean): Verdict => ({ kind: 'again', slowDown })
const stop: Verdict = { kind: 'stop' }

const verdicts: Record<BucketErrorReason, Verdict> = {
  'sign-in-needed': stop,
  'credentials-wrong': stop,
  'access-denied-list': stop,
  'access-denied-get': setAside(hourMs),
  'access-denied-put': stop,
  kms: setAside(hourMs),
  archived: setAside(24 * hourMs),
  'requester-pays': stop,
  'no-such-bucket': stop,
  'not-found': { kind: 'vanished' },
  'wrong-region': stop,
  'slow-down': again(true),
  'server-trouble': again(false),
  unreachable: again(false),
  'not-trusted': stop,
  'timed-out': again(false),
  'unexpected-answer': again(false),
  'clock-skew': stop,
  damaged: setAside(hourMs),
  'too-large': setAside(null),
  'precondition-failed': setAside(hourMs),
  conflict: again(true),
  'not-supported': setAside(24 * hourMs),
  'directory-bucket': stop,
  'insecure-endpoint': stop,
  'not-our-key': stop,
  'invalid-request': setAside(hourMs),
  cancelled: stop
}

/** How a failed GET is answered; what is not a bucket's error is our bug and stops the job. */
export function verdictOf(error: unknown): Verdict {
  return error instanceof BucketError ? verdicts[error.reason] : stop
}
