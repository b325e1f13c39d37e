import { createHash } from 'node:crypto'

/** A file name that every system takes: readable, at most 60 signs of the id, and eight digits of its hash, so that two ids never meet. */
export function safeFileName(prefix: string, id: string, extension: string): string {
  const slug = id.normalize('NFKD').replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60).replace(/^[-.]+|[-.]+$/g, '')
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 8)
  return `${[prefix, slug, hash].filter((part) => part !== '').join('-')}.${extension}`
}
