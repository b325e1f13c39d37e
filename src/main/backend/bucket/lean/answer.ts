import type { IncomingHttpHeaders } from 'node:http'
import type { GotObject } from '../bucket'
import { bareEtag } from '../listGuard'

/** Whether an answer is the plain one: 200, all of it, in no further encoding. */
export function plainHeaders(status: number, headers: IncomingHttpHeaders): boolean {
  return status === 200 && headers['content-encoding'] === undefined && headers['content-range'] === undefined && headers['x-amz-delete-marker'] === undefined
}

/** What the headers of a GetObject say; `null` when they are not as S3 writes them. */
export function readHeaders(headers: IncomingHttpHeaders): Omit<GotObject, 'bytes'> | null {
  const { etag } = headers
  const lastModified = dateOf(headers['last-modified'])
  if (etag === undefined || etag === '' || lastModified === undefined) return null
  const metadata: Record<string, string> = {}
  for (const name in headers) {
    if (!name.startsWith('x-amz-meta-')) continue
    const value = headers[name]
    // Node and undici read other bytes differently, and twice the same name joins otherwise.
    if (typeof value !== 'string' || !/^[\x20-\x7e]*$/.test(value)) return null
    metadata[name.slice('x-amz-meta-'.length)] = value
  }
  return { etag: bareEtag(etag), metadata, lastModified }
}

function dateOf(header: string | undefined): Date | null | undefined {
  if (header === undefined) return null
  const date = new Date(header)
  return Number.isNaN(date.getTime()) ? undefined : date
}
