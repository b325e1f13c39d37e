import { readEntry } from '../burr/readEntry'
import { readLogFile } from '../burr/readLogFile'
import type { AssembleFile } from '../burr/assemble'
import { decodeFacts } from '../burr/factsCode'
import { parseKey } from '../burr/key'
import type { LogEntry } from '../burr/logEntry'
import { readBody } from '../database/bodies'
import type { BodyName } from '../database/bodies'
import type { AnyDatabase } from '../database/connection'
import { readObjectName } from '../database/runObjects'
import type { RunObject } from '../database/runObjects'

/** Where a begin or end of a step stands. */
export interface LinePlace {
  readonly objectId: number
  readonly line: number
  readonly offset: number
  readonly length: number
}

/** An entry with the key of its object. */
export interface PlacedEntry {
  readonly objectKey: string
  readonly entry: LogEntry
}

const decoder = new TextDecoder()

/** Bodies read for one call, each unpacked once. */
export class LogBodies {
  private readonly known = new Map<number, Uint8Array | null>()

  constructor(private readonly db: AnyDatabase) {}

  /** The bytes of an object; `null` when they are not on this disk. */
  bytes(name: BodyName): Uint8Array | null {
    const known = this.known.get(name.objectId)
    if (known !== undefined) return known
    const bytes = readBody(this.db, name)
    this.known.set(name.objectId, bytes)
    return bytes
  }

  /** The entry at a place: only its own line is read; `null` when its body is not on this disk. */
  entryAt(place: LinePlace): PlacedEntry | null {
    const object = readObjectName(this.db, place.objectId)
    const bytes = object === null ? null : this.bytes({ objectId: place.objectId, ...object })
    if (object === null || bytes === null) return null
    const { line, offset, length } = place
    const text = decoder.decode(bytes.subarray(offset, offset + length))
    const entry = readEntry(text, { line, offset, length, isInvalidUtf8: false })
    return typeof entry === 'string' ? null : { objectKey: object.key, entry }
  }

  /** A whole log file, ready to be assembled; `null` when its body is not on this disk. */
  file(object: RunObject): AssembleFile | null {
    const key = parseKey(object.key)
    const bytes = this.bytes(object)
    if (bytes === null || key.kind === 'stray') return null
    const trackerId = decodeFacts(object.facts)?.trackerId ?? null
    return { key: object.key, timeUs: key.timeUs, trackerId, content: readLogFile(bytes) }
  }
}
