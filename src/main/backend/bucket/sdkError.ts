import { BucketError } from './bucketError'
import type { BucketErrorReason, RequestSubject } from './bucketError'

/** What we asked S3 to do. */
export type Operation = 'list' | 'get' | 'head' | 'put' | 'delete' | 'head-bucket'

/** Any error of the SDK, of Node's sockets or our own as a {@link BucketError}. */
export function toBucketError(error: unknown, operation: Operation, subject: RequestSubject): BucketError {
  if (error instanceof BucketError) return error
  const seen = look(error)
  const reason = reasonOf(seen, operation)
  if (reason === 'wrong-region') {
    const region = regionNamedIn(error)
    return new BucketError(reason, subject, { httpStatus: seen.status, region, detail: region ?? 'S3 does not say which' })
  }
  return new BucketError(reason, subject, { httpStatus: seen.status, ...(explained.has(reason) ? { detail: detailOf(seen) } : {}) })
}

/** The bucket's region as an error answer names it, in its header or its body; `null` when it does not. */
export function regionNamedIn(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null
  const fields: { $response?: { headers?: Record<string, unknown> }; Region?: unknown } = error
  const named = fields.$response?.headers?.['x-amz-bucket-region'] ?? fields.Region
  return typeof named === 'string' && /^[a-z0-9-]{1,64}$/.test(named) ? named : null
}

interface Seen {
  readonly name: string
  readonly nodeCode: string
  readonly message: string
  readonly status: number | undefined
}

// Only for these is the bare name worth showing; messages may repeat command lines or keys, so they never are.
const explained = new Set<BucketErrorReason>(['unexpected-answer', 'invalid-request', 'unreachable', 'not-trusted', 'server-trouble'])

const byName = new Map<string, BucketErrorReason>([
  ...names('cancelled', 'AbortError'),
  ...names('sign-in-needed', 'CredentialsProviderError', 'TokenProviderError', 'ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'RequestExpired'),
  ...names('credentials-wrong', 'InvalidAccessKeyId', 'SignatureDoesNotMatch', 'InvalidToken', 'InvalidClientTokenId', 'InvalidSecurity', 'AuthFailure', 'UnrecognizedClientException'),
  ...names('clock-skew', 'RequestTimeTooSkewed', 'RequestInTheFuture'),
  ...names('wrong-region', 'PermanentRedirect', 'TemporaryRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException'),
  ...names('slow-down', 'SlowDown', 'Throttling', 'ThrottlingException', 'ThrottledException', 'TooManyRequests', 'TooManyRequestsException', 'RequestLimitExceeded', 'RequestThrottled', 'ServiceUnavailable', 'BandwidthLimitExceeded'),
  ...names('server-trouble', 'InternalError', 'InternalFailure'),
  ...names('timed-out', 'TimeoutError', 'RequestTimeout', 'RequestTimeoutException'),
  ...names('no-such-bucket', 'NoSuchBucket', 'InvalidBucketName'),
  ...names('not-found', 'NoSuchKey', 'NotFound'),
  ...names('archived', 'InvalidObjectState'),
  ...names('precondition-failed', 'PreconditionFailed'),
  ...names('conflict', 'ConditionalRequestConflict', 'OperationAborted'),
  ...names('not-supported', 'NotImplemented')
])

const unreachableCodes = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EPIPE', 'EPROTO', 'ERR_STREAM_PREMATURE_CLOSE'])

function reasonOf(seen: Seen, operation: Operation): BucketErrorReason {
  if (seen.name.startsWith('KMS.') || (seen.status === 403 && /\bkms:|KMS key/i.test(seen.message))) return 'kms'
  if (/requester pays/i.test(seen.message)) return 'requester-pays'
  const named = byName.get(seen.name)
  if (named !== undefined) return missing(named, operation)
  if (/checksum mismatch/i.test(seen.message)) return 'damaged'
  if (/^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(seen.nodeCode)) return 'not-trusted'
  if (seen.nodeCode === 'ETIMEDOUT' || seen.nodeCode === 'ESOCKETTIMEDOUT') return 'timed-out'
  if (unreachableCodes.has(seen.nodeCode) || seen.message === 'aborted') return 'unreachable'
  return reasonOfStatus(seen.status, operation)
}

// HEAD has no body, so a denied or missing one is known by its status alone.
function reasonOfStatus(status: number | undefined, operation: Operation): BucketErrorReason {
  if (status === undefined || status < 300) return 'unexpected-answer'
  if (status === 301 || status === 307) return 'wrong-region'
  if (status === 401) return 'credentials-wrong'
  if (status === 403) return denied[operation]
  if (status === 404) return missing('not-found', operation)
  if (status === 412) return 'precondition-failed'
  if (status === 409) return 'conflict'
  if (status === 429 || status === 503) return 'slow-down'
  if (status === 501) return 'not-supported'
  if (status >= 500) return 'server-trouble'
  return 'invalid-request'
}

const denied: Record<Operation, BucketErrorReason> = {
  list: 'access-denied-list',
  'head-bucket': 'access-denied-list',
  get: 'access-denied-get',
  head: 'access-denied-get',
  put: 'access-denied-put',
  delete: 'access-denied-put'
}

function missing(reason: BucketErrorReason, operation: Operation): BucketErrorReason {
  return reason === 'not-found' && (operation === 'list' || operation === 'head-bucket') ? 'no-such-bucket' : reason
}

function look(error: unknown): Seen {
  if (typeof error !== 'object' || error === null) return { name: '', nodeCode: '', message: String(error), status: undefined }
  const fields: { name?: unknown; code?: unknown; Code?: unknown; message?: unknown; $metadata?: { httpStatusCode?: unknown } } = error
  const status = fields.$metadata?.httpStatusCode
  return {
    name: typeof fields.Code === 'string' ? fields.Code : textOf(fields.name),
    nodeCode: textOf(fields.code),
    message: textOf(fields.message),
    status: typeof status === 'number' ? status : undefined
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function detailOf(seen: Seen): string {
  const label = [seen.nodeCode, seen.name].find((text) => /^[\w.-]{1,60}$/.test(text) && text !== 'Error') ?? 'no name'
  return seen.status === undefined ? label : `${label}, HTTP ${String(seen.status)}`
}

function names(reason: BucketErrorReason, ...list: string[]): [string, BucketErrorReason][] {
  return list.map((name) => [name, reason])
}
