import { decodeString, memberText, scanObject, type ObjectScan } from '@shared/exactJson/members'
import { maxDepth } from '@shared/exactJson/tree'
import { digitsAt, parseLogTime, type LogTime } from './clock'
import type { EntryFlag, EntryPlace, LogEntry } from './logEntry'

/** Where a line's text was found. */
export interface LinePlace {
  readonly line: number
  readonly offset: number
  readonly length: number
  readonly isInvalidUtf8: boolean
}

const noFlags: readonly EntryFlag[] = []

/** Reads one line of a log file; answers with the reason in words when it is not a log entry. */
export function readEntry(text: string, at: LinePlace): LogEntry | string {
  const scan = scanObject(text)
  if (!scan.ok) return `not JSON: ${scan.reason} at character ${scan.at}`
  const fields = new Fields(text, scan)
  const type = fields.text('type')
  const place: EntryPlace = { line: at.line, offset: at.offset, length: at.length, text, flags: flagsOf(scan, at) }
  const entry = fields.problem === null ? entryOf(type, fields, place) : null
  return fields.problem ?? entry ?? 'not an entry'
}

function flagsOf(scan: ObjectScan, at: LinePlace): readonly EntryFlag[] {
  if (!scan.hasNonFinite && scan.depth <= maxDepth && !at.isInvalidUtf8) return noFlags
  const flags: EntryFlag[] = []
  if (scan.hasNonFinite) flags.push('non-finite')
  if (scan.depth > maxDepth) flags.push('too-deep')
  if (at.isInvalidUtf8) flags.push('invalid-utf8')
  return flags
}

function entryOf(type: string, fields: Fields, place: EntryPlace): LogEntry {
  switch (type) {
    case 'begin_entry':
      return {
        place,
        kind: 'begin-step',
        sequenceId: fields.count('sequence_id'),
        action: fields.text('action'),
        time: fields.time('start_time'),
        inputs: fields.object('inputs')
      }
    case 'end_entry':
      return {
        place,
        kind: 'end-step',
        sequenceId: fields.count('sequence_id'),
        action: fields.text('action'),
        time: fields.time('end_time'),
        result: fields.objectOrNull('result'),
        exception: fields.textOrNull('exception'),
        state: fields.object('state')
      }
    case 'begin_span':
      return {
        place,
        kind: 'begin-span',
        sequenceId: fields.count('action_sequence_id'),
        spanId: fields.text('span_id'),
        name: fields.text('span_name'),
        parentSpanId: fields.textOrNull('parent_span_id'),
        dependencies: fields.texts('span_dependencies'),
        time: fields.time('start_time')
      }
    case 'end_span':
      return {
        place,
        kind: 'end-span',
        sequenceId: fields.count('action_sequence_id'),
        spanId: fields.text('span_id'),
        time: fields.time('end_time')
      }
    case 'attribute':
      return {
        place,
        kind: 'attribute',
        sequenceId: fields.count('action_sequence_id'),
        spanId: fields.textOrNull('span_id'),
        key: fields.text('key'),
        value: fields.raw('value') ?? 'null',
        time: fields.timeOrNull('time_logged')
      }
    case 'begin_stream':
      return {
        place,
        kind: 'begin-stream',
        sequenceId: fields.count('action_sequence_id'),
        spanId: fields.textOrNull('span_id'),
        time: fields.time('stream_init_time')
      }
    case 'first_item_stream':
      return {
        place,
        kind: 'first-item',
        sequenceId: fields.count('action_sequence_id'),
        spanId: fields.textOrNull('span_id'),
        time: fields.time('first_item_time')
      }
    case 'end_stream':
      return {
        place,
        kind: 'end-stream',
        sequenceId: fields.count('action_sequence_id'),
        spanId: fields.textOrNull('span_id'),
        time: fields.time('end_time'),
        items: fields.count('items_streamed')
      }
    default:
      return { place, kind: 'unknown', type, sequenceId: fields.anySequenceId(), time: fields.anyTime() }
  }
}

const unknownTime: LogTime = { text: '', us: 0, isUtc: true }

/** Reads the members of one line; notes the first that is missing or of the wrong kind, and goes on with a stand-in. */
class Fields {
  problem: string | null = null

  constructor(
    private readonly line: string,
    private readonly scan: ObjectScan
  ) {}

  /** Raw text of a member; `null` when it is missing or null. */
  raw(key: string): string | null {
    const text = memberText(this.line, this.scan, key)
    return text === 'null' ? null : text
  }

  text(key: string): string {
    return this.textOrNull(key) ?? this.wrong(key, 'is missing', '')
  }

  textOrNull(key: string): string | null {
    const raw = this.raw(key)
    if (raw === null) return null
    return raw.startsWith('"') ? decodeString(raw) : this.wrong(key, 'is not a string', null)
  }

  /** A whole number from 0; Burr's own reader takes the text of one, too. */
  count(key: string): number {
    const raw = this.raw(key)
    if (raw === null) return this.wrong(key, 'is missing', 0)
    return countIn(raw) ?? this.wrong(key, 'is not a whole number', 0)
  }

  time(key: string): LogTime {
    return this.timeOrNull(key) ?? this.wrong(key, 'is missing', unknownTime)
  }

  timeOrNull(key: string): LogTime | null {
    const text = this.textOrNull(key)
    return text === null ? null : (parseLogTime(text) ?? this.wrong(key, 'is not a time', null))
  }

  object(key: string): string {
    return this.objectOrNull(key) ?? this.wrong(key, 'is missing', '{}')
  }

  objectOrNull(key: string): string | null {
    const raw = this.raw(key)
    return raw === null || raw.startsWith('{') ? raw : this.wrong(key, 'is not an object', null)
  }

  texts(key: string): readonly string[] {
    const raw = this.raw(key)
    if (raw === null || raw === '[]') return []
    if (!/^\[\s*("|\])/.test(raw)) return this.wrong(key, 'is not a list of strings', [])
    try {
      const items: unknown = JSON.parse(raw)
      if (Array.isArray(items) && items.every((item) => typeof item === 'string')) return items
    } catch {
      // Only Python's extra tokens get here: not strings either.
    }
    return this.wrong(key, 'is not a list of strings', [])
  }

  anySequenceId(): number | null {
    const raw = this.raw('sequence_id') ?? this.raw('action_sequence_id')
    return raw === null ? null : countIn(raw)
  }

  anyTime(): LogTime | null {
    for (const { key, start, end } of this.scan.members) {
      if (!key.includes('time') || this.line.charAt(start) !== '"') continue
      const time = parseLogTime(decodeString(this.line.slice(start, end)))
      if (time !== null) return time
    }
    return null
  }

  private wrong<Value>(key: string, what: string, standIn: Value): Value {
    this.problem ??= `${key} ${what}`
    return standIn
  }
}

function countIn(raw: string): number | null {
  const plain = raw.length < 16 ? digitsAt(raw, 0, raw.length) : Number.NaN
  if (!Number.isNaN(plain)) return plain
  const digits = raw.startsWith('"') ? raw.slice(1, -1).trim() : raw
  if (!/^\+?\d+(?:\.0*)?$/.test(digits)) return null
  const value = Number(digits)
  return Number.isSafeInteger(value) ? value : null
}
