import type { BadLine, LogEntry } from './logEntry'
import { readEntry } from './readEntry'
import { outlineOf } from './wideLine'

/** What one log file holds. Every line is an entry, a bad line or blank. */
export interface LogFileContent {
  /** In the order of the lines. */
  readonly entries: readonly LogEntry[]
  /** The first 1,000 of them. */
  readonly badLines: readonly BadLine[]
  readonly badLineCount: number
  readonly blankLineCount: number
  readonly flags: LogFileFlags
}

/** What is unusual about the bytes of a file; none of it stops the reading. */
export interface LogFileFlags {
  readonly hasBom: boolean
  readonly hasCrlf: boolean
  readonly hasNul: boolean
  readonly hasInvalidUtf8: boolean
  readonly hasNonFinite: boolean
  readonly hasTooDeep: boolean
}

/** Of longer lines an outline is read, without their long values; a whole state is rarely a hundredth of this. */
export const maxLineBytes = 8 * 1024 * 1024
/** Burr flushes at most 10,000 events into a file. */
export const maxEntries = 100_000
const maxBadLines = 1000

const lineFeed = 0x0a
const carriageReturn = 0x0d
const tolerant = new TextDecoder('utf-8', { ignoreBOM: true })
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })

/**
 * Reads the bytes of a `…__log.jsonl` object; any bytes are answered, none throws. Lines longer than `longestLine` bytes are
 * outlined: the entry is there, flagged, without its long values.
 */
export function readLogFile(bytes: Uint8Array, longestLine: number = maxLineBytes): LogFileContent {
  const reader = new LogFileReader(bytes, longestLine)
  let start = 0
  let line = 0
  while (start < bytes.length) {
    const found = bytes.indexOf(lineFeed, start)
    const end = found < 0 ? bytes.length : found
    reader.readLine(line++, start, end)
    start = end + 1
  }
  return reader.content()
}

class LogFileReader {
  private readonly entries: LogEntry[] = []
  private readonly badLines: BadLine[] = []
  private badLineCount = 0
  private blankLineCount = 0
  private hasBom = false
  private hasCrlf = false
  private hasNul = false
  private hasInvalidUtf8 = false

  constructor(private readonly bytes: Uint8Array, private readonly longestLine: number) {}

  readLine(line: number, lineStart: number, lineEnd: number): void {
    const start = this.trimStart(lineStart, lineEnd)
    const end = this.trimEnd(start, lineEnd)
    if (start === end) {
      this.blankLineCount++
      return
    }
    const length = end - start
    if (this.entries.length >= maxEntries) {
      this.setAside({ line, offset: start, length, reason: 'too many entries in one file' })
      return
    }
    const slice = this.bytes.subarray(start, end)
    if (length > this.longestLine) {
      this.readOutline(slice, { line, offset: start, length })
      return
    }
    const text = tolerant.decode(slice)
    const isInvalidUtf8 = text.includes('\ufffd') && !isUtf8(slice)
    if (isInvalidUtf8) this.hasInvalidUtf8 = true
    const entry = readEntry(text, { line, offset: start, length, isInvalidUtf8 })
    if (typeof entry === 'string') this.setAside({ line, offset: start, length, reason: entry })
    else this.entries.push(entry)
  }

  private readOutline(slice: Uint8Array, at: { readonly line: number; readonly offset: number; readonly length: number }): void {
    const text = outlineOf(slice)
    const entry = text === null ? 'oversize' : readEntry(text, { ...at, isInvalidUtf8: false })
    if (typeof entry === 'string') this.setAside({ ...at, reason: 'oversize' })
    else this.entries.push({ ...entry, place: { ...entry.place, flags: [...entry.place.flags, 'outlined'] } })
  }

  private trimStart(from: number, end: number): number {
    let at = from
    if (from === 0 && this.bytes[0] === 0xef && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf) {
      this.hasBom = true
      at = 3
    }
    while (at < end && this.isPadding(at)) at++
    return at
  }

  private trimEnd(start: number, from: number): number {
    let at = from
    if (at > start && this.bytes[at - 1] === carriageReturn) this.hasCrlf = true
    while (at > start && this.isPadding(at - 1)) at--
    return at
  }

  // A torn write can leave zeros where text should be.
  private isPadding(at: number): boolean {
    const byte = this.bytes[at]
    if (byte === 0) this.hasNul = true
    return byte === 0x20 || byte === 0x09 || byte === carriageReturn || byte === 0
  }

  private setAside(line: BadLine): void {
    this.badLineCount++
    if (this.badLines.length < maxBadLines) this.badLines.push(line)
  }

  content(): LogFileContent {
    const { entries, badLines, badLineCount, blankLineCount, hasBom, hasCrlf, hasNul, hasInvalidUtf8 } = this
    const hasNonFinite = entries.some(({ place }) => place.flags.includes('non-finite'))
    const hasTooDeep = entries.some(({ place }) => place.flags.includes('too-deep'))
    const flags = { hasBom, hasCrlf, hasNul, hasInvalidUtf8, hasNonFinite, hasTooDeep }
    return { entries, badLines, badLineCount, blankLineCount, flags }
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes)
    return true
  } catch {
    return false
  }
}
