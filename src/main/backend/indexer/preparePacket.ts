import type { EncodedBody } from '../database/bodies'
import type { ListedObject } from '../database/discovery'
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

/** Prepared objects on their way back: what is in bytes lies in one buffer, which is handed over. */
export interface PreparedPacket {
  readonly objects: readonly PreparedPart[]
  readonly bytes: ArrayBuffer
}

/** The answer to a {@link PrepareRequest}, in its order. */
export interface PrepareAnswer extends PreparedPacket {
  readonly id: number
}

const hashBytes = 8

/** Copies objects into a request. */
export function packFetched(id: number, objects: readonly FetchedObject[]): PrepareRequest {
  const bytes = joined(objects.map((object) => object.bytes))
  return { id, bytes, objects: objects.map(({ listed, metadata, bytes: body }) => [listed.key, listed.etag, metadata, body.byteLength]) }
}

/** Does what a request asks for. */
export function answerPrepare({ id, objects, bytes }: PrepareRequest): PrepareAnswer {
  let start = 0
  const prepared = objects.map(([key, etag, metadata, sizeBytes]) => {
    const listed = { key, etag, sizeBytes, lastModifiedUs: 0 }
    start += sizeBytes
    return prepareObject({ listed, metadata, bytes: new Uint8Array(bytes, start - sizeBytes, sizeBytes) })
  })
  return { id, ...packPrepared(prepared) }
}

/** Copies prepared objects into what can be handed over. */
export function packPrepared(prepared: readonly PreparedObject[]): PreparedPacket {
  const chunks: Uint8Array[] = []
  const objects = prepared.map((object): PreparedPart => {
    if (object.outcome !== 'read') return { outcome: object.outcome, reason: object.reason }
    const { outcome, facts, badLines, graph, body } = object
    chunks.push(body.checkHash, body.bytes)
    return { outcome, facts, badLines, graph, codec: body.codec, rawBytes: body.rawBytes, sizeBytes: body.bytes.byteLength }
  })
  return { objects, bytes: joined(chunks) }
}

/** Puts an answer and what was asked for together; `undefined` where nobody asks any more. */
export function unpackPrepared(answer: PreparedPacket, asked: readonly { readonly listed: ListedObject }[]): PreparedObject[]
export function unpackPrepared(answer: PreparedPacket, asked: readonly ({ readonly listed: ListedObject } | undefined)[]): (PreparedObject | undefined)[]
export function unpackPrepared(answer: PreparedPacket, asked: readonly ({ readonly listed: ListedObject } | undefined)[]): (PreparedObject | undefined)[] {
  let start = 0
  const take = (length: number): Uint8Array => {
    start += length
    return new Uint8Array(answer.bytes, start - length, length)
  }
  return asked.map((each, at) => {
    const part = answer.objects[at]
    if (part === undefined) throw new Error('The preparing thread left an object out.')
    const bytes = part.outcome === 'read' ? { checkHash: take(hashBytes), bytes: take(part.sizeBytes) } : null
    return each === undefined ? undefined : preparedOf(each.listed, part, bytes)
  })
}

function preparedOf(listed: ListedObject, part: PreparedPart, bytes: Pick<EncodedBody, 'checkHash' | 'bytes'> | null): PreparedObject {
  const name = nameObject(listed.key)
  if (part.outcome !== 'read') return { outcome: part.outcome, listed, name, reason: part.reason }
  const { parsed } = name
  if (parsed.kind === 'stray' || bytes === null) throw new Error('The preparing thread read an object that is not of Burr.')
  const { outcome, facts, badLines, graph, codec, rawBytes } = part
  return { outcome, listed, name: { ...name, parsed }, body: { ...bytes, codec, rawBytes }, facts, badLines, graph }
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
