import type { ListRequest } from '../bucket'

/** Text as S3 wants it in a path or a query: everything but letters, digits and `-._~` in percent form. Throws on half a surrogate pair. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** A key as the end of a path: as {@link percentEncoded}, its slashes kept. */
export function keyPath(key: string): string {
  return percentEncoded(key).replaceAll('%2F', '/')
}

/** The query of a ListObjectsV2, sorted as its signature wants it. */
export function listQuery(request: ListRequest): string {
  const { continuationToken, delimiter, maxKeys, prefix, startAfter } = request
  const parts: readonly (readonly [string, string | number | undefined])[] = [
    ['continuation-token', continuationToken],
    ['delimiter', delimiter],
    // Without it a key with a control character makes the XML unreadable.
    ['encoding-type', 'url'],
    ['list-type', 2],
    ['max-keys', maxKeys],
    ['prefix', prefix],
    ['start-after', startAfter]
  ]
  return parts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${percentEncoded(String(value))}`])).join('&')
}
