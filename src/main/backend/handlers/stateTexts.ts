import { textAt } from '@shared/exactJson/path'
import type { PathPart } from '@shared/exactJson/path'
import { readBody } from '../database/bodies'
import type { AnyDatabase } from '../database/connection'
import { readObjectName } from '../database/runObjects'
import type { StateRow } from '../database/readStateRows'

const decoder = new TextDecoder()

/** The logged states of steps, one log file unpacked at a time: steps asked in order read each file once. */
export class StateTexts {
  private objectId = -1
  private bytes: Uint8Array | null = null

  constructor(private readonly db: AnyDatabase) {}

  /** Whether reading this step's state unpacks another file. */
  isElsewhere(row: StateRow): boolean {
    return row.end_object_id !== null && row.end_object_id !== this.objectId
  }

  /** The text of the line that ends a step; `null` when it is not on this disk, or there is none. */
  line(row: StateRow): string | null {
    const { end_object_id: objectId, end_offset: offset, end_length: length } = row
    if (objectId === null || offset === null || length === null) return null
    if (objectId !== this.objectId) {
      const name = readObjectName(this.db, objectId)
      this.bytes = name === null ? null : readBody(this.db, { objectId, ...name })
      this.objectId = objectId
    }
    return this.bytes === null ? null : decoder.decode(this.bytes.subarray(offset, offset + length))
  }

  /** The text of a value inside a step's state; `undefined` when the state has none there, `null` when the state is not here. */
  field(row: StateRow, path: readonly PathPart[]): string | undefined | null {
    const line = this.line(row)
    return line === null ? null : (textAt(line, ['state', ...path]) ?? undefined)
  }

  /** The whole state of a step as logged; `null` when it is not here. */
  state(row: StateRow): string | null {
    const line = this.line(row)
    return line === null ? null : textAt(line, ['state'])
  }
}
