import type { _Object, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import type { ListedObject, ListPage, ListRequest } from './bucket'
import { BucketError } from './bucketError'

/**
 * A listing answer as a page, or `unexpected-answer`: what a proxy, a portal or a broken store sends must never
 * pass for an empty or a complete listing.
 */
export function guardListPage(answer: ListObjectsV2CommandOutput, asked: ListRequest, bucket: string, serverDateMs: number): ListPage {
  const fail = (detail: string): never => {
    throw new BucketError('unexpected-answer', { bucket }, { detail })
  }
  if (answer.Name !== bucket) fail('the listing names another bucket')
  if (typeof answer.KeyCount !== 'number') fail('the listing does not count its keys')
  if (typeof answer.IsTruncated !== 'boolean') fail('the listing does not say whether it ends')
  const decode = answer.EncodingType === 'url' ? (text: string) => decodeKey(text) ?? fail('a key is not encoded rightly') : (text: string) => text
  const objects = (answer.Contents ?? []).map((entry) => toListedObject(entry, decode) ?? fail('an object lacks its key, size, tag or date'))
  const commonPrefixes = (answer.CommonPrefixes ?? []).map((entry) => decode(entry.Prefix ?? fail('a folder has no name')))
  const keys = objects.map((object) => object.key)
  // Some stores leave the folders out of the count.
  if (answer.KeyCount !== keys.length + commonPrefixes.length && answer.KeyCount !== keys.length) fail('the listing counts other keys than it has')
  if (!ascending(keys) || !ascending(commonPrefixes)) fail('the keys are not in order')
  if (![...keys, ...commonPrefixes].every((key) => key.startsWith(asked.prefix))) fail('a key is outside of what was asked')
  const token = answer.NextContinuationToken
  if (answer.IsTruncated !== (token !== undefined && token !== '')) fail('the listing ends and goes on at once')
  if (answer.IsTruncated && token === asked.continuationToken) fail('the listing does not move on')
  return { objects, commonPrefixes, serverDateMs, ...(answer.IsTruncated && token !== undefined ? { nextContinuationToken: token } : {}) }
}

/** Whether each key is greater than the one before, by the bytes of its UTF-8, which is S3's order and not JavaScript's. */
export function ascending(keys: readonly string[]): boolean {
  return keys.every((key, at) => at === 0 || isBefore(keys[at - 1] ?? '', key))
}

// Both orders agree unless one side has a surrogate or what comes after them; comparing strings took 0.09 ms a page, bytes 1.9 ms.
const unlike = /[\ud800-\uffff]/

function isBefore(one: string, other: string): boolean {
  return unlike.test(one) || unlike.test(other) ? Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0 : one < other
}

function toListedObject(entry: _Object, decode: (text: string) => string): ListedObject | null {
  const { Key: key, Size: sizeBytes, ETag: etag, LastModified: lastModified } = entry
  if (key === undefined || key === '' || etag === undefined || lastModified === undefined) return null
  if (sizeBytes === undefined || !Number.isSafeInteger(sizeBytes) || sizeBytes < 0 || Number.isNaN(lastModified.getTime())) return null
  return { key: decode(key), sizeBytes, etag: bareEtag(etag), lastModified }
}

/** An ETag without its quotes. */
export function bareEtag(etag: string): string {
  return etag.length > 1 && etag.startsWith('"') && etag.endsWith('"') ? etag.slice(1, -1) : etag
}

// S3 writes a space as “+” in the url encoding of keys, and a plus as %2B.
function decodeKey(text: string): string | null {
  if (!/[%+]/.test(text)) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return null
  }
}
