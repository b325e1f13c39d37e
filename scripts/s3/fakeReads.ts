import { crc32 } from 'node:zlib'
import { emptyAnswer, errorAnswer, listXml, placeOfToken, xmlAnswer, type Answer } from './fakeAnswer'
import type { FakeBucket, StoredObject } from './fakeBucket'
import type { FakeRequest } from './fakeRequest'
import { listPage } from './listing'

/** Answers ListObjectsV2. */
export function listObjects(bucket: FakeBucket, request: FakeRequest): Answer {
  const { query } = request
  const token = query.get('continuation-token')
  const after = token === null ? undefined : placeOfToken(token)
  if (token !== null && after === undefined) return errorAnswer(400, 'InvalidArgument', 'The continuation token provided is incorrect')
  const maxKeys = Math.min(1000, Number(query.get('max-keys') ?? 1000))
  const delimiter = query.get('delimiter')
  const startAfter = query.get('start-after')
  const prefix = query.get('prefix') ?? ''
  const page = listPage(bucket.sorted, {
    prefix,
    maxKeys,
    ...(delimiter === null ? {} : { delimiter }),
    ...(startAfter === null ? {} : { startAfter }),
    ...(after === undefined ? {} : { after })
  })
  const echo = { bucket: request.bucket, prefix, delimiter, startAfter, token, maxKeys, urlEncoded: query.get('encoding-type') === 'url' }
  return xmlAnswer(200, listXml(echo, page, (key) => bucket.get(key)))
}

/** Answers GetObject and HeadObject, with ranges and conditions; a missing key is 403 to those who may not list. */
export function getObject(bucket: FakeBucket, request: FakeRequest, mayList: boolean): Answer {
  const object = bucket.get(request.key)
  if (object === undefined) {
    return mayList ? errorAnswer(404, 'NoSuchKey', 'The specified key does not exist.') : errorAnswer(403, 'AccessDenied', 'Access Denied')
  }
  const headers = objectHeaders(object)
  if (request.headers['if-none-match'] === object.etag) return emptyAnswer(304, headers)
  const wanted = request.headers['if-match']
  if (wanted !== undefined && wanted !== object.etag) return errorAnswer(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold')
  if (request.method === 'HEAD') return { status: 200, headers, body: Buffer.alloc(0), declaredLength: object.sizeBytes }
  const body = object.body()
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '')
  if (range !== null) return rangeAnswer(body, headers, range[1] ?? '', range[2] ?? '')
  return { status: 200, headers: { ...headers, ...checksum(request, body) }, body }
}

function rangeAnswer(body: Buffer, headers: Record<string, string>, first: string, last: string): Answer {
  const start = first === '' ? Math.max(0, body.length - Number(last)) : Number(first)
  const end = first === '' || last === '' ? body.length - 1 : Math.min(body.length - 1, Number(last))
  if (start > end) return errorAnswer(416, 'InvalidRange', 'The requested range is not satisfiable')
  return { status: 206, headers: { ...headers, 'content-range': `bytes ${start}-${end}/${body.length}` }, body: body.subarray(start, end + 1) }
}

function objectHeaders(object: StoredObject): Record<string, string> {
  const headers: Record<string, string> = {
    etag: object.etag,
    'last-modified': new Date(object.lastModifiedMs).toUTCString(),
    'accept-ranges': 'bytes',
    'content-type': 'binary/octet-stream'
  }
  for (const [name, value] of Object.entries(object.metadata)) headers[`x-amz-meta-${name}`] = value
  return headers
}

function checksum(request: FakeRequest, body: Buffer): Record<string, string> {
  if (request.headers['x-amz-checksum-mode'] !== 'ENABLED') return {}
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(body))
  return { 'x-amz-checksum-crc32': bytes.toString('base64'), 'x-amz-checksum-type': 'FULL_OBJECT' }
}
