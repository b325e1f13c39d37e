import { readEntry } from '../burr/readEntry'
import { readLogFile } from '../burr/readLogFile'
import type { AssembleFile } from '../burr/assemble'
import { decodeFacts } from '../burr/factsCode'
import { parseKey } from '../burr/key'
import type { LogEntry } from '../burr/logEntry'
import { readBody } from '../database/bodies'
import type { BodyName } from '../database/bodies'
import type { AnyDatabase } from '../database/connection'
import { readObjectFacts, readObjectName } from '../database/runObjects'
import type { LogName } from '../database/runObjects'

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
  private readonly files = new Map<string, AssembleFile>()
  private readonly doubtful = new Set<string>()

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
  file(log: LogName): AssembleFile | null {
    const known = this.files.get(log.key)
    if (known !== undefined) return known
    const key = parseKey(log.key)
    const bytes = this.bytes(log)
    if (bytes === null || key.kind === 'stray') return null
    const facts = decodeFacts(readObjectFacts(this.db, log.objectId) ?? '')
    if (facts?.clock.sure === false) this.doubtful.add(log.key)
    const file = { key: log.key, timeUs: key.timeUs, trackerId: facts?.trackerId ?? null, content: readLogFile(bytes, Infinity) }
    this.files.set(log.key, file)
    return file
  }

  /** Whether the clock of a file that was read is known for certain. */
  isClockSure(key: string): boolean {
    return !this.doubtful.has(key)
  }
}
