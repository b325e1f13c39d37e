import type { LogTime } from './clock'

/** What is unusual about a line that could be read all the same; `outlined` = it is very long, and its long values are left out. */
export type EntryFlag = 'non-finite' | 'too-deep' | 'invalid-utf8' | 'outlined'

/** Where an entry stands, and its text as logged (kept as it came, Python's `NaN` included). */
export interface EntryPlace {
  /** 0-based number of the line in its file, blank lines counted. */
  readonly line: number
  /** Where the JSON text starts in the file's bytes. */
  readonly offset: number
  /** How many bytes it takes, without the line end. */
  readonly length: number
  readonly text: string
  readonly flags: readonly EntryFlag[]
}

/** A step begins. */
export interface BeginStepEntry {
  readonly place: EntryPlace
  readonly kind: 'begin-step'
  readonly sequenceId: number
  readonly action: string
  readonly time: LogTime
  /** JSON text of an object. */
  readonly inputs: string
}

/** A step ends; which state it holds depends on how it ended. */
export interface EndStepEntry {
  readonly place: EntryPlace
  readonly kind: 'end-step'
  readonly sequenceId: number
  readonly action: string
  readonly time: LogTime
  /** JSON text of an object, or `null` when Burr logged none. */
  readonly result: string | null
  /** Python's traceback text; `null` when there is none. */
  readonly exception: string | null
  /** JSON text of the complete state. */
  readonly state: string
}

/** A span begins; its id comes again when two counters run in one step. */
export interface BeginSpanEntry {
  readonly place: EntryPlace
  readonly kind: 'begin-span'
  readonly sequenceId: number
  readonly spanId: string
  readonly name: string
  readonly parentSpanId: string | null
  readonly dependencies: readonly string[]
  readonly time: LogTime
}

/** A span ends. */
export interface EndSpanEntry {
  readonly place: EntryPlace
  readonly kind: 'end-span'
  readonly sequenceId: number
  readonly spanId: string
  readonly time: LogTime
}

/** A key and a value logged on a span, or on the step itself when the span id is `null`. */
export interface AttributeEntry {
  readonly place: EntryPlace
  readonly kind: 'attribute'
  readonly sequenceId: number
  readonly spanId: string | null
  readonly key: string
  /** JSON text of any value. */
  readonly value: string
  /** `null` in logs of writers before 25 August 2024. */
  readonly time: LogTime | null
}

/** A stream was opened, or gave its first item. */
export interface StreamMarkEntry {
  readonly place: EntryPlace
  readonly kind: 'begin-stream' | 'first-item'
  readonly sequenceId: number
  readonly spanId: string | null
  readonly time: LogTime
}

/** A stream ended after so many items before the final one. */
export interface EndStreamEntry {
  readonly place: EntryPlace
  readonly kind: 'end-stream'
  readonly sequenceId: number
  readonly spanId: string | null
  readonly time: LogTime
  readonly items: number
}

/** A line of a type this program does not know; what it seems to say about step and time is kept. */
export interface UnknownEntry {
  readonly place: EntryPlace
  readonly kind: 'unknown'
  readonly type: string
  readonly sequenceId: number | null
  readonly time: LogTime | null
}

/** An entry about a stream. */
export type StreamEntry = StreamMarkEntry | EndStreamEntry

/** One line of a log file. */
export type LogEntry =
  | BeginStepEntry
  | EndStepEntry
  | BeginSpanEntry
  | EndSpanEntry
  | AttributeEntry
  | StreamEntry
  | UnknownEntry

/** A line that could not be read, where it stands in the file's bytes. */
export interface BadLine {
  /** 0-based. */
  readonly line: number
  readonly offset: number
  readonly length: number
  /** `oversize`, or what is wrong in a few words. */
  readonly reason: string
}
