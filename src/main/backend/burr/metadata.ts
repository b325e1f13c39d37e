import type { RunPointer } from '@shared/model/run'
import { bodyText, isJsonObject, readJsonObject, stringMember, type BodyResult, type JsonObject } from './readBody'

/** What a `metadata.json` says. */
export interface MetadataBody {
  /** As written: null, an empty text and `__none__` all mean no partition. */
  readonly partitionKey: string | null
  /** The run this one was forked from. */
  readonly parentPointer: RunPointer | null
  /** The run in a step of which this one was started. */
  readonly spawningParentPointer: RunPointer | null
}

/** Reads the bytes of a `metadata.json`; members that are missing or of the wrong kind count as null. */
export function readMetadata(bytes: Uint8Array): BodyResult<MetadataBody> {
  const body = readJsonObject(bodyText(bytes))
  if (!body.ok) return body
  return {
    ok: true,
    value: {
      partitionKey: stringMember(body.value, 'partition_key'),
      parentPointer: pointerOf(body.value['parent_pointer']),
      spawningParentPointer: pointerOf(body.value['spawning_parent_pointer'])
    }
  }
}

function pointerOf(value: unknown): RunPointer | null {
  return isJsonObject(value) ? readPointer(value) : null
}

// Resuming writes a pointer without an app id: it points nowhere.
function readPointer(value: JsonObject): RunPointer | null {
  const appId = stringMember(value, 'app_id')
  if (appId === null) return null
  const sequenceId = value['sequence_id']
  const isWhole = typeof sequenceId === 'number' && Number.isSafeInteger(sequenceId)
  return { appId, sequenceId: isWhole ? sequenceId : null, partitionKey: stringMember(value, 'partition_key') }
}

/** Reads a pointer from an object's header: Python's word `None` or JSON; `undefined` when the header is not there. */
export function readPointerHeader(header: string | undefined): RunPointer | null | undefined {
  if (header === undefined) return undefined
  if (header === 'None') return null
  const value = readJsonObject(header)
  return value.ok ? readPointer(value.value) : null
}
