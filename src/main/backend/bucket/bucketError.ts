import { AppError } from '@shared/errors'
import type { ErrorCode } from '@shared/errors'

interface Kind {
  /** The coarse code a window knows. */
  readonly code: ErrorCode
  /** Whether trying the same request again can help. */
  readonly retryable: boolean
  /** One sentence; `{bucket}` and `{key}` are filled in. */
  readonly words: string
  readonly action: string | null
}

/** Everything that can go wrong between us and a bucket, with words for a person. */
export const bucketErrorKinds = {
  'sign-in-needed': kind('sign-in-needed', false, 'AWS needs you to sign in again.', 'Sign in again, then indexing goes on by itself.'),
  'credentials-wrong': kind('sign-in-needed', false, 'S3 does not accept the keys of this profile.', 'Check the keys of this profile or choose another one.'),
  'access-denied-list': kind('access-denied', false, 'You may not list bucket “{bucket}”.', 'Ask for s3:ListBucket on the bucket.'),
  'access-denied-get': kind('access-denied', false, 'You may not read “{key}”.', 'Ask for s3:GetObject on data/* of the bucket.'),
  'access-denied-put': kind('access-denied', false, 'You may not write “{key}”.', 'Ask for s3:PutObject and s3:DeleteObject on burr-desktop/* of the bucket.'),
  kms: kind('access-denied', false, '“{key}” is encrypted with a KMS key that you may not use.', 'Ask for kms:Decrypt on the key of the bucket.'),
  archived: kind('access-denied', false, '“{key}” is archived.', 'Restore it from Glacier first.'),
  'requester-pays': kind('access-denied', false, 'Bucket “{bucket}” makes the reader pay, which Burr Desktop does not do.', null),
  'no-such-bucket': kind('no-such-bucket', false, 'There is no bucket “{bucket}”.', 'Check the name of the bucket and the endpoint.'),
  'not-found': kind('not-found', false, '“{key}” is not in the bucket.', null),
  'wrong-region': kind('wrong-region', false, 'Bucket “{bucket}” is in another region.', 'Leave the region empty: it is then found by itself.'),
  'slow-down': kind('slow-down', true, 'S3 asks us to slow down.', null),
  'server-trouble': kind('unreachable', true, 'S3 has trouble at its side.', null),
  unreachable: kind('unreachable', true, 'The store cannot be reached.', 'Check the network and the endpoint.'),
  'not-trusted': kind('unreachable', false, 'The certificate of the store is not trusted.', 'Set NODE_EXTRA_CA_CERTS to the file of your own authority.'),
  'timed-out': kind('unreachable', true, 'The connection stalled.', 'Check the network.'),
  'unexpected-answer': kind('unexpected-answer', true, 'The answer is not one that S3 gives.', 'Is a proxy or a sign-in page of the network in between?'),
  'clock-skew': kind('clock-skew', false, 'The clock of this computer is too far from that of S3.', 'Set the clock of this computer.'),
  damaged: kind('damaged', true, '“{key}” arrived damaged.', null),
  'too-large': kind('too-large', false, '“{key}” is larger than is read at once.', null),
  'precondition-failed': kind('unexpected-answer', false, '“{key}” was written by someone else first.', null),
  conflict: kind('slow-down', true, '“{key}” is being written by someone else.', null),
  'not-supported': kind('unsupported-store', false, 'This store does not know the request.', null),
  'directory-bucket': kind('unsupported-store', false, '“{bucket}” is a directory bucket, which lists its keys in no order.', 'Choose a general purpose bucket.'),
  'insecure-endpoint': kind('invalid-input', false, 'Plain http is only for a store on this computer or in the own network.', 'Use an https endpoint.'),
  'not-our-key': kind('internal', false, '“{key}” is outside burr-desktop/v1/ and is never written.', null),
  'invalid-request': kind('invalid-input', false, 'S3 refused the request.', 'Check the bucket, the region and the endpoint.'),
  cancelled: kind('cancelled', false, 'The request was cancelled.', null)
} as const satisfies Record<string, Kind>

/** One of the keys of {@link bucketErrorKinds}. */
export type BucketErrorReason = keyof typeof bucketErrorKinds

/** What a request was about; it fills the words. */
export interface RequestSubject {
  readonly bucket: string
  readonly key?: string | undefined
}

/** A failed request, typed: never carries a key, a token or the text of a credentials error. */
export class BucketError extends AppError {
  readonly reason: BucketErrorReason
  readonly retryable: boolean
  /** HTTP status when there was an answer. */
  readonly httpStatus: number | null
  /** With `wrong-region`, the right one if S3 named it. */
  readonly region: string | null

  constructor(reason: BucketErrorReason, subject: RequestSubject, more: { detail?: string; action?: string; httpStatus?: number | undefined; region?: string | null } = {}) {
    const { code, retryable, words, action } = bucketErrorKinds[reason]
    const sentence = words.replaceAll('{bucket}', () => subject.bucket).replaceAll('{key}', () => subject.key ?? subject.bucket)
    super({ code, message: more.detail === undefined ? sentence : `${sentence} (${more.detail})`, action: more.action ?? action })
    this.name = 'BucketError'
    this.reason = reason
    this.retryable = retryable
    this.httpStatus = more.httpStatus ?? null
    this.region = more.region ?? null
  }
}

function kind(code: ErrorCode, retryable: boolean, words: string, action: string | null): Kind {
  return { code, retryable, words, action }
}
