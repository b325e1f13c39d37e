import type { IncomingMessage } from 'node:http'

/** The calls of S3 that the fake server knows. */
export type Operation =
  | 'ListBuckets'
  | 'CreateBucket'
  | 'HeadBucket'
  | 'ListObjectsV2'
  | 'ListMultipartUploads'
  | 'GetObject'
  | 'HeadObject'
  | 'PutObject'
  | 'DeleteObject'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'Unknown'

/** One request, understood; keys are decoded. */
export interface FakeRequest {
  readonly operation: Operation
  readonly method: string
  readonly bucket: string
  readonly key: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
  /** Who signed it; empty for an unsigned request. */
  readonly accessKeyId: string
  /** The region it was signed for; empty for an unsigned request. */
  readonly region: string
}

/** Reads and understands a request in path style. */
export async function readRequest(message: IncomingMessage): Promise<FakeRequest> {
  const url = new URL(message.url ?? '/', 'http://localhost')
  // URL folds `..` segments, which are legal in keys, so the path is taken from the raw text.
  const path = (message.url ?? '/').split('?')[0] ?? '/'
  const [, bucket = '', ...rest] = path.split('/')
  const key = decodeURIComponent(rest.join('/'))
  const method = message.method ?? 'GET'
  const credential = /Credential=([^/,]+)\/[^/]+\/([^/]+)\//.exec(message.headers.authorization ?? '')
  return {
    operation: operationOf(method, bucket, key, url.searchParams),
    method,
    bucket: decodeURIComponent(bucket),
    key,
    query: url.searchParams,
    headers: message.headers,
    body: await readBody(message),
    accessKeyId: credential?.[1] ?? '',
    region: credential?.[2] ?? ''
  }
}

function operationOf(method: string, bucket: string, key: string, query: URLSearchParams): Operation {
  if (bucket === '') return method === 'GET' ? 'ListBuckets' : 'Unknown'
  if (key === '') return bucketOperation(method, query)
  switch (method) {
    case 'GET':
      return 'GetObject'
    case 'HEAD':
      return 'HeadObject'
    case 'PUT':
      return query.has('uploadId') ? 'UploadPart' : 'PutObject'
    case 'DELETE':
      return query.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject'
    case 'POST':
      return query.has('uploads') ? 'CreateMultipartUpload' : query.has('uploadId') ? 'CompleteMultipartUpload' : 'Unknown'
    default:
      return 'Unknown'
  }
}

function bucketOperation(method: string, query: URLSearchParams): Operation {
  if (method === 'HEAD') return 'HeadBucket'
  if (method === 'PUT') return 'CreateBucket'
  if (method !== 'GET') return 'Unknown'
  if (query.has('uploads')) return 'ListMultipartUploads'
  return query.get('list-type') === '2' ? 'ListObjectsV2' : 'Unknown'
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  const bytes = Buffer.concat(parts)
  const chunked = String(message.headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-')
  return chunked ? unchunk(bytes) : bytes
}

/** Takes the payload out of `aws-chunked` framing: size in hex, optional signature, CRLF, bytes, CRLF. */
function unchunk(bytes: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf('\r\n', at)
    if (end < 0) break
    const size = Number.parseInt(bytes.toString('latin1', at, end).split(';')[0] ?? '0', 16)
    if (!(size > 0)) break
    parts.push(bytes.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
  return Buffer.concat(parts)
}
