import { nameObject } from '../database/objectName'
import { prepareObject } from './ingestObject'
import type { FetchedObject, PreparedObject, ReadObject } from './ingestObject'

/** Objects on their way to the preparing thread: their bytes lie one after the other in one buffer, which is handed over. */
export interface PrepareRequest {
  readonly id: number
  readonly objects: readonly (readonly [key: string, etag: string, metadata: Readonly<Record<string, string>>, sizeBytes: number])[]
  readonly bytes: ArrayBuffer
}

/** What became of an object, without what the asking side knows already; the check hash and the body lie in the buffer. */
type PreparedPart =
  | { readonly outcome: 'ignored' | 'failed'; readonly reason: string }
  | (Pick<ReadObject, 'outcome' | 'facts' | 'badLines' | 'graph'> & { readonly codec: 0 | 1; readonly rawBytes: number; readonly sizeBytes: number })

/** The answer to a {@link PrepareRequest}, in its order. */
export interface PrepareAnswer {
  readonly id: number
  readonly objects: readonly PreparedPart[]
  readonly bytes: ArrayBuffer
}

const hashBytes = 8

/** Copies objects into a request. */
export function packFetched(id: number, objects: readonly FetchedObject[]): PrepareRequest {
  const bytes = joined(objects.map((object) => object.bytes))
  return { id, bytes, objects: objects.map(({ listed, metadata, bytes: body }) => [listed.key, listed.etag, metadata, body.byteLength]) }
}

/** Does what a request asks for. */
export function answerPrepare({ id, objects, bytes }: PrepareRequest): PrepareAnswer {
  const parts: PreparedPart[] = []
  const chunks: Uint8Array[] = []
  let start = 0
  for (const [key, etag, metadata, sizeBytes] of objects) {
    const listed = { key, etag, sizeBytes, lastModifiedUs: 0 }
    const prepared = prepareObject({ listed, metadata, bytes: new Uint8Array(bytes, start, sizeBytes) })
    start += sizeBytes
    if (prepared.outcome !== 'read') {
      parts.push({ outcome: prepared.outcome, reason: prepared.reason })
      continue
    }
    const { outcome, facts, badLines, graph, body } = prepared
    parts.push({ outcome, facts, badLines, graph, codec: body.codec, rawBytes: body.rawBytes, sizeBytes: body.bytes.byteLength })
    chunks.push(body.checkHash, body.bytes)
  }
  return { id, objects: parts, bytes: joined(chunks) }
}

/** Puts an answer and what was asked for together. */
export function unpackPrepared(answer: PrepareAnswer, asked: readonly FetchedObject[]): PreparedObject[] {
  let start = 0
  const take = (length: number): Uint8Array => {
    start += length
    return new Uint8Array(answer.bytes, start - length, length)
  }
  return asked.map(({ listed }, at) => {
    const part = answer.objects[at]
    const name = nameObject(listed.key)
    if (part === undefined) throw new Error('The preparing thread left an object out.')
    if (part.outcome !== 'read') return { listed, name, ...part }
    const { codec, rawBytes, sizeBytes, ...read } = part
    const { parsed } = name
    if (parsed.kind === 'stray') throw new Error('The preparing thread read an object that is not of Burr.')
    return { listed, name: { ...name, parsed }, body: { checkHash: take(hashBytes), codec, rawBytes, bytes: take(sizeBytes) }, ...read }
  })
}

function joined(parts: readonly Uint8Array[]): ArrayBuffer {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let start = 0
  for (const part of parts) {
    all.set(part, start)
    start += part.byteLength
  }
  return all.buffer
}
