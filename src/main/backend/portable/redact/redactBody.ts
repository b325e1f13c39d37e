import { decodeString, scanObject } from '@shared/exactJson/members'
import { JsonScanner, skipSpace } from '@shared/exactJson/scan'
import type { ObjectKind } from '../../burr/key'
import type { Redactor } from './redactor'

/** Members of a log entry that hold its structure: what the run is put together by. */
const structural: ReadonlySet<string> = new Set([
  'type', 'action', 'sequence_id', 'action_sequence_id', 'span_id', 'parent_span_id', 'span_dependencies', 'key', 'start_time', 'end_time',
  'time_logged', 'stream_init_time', 'first_item_time', 'items_streamed'
])
/** Members of a graph that name actions and fields. */
const graphNames: ReadonlySet<string> = new Set(['type', 'name', 'reads', 'writes', 'from_', 'to', 'entrypoint', 'inputs', 'optional_inputs'])

const lineFeed = 0x0a
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** The bytes of an object without secrets in its values; lines without any keep every byte, and numbers every digit. */
export function redactBody(kind: ObjectKind, bytes: Uint8Array, redactor: Redactor): Uint8Array {
  const parts: Uint8Array[] = []
  let isChanged = false
  let start = 0
  while (start < bytes.length) {
    const found = bytes.indexOf(lineFeed, start)
    const end = found < 0 ? bytes.length : found
    const line = bytes.subarray(start, end)
    const text = decoder.decode(line)
    const redacted = kind === 'log' ? redactEntry(text, redactor) : redactDocument(text, kind === 'graph' ? graphNames : new Set(['type']), redactor)
    if (redacted !== text) isChanged = true
    parts.push(redacted === text ? line : encoder.encode(redacted))
    if (found >= 0) parts.push(bytes.subarray(found, found + 1))
    start = end + 1
  }
  return isChanged ? Buffer.concat(parts) : bytes
}

function redactEntry(text: string, redactor: Redactor): string {
  const scan = scanObject(text)
  // A line that is no entry is shown as it is, so it is looked through as it is.
  if (!scan.ok) return redactor.text(text)
  let result = ''
  let at = 0
  const attribute = attributeName(text, scan.members)
  for (const { key, start, end } of scan.members) {
    if (structural.has(key)) continue
    const value = redactValues(text.slice(start, end), redactor, { name: key === 'value' ? attribute : key, skip: null })
    result += text.slice(at, start) + value
    at = end
  }
  return result + text.slice(at)
}

// An attribute's value is called what its key says.
function attributeName(text: string, members: readonly { readonly key: string; readonly start: number; readonly end: number }[]): string | null {
  const key = members.findLast((member) => member.key === 'key')
  const literal = key === undefined ? '' : text.slice(key.start, key.end)
  return literal.startsWith('"') ? decodeString(literal) : null
}

function redactDocument(text: string, skip: ReadonlySet<string>, redactor: Redactor): string {
  return scanObject(text).ok ? redactValues(text, redactor, { name: null, skip }) : redactor.text(text)
}

/** Replaces the strings among the values of a valid JSON text; names of members stay as they are. */
function redactValues(text: string, redactor: Redactor, how: { readonly name: string | null; readonly skip: ReadonlySet<string> | null }): string {
  const scanner = new JsonScanner(text)
  let { name } = how
  let result = ''
  let copied = 0
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    const end = scanner.skipString(at)
    if (end < 0) break
    const behind = skipSpace(text, end)
    const literal = text.slice(at, end)
    if (text.charAt(behind) === ':') name = decodeString(literal)
    else if (name === null || how.skip?.has(name) !== true) {
      const value = decodeString(literal)
      const redacted = redactor.text(value, name)
      if (redacted !== value) {
        result += text.slice(copied, at) + JSON.stringify(redacted)
        copied = end
      }
    }
    at = end
  }
  return copied === 0 ? text : result + text.slice(copied)
}
