import { errorAnswer, type Answer } from './fakeAnswer'
import type { FakeRequest, Operation } from './fakeRequest'

/** What the fake server refuses; every field may be changed while it runs. */
export interface FakePolicy {
  denyList?: boolean
  denyGet?: boolean
  denyPut?: boolean
  denyDelete?: boolean
  /** Keys to which every access is denied. */
  denyKey?: (key: string) => boolean
  /** Keys in an archive class: GET says InvalidObjectState. */
  archived?: (key: string) => boolean
  /** Keys whose encryption key may not be used. */
  kmsDenied?: (key: string) => boolean
  /** Refuses requests without `x-amz-request-payer: requester`. */
  requesterPays?: boolean
  /** After so many requests, those signed by the access key of the last one are expired. */
  expireAfterRequests?: number
  /** Answers If-None-Match and If-Match with NotImplemented, as some stores do. */
  noConditionalWrites?: boolean
  /** Redirects requests signed for another region than the bucket's. */
  enforceRegion?: boolean
  /** Refuses requests whose clock is more than 15 minutes off the server's. */
  enforceClock?: boolean
}

const LISTS: readonly Operation[] = ['ListObjectsV2', 'HeadBucket', 'ListMultipartUploads']
const GETS: readonly Operation[] = ['GetObject', 'HeadObject']
const PUTS: readonly Operation[] = ['PutObject', 'CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload', 'CreateBucket']

/** The refusal of a request by the policy, or undefined; `nowMs` is the server's clock. */
export function refusal(policy: FakePolicy, request: FakeRequest, nowMs: number, region: string): Answer | undefined {
  const { operation, key } = request
  if (policy.enforceClock === true && Math.abs(signedAtMs(request, nowMs) - nowMs) > 900_000) {
    return errorAnswer(403, 'RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.')
  }
  if (policy.enforceRegion === true && request.region !== '' && request.region !== region) return wrongRegion(region)
  if (policy.requesterPays === true && request.headers['x-amz-request-payer'] !== 'requester') return denied('Requester pays.')
  if (policy.denyList === true && LISTS.includes(operation)) return denied('not authorized to perform: s3:ListBucket')
  if (policy.denyGet === true && GETS.includes(operation)) return denied('not authorized to perform: s3:GetObject')
  if (policy.denyPut === true && PUTS.includes(operation)) return denied('not authorized to perform: s3:PutObject')
  if (policy.denyDelete === true && operation === 'DeleteObject') return denied('not authorized to perform: s3:DeleteObject')
  if (key !== '' && policy.denyKey?.(key) === true) return denied('Access Denied')
  if (operation === 'GetObject' && policy.archived?.(key) === true) {
    return errorAnswer(403, 'InvalidObjectState', "The operation is not valid for the object's storage class", {}, '<StorageClass>GLACIER</StorageClass>')
  }
  if (GETS.includes(operation) && policy.kmsDenied?.(key) === true) {
    return denied('User is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext')
  }
  return undefined
}

/** The redirect of S3 to the bucket's own region. */
export function wrongRegion(region: string): Answer {
  return errorAnswer(301, 'PermanentRedirect', 'The bucket you are attempting to access must be addressed using the specified endpoint.', { 'x-amz-bucket-region': region })
}

/** The answer to an expired session. */
export function expiredToken(): Answer {
  return errorAnswer(400, 'ExpiredToken', 'The provided token has expired.')
}

function denied(message: string): Answer {
  return errorAnswer(403, 'AccessDenied', message)
}

function signedAtMs(request: FakeRequest, nowMs: number): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(request.headers['x-amz-date'] ?? ''))
  if (match === null) return nowMs
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number]
  return Date.UTC(year, month - 1, day, hour, minute, second)
}
