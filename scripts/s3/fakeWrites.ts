import { createHash, randomUUID } from 'node:crypto'
import { emptyAnswer, errorAnswer, escapeXml, xmlAnswer, type Answer } from './fakeAnswer'
import type { FakeBucket } from './fakeBucket'
import type { FakePolicy } from './fakePolicy'
import type { FakeRequest } from './fakeRequest'

interface Upload {
  readonly key: string
  readonly metadata: Record<string, string>
  readonly parts: Map<number, Buffer>
}

/** The writing half of the fake server for one bucket. */
export class FakeWrites {
  readonly #uploads = new Map<string, Upload>()

  constructor(
    readonly bucket: FakeBucket,
    readonly policy: FakePolicy
  ) {}

  /** Keys of the multipart uploads that were begun and neither completed nor aborted. */
  unfinishedUploads(): string[] {
    return [...this.#uploads.values()].map((upload) => upload.key)
  }

  /** Answers PutObject, with If-None-Match and If-Match. */
  put(request: FakeRequest): Answer {
    const conflict = this.#conflict(request)
    if (conflict !== undefined) return conflict
    const md5 = request.headers['content-md5']
    if (md5 !== undefined && md5 !== createHash('md5').update(request.body).digest('base64')) return errorAnswer(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.')
    const object = this.bucket.put(request.key, request.body, { metadata: metadataOf(request) })
    return emptyAnswer(200, { etag: object.etag })
  }

  /** Answers DeleteObject: 204 whether or not the key was there. */
  delete(request: FakeRequest): Answer {
    this.bucket.delete(request.key)
    return emptyAnswer(204)
  }

  /** Answers CreateMultipartUpload. */
  create(request: FakeRequest): Answer {
    const uploadId = randomUUID()
    this.#uploads.set(uploadId, { key: request.key, metadata: metadataOf(request), parts: new Map() })
    return xmlAnswer(200, `<InitiateMultipartUploadResult><Bucket>${request.bucket}</Bucket><Key>${escapeXml(request.key)}</Key><UploadId>${uploadId}</UploadId></InitiateMultipartUploadResult>`)
  }

  /** Answers UploadPart. */
  uploadPart(request: FakeRequest): Answer {
    const upload = this.#uploads.get(request.query.get('uploadId') ?? '')
    if (upload === undefined) return noSuchUpload()
    upload.parts.set(Number(request.query.get('partNumber')), request.body)
    return emptyAnswer(200, { etag: `"${createHash('md5').update(request.body).digest('hex')}"` })
  }

  /** Answers CompleteMultipartUpload: joins the parts in the order of the request. */
  complete(request: FakeRequest): Answer {
    const uploadId = request.query.get('uploadId') ?? ''
    const upload = this.#uploads.get(uploadId)
    if (upload === undefined) return noSuchUpload()
    const conflict = this.#conflict(request)
    if (conflict !== undefined) return conflict
    const numbers = [...request.body.toString('utf8').matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map((match) => Number(match[1]))
    const parts = numbers.map((number) => upload.parts.get(number))
    if (numbers.length === 0 || parts.includes(undefined)) return errorAnswer(400, 'InvalidPart', 'One or more of the specified parts could not be found.')
    const bytes = parts.filter((part) => part !== undefined)
    const digests = bytes.map((part) => createHash('md5').update(part).digest())
    const etag = `"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-${bytes.length}"`
    this.bucket.put(upload.key, Buffer.concat(bytes), { metadata: upload.metadata, etag })
    this.#uploads.delete(uploadId)
    return xmlAnswer(200, `<CompleteMultipartUploadResult><Key>${escapeXml(upload.key)}</Key><ETag>${escapeXml(etag)}</ETag></CompleteMultipartUploadResult>`)
  }

  /** Answers AbortMultipartUpload. */
  abort(request: FakeRequest): Answer {
    return this.#uploads.delete(request.query.get('uploadId') ?? '') ? emptyAnswer(204) : noSuchUpload()
  }

  /** Answers ListMultipartUploads. */
  list(request: FakeRequest): Answer {
    const prefix = request.query.get('prefix') ?? ''
    const uploads = [...this.#uploads].filter(([, upload]) => upload.key.startsWith(prefix))
    const xml = uploads.map(([id, upload]) => `<Upload><Key>${escapeXml(upload.key)}</Key><UploadId>${id}</UploadId></Upload>`).join('')
    return xmlAnswer(200, `<ListMultipartUploadsResult><Bucket>${request.bucket}</Bucket><IsTruncated>false</IsTruncated>${xml}</ListMultipartUploadsResult>`)
  }

  #conflict(request: FakeRequest): Answer | undefined {
    const noneMatch = request.headers['if-none-match']
    const match = request.headers['if-match']
    if (noneMatch === undefined && match === undefined) return undefined
    if (this.policy.noConditionalWrites === true) return errorAnswer(501, 'NotImplemented', 'A header you provided implies functionality that is not implemented')
    const present = this.bucket.get(request.key)
    if (match !== undefined && present === undefined) return errorAnswer(404, 'NoSuchKey', 'The specified key does not exist.')
    if ((noneMatch !== undefined && present !== undefined) || (match !== undefined && present?.etag !== match)) {
      return errorAnswer(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold')
    }
    return undefined
  }
}

function noSuchUpload(): Answer {
  return errorAnswer(404, 'NoSuchUpload', 'The specified upload does not exist.')
}

function metadataOf(request: FakeRequest): Record<string, string> {
  const metadata: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (name.startsWith('x-amz-meta-') && typeof value === 'string') metadata[name.slice(11)] = value
  }
  return metadata
}
