import type { SortedKeys } from './sortedKeys'

/** Which part of a bucket is asked for. */
export interface ListRequest {
  readonly prefix: string
  readonly delimiter?: string
  readonly startAfter?: string
  /** The last thing of the page before, a key or a common prefix; wins over `startAfter`. */
  readonly after?: string
  readonly maxKeys: number
}

/** One page; keys and prefixes together are at most `maxKeys`. */
export interface ListPage {
  readonly keys: readonly string[]
  readonly commonPrefixes: readonly string[]
  /** The last key or common prefix when more follows. */
  readonly next?: string
}

/** One page of a listing, as S3 gives it. */
export function listPage(sorted: SortedKeys, request: ListRequest): ListPage {
  const { prefix, delimiter, maxKeys } = request
  const all = sorted.all()
  const keys: string[] = []
  const commonPrefixes: string[] = []
  let last = ''
  let i = startIndex(sorted, request)
  while (i < all.length) {
    const key = all[i] as string
    if (!key.startsWith(prefix)) break
    if (keys.length + commonPrefixes.length >= maxKeys) return { keys, commonPrefixes, ...(maxKeys === 0 ? {} : { next: last }) }
    const at = delimiter === undefined || delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    if (at < 0 || delimiter === undefined) {
      keys.push(key)
      last = key
      i++
    } else {
      last = key.slice(0, at + delimiter.length)
      commonPrefixes.push(last)
      i = sorted.indexAfterPrefix(last, i)
    }
  }
  return { keys, commonPrefixes }
}

function startIndex(sorted: SortedKeys, request: ListRequest): number {
  const { prefix, delimiter, after } = request
  const first = sorted.indexAtOrAfter(prefix)
  const past = after ?? request.startAfter
  if (past === undefined || past === '') return first
  const index = Math.max(first, sorted.indexAtOrAfter(past))
  const isPrefix = after !== undefined && delimiter !== undefined && delimiter !== '' && after.endsWith(delimiter) && after.length > prefix.length
  if (isPrefix) return sorted.indexAfterPrefix(after, index)
  return sorted.all()[index] === past ? index + 1 : index
}
