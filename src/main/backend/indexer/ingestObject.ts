import { createHash } from 'node:crypto'
import type { BadLine as BadLineFact } from '../burr/logEntry'
import { encodeFacts } from '../burr/factsCode'
import { readGraph, selfTransitionsOf } from '../burr/graph'
import type { BurrKey } from '../burr/key'
import { readMetadata } from '../burr/metadata'
import { readLogFile } from '../burr/readLogFile'
import { summariseLogFile } from '../burr/summarise'
import type { BadLinePlace } from '../database/badLines'
import { encodeBody } from '../database/bodies'
import type { EncodedBody } from '../database/bodies'
import type { ListedObject } from '../database/discovery'
import type { StoredGraph } from '../database/graphs'
import { nameObject } from '../database/objectName'
import type { ObjectName } from '../database/objectName'

/** An object with its bytes, whole and checked. */
export interface FetchedObject {
  readonly listed: ListedObject
  readonly bytes: Uint8Array
  /** User metadata of the object; names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>
}

/** An object that was read, ready to be written: plain values only, so that it can come from another thread. */
export interface ReadObject {
  readonly outcome: 'read'
  readonly listed: ListedObject
  readonly name: ObjectName & { readonly parsed: BurrKey }
  /** JSON text for the fold, by kind. */
  readonly facts: string
  readonly body: EncodedBody
  readonly badLines: readonly BadLinePlace[]
  readonly graph: StoredGraph | null
}

/** An object that cannot be indexed, and why. */
export interface UnreadObject {
  readonly outcome: 'ignored' | 'failed'
  readonly listed: ListedObject
  readonly name: ObjectName
  readonly reason: string
}

/** What {@link prepareObject} makes of an object. */
export type PreparedObject = ReadObject | UnreadObject

/** Reads and compresses one object: pure, and most of the work of indexing it. Never throws on what the bytes hold. */
export function prepareObject(object: FetchedObject): PreparedObject {
  const { listed } = object
  const name = nameObject(listed.key)
  const { parsed } = name
  if (parsed.kind === 'stray') return { outcome: 'ignored', listed, name, reason: parsed.reason }
  const content = readContent(parsed, object)
  if (typeof content === 'string') return { outcome: 'failed', listed, name, reason: content }
  const body = encodeBody(listed.key, listed.etag, object.bytes)
  return { outcome: 'read', listed, name: { ...name, parsed }, body, ...content }
}

type Content = Pick<ReadObject, 'facts' | 'badLines' | 'graph'>

function readContent(key: BurrKey, object: FetchedObject): Content | string {
  switch (key.kind) {
    case 'log':
      return readLog(key, object)
    case 'graph':
      return readGraphObject(object.bytes)
    case 'metadata': {
      const body = readMetadata(object.bytes)
      return body.ok ? { facts: JSON.stringify(body.value), badLines: [], graph: null } : body.reason
    }
  }
}

function readLog(key: BurrKey, { bytes, metadata }: FetchedObject): Content {
  const content = readLogFile(bytes)
  const facts = summariseLogFile({ timeUs: key.timeUs, trackerId: metadata['tracker_id'] ?? null }, content)
  return { facts: encodeFacts(facts), badLines: content.badLines.map((line) => badLineOf(line, bytes)), graph: null }
}

const shownBytes = 400

function badLineOf({ line, offset, length, reason }: BadLineFact, bytes: Uint8Array): BadLinePlace {
  const start = bytes.subarray(offset, offset + Math.min(length, shownBytes))
  const textStart = new TextDecoder().decode(start)
  return { line, offsetBytes: offset, lengthBytes: length, reason, textStart }
}

function readGraphObject(bytes: Uint8Array): Content | string {
  const body = readGraph(bytes)
  if (!body.ok) return body.reason
  const { entrypoint, actions, transitions, canonicalText } = body.value
  const hash = createHash('sha256').update(canonicalText).digest('hex')
  const text = JSON.stringify({ hash, entrypoint, actions, transitions })
  const graph = { hash, selfTransitions: [...selfTransitionsOf(body.value)], text }
  return { facts: JSON.stringify({ hash }), badLines: [], graph }
}
