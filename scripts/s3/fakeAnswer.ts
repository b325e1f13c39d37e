import type { ListPage } from './listing'
import type { StoredObject } from './fakeBucket'

/** What the server is about to say. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Length to declare when it is not that of the body, as for HEAD. */
  readonly declaredLength?: number
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'

/** An answer without a body. */
export function emptyAnswer(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: Buffer.alloc(0) }
}

/** An XML answer. */
export function xmlAnswer(status: number, xml: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/xml', ...headers }, body: Buffer.from(XML + xml) }
}

/** An error as S3 words it. */
export function errorAnswer(status: number, code: string, message: string, headers: Record<string, string> = {}, more = ''): Answer {
  return xmlAnswer(status, `<Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>${more}<RequestId>FAKE0000</RequestId></Error>`, headers)
}

/** What a list page repeats of its request. */
export interface ListEcho {
  readonly bucket: string
  readonly prefix: string
  readonly delimiter: string | null
  readonly startAfter: string | null
  readonly token: string | null
  readonly maxKeys: number
  readonly urlEncoded: boolean
}

/** Text of a ListObjectsV2 answer. */
export function listXml(echo: ListEcho, page: ListPage, objectOf: (key: string) => StoredObject | undefined): string {
  const encode = echo.urlEncoded ? urlEncode : escapeXml
  const contents = page.keys.map((key) => {
    const object = objectOf(key)
    if (object === undefined) return ''
    const modified = new Date(Math.floor(object.lastModifiedMs / 1000) * 1000).toISOString()
    return `<Contents><Key>${encode(key)}</Key><LastModified>${modified}</LastModified><ETag>${escapeXml(object.etag)}</ETag><Size>${object.sizeBytes}</Size><StorageClass>STANDARD</StorageClass></Contents>`
  })
  const prefixes = page.commonPrefixes.map((prefix) => `<CommonPrefixes><Prefix>${encode(prefix)}</Prefix></CommonPrefixes>`)
  const field = (name: string, value: string | null): string => (value === null ? '' : `<${name}>${value}</${name}>`)
  return (
    `<ListBucketResult ${NAMESPACE}><Name>${echo.bucket}</Name><Prefix>${encode(echo.prefix)}</Prefix>` +
    field('Delimiter', echo.delimiter === null ? null : encode(echo.delimiter)) +
    field('StartAfter', echo.startAfter === null ? null : encode(echo.startAfter)) +
    field('ContinuationToken', echo.token) +
    field('EncodingType', echo.urlEncoded ? 'url' : null) +
    `<KeyCount>${page.keys.length + page.commonPrefixes.length}</KeyCount><MaxKeys>${echo.maxKeys}</MaxKeys>` +
    `<IsTruncated>${page.next !== undefined}</IsTruncated>` +
    field('NextContinuationToken', page.next === undefined ? null : listToken(page.next)) +
    `${contents.join('')}${prefixes.join('')}</ListBucketResult>`
  )
}

/** The opaque token that stands for a place in a listing. */
export function listToken(place: string): string {
  return Buffer.from(`1:${place}`).toString('base64url')
}

/** The place for which a token stands; undefined when it is not one of ours. */
export function placeOfToken(token: string): string | undefined {
  const text = Buffer.from(token, 'base64url').toString('utf8')
  return text.startsWith('1:') ? text.slice(2) : undefined
}

/** Text fit for XML; control characters become references, as S3 sends them. */
export function escapeXml(text: string): string {
  return Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0
    if (code < 32 || code === 0x7f || code === 0xfffe || code === 0xffff) return `&#x${code.toString(16)};`
    return XML_NAMES[char] ?? char
  }).join('')
}

const XML_NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

// S3 encodes as forms do, but leaves the slash.
function urlEncode(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%20', '+').replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
