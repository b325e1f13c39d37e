import type { Value, Values } from './pythonJson'
import { localText, utcText, type Zone } from './wallClock'

/** One line of a log file, with what the tracker needs to file it: its step and its instant. */
export interface LogEntry {
  readonly timeUs: number
  readonly sequenceId: number
  readonly fields: Record<string, unknown>
  /** The line itself, when it is not what `fields` would give. */
  readonly line?: string
}

/** When and in which zone something is logged, and for which step. */
export interface Stamp {
  readonly timeUs: number
  readonly zone: Zone
  readonly sequenceId: number
}

function entry(at: Stamp, fields: Record<string, unknown>): LogEntry {
  return { timeUs: at.timeUs, sequenceId: at.sequenceId, fields }
}

/** A step starts. */
export function beginEntry(at: Stamp, action: string, inputs: Values): LogEntry {
  return entry(at, { type: 'begin_entry', start_time: localText(at.timeUs, at.zone), action, inputs, sequence_id: at.sequenceId })
}

/** How a step ended: a result, a traceback, or neither. */
export interface StepEnd {
  readonly action: string
  readonly result: Values | null
  readonly exception: string | null
  readonly state: Values
}

/** A step ends. */
export function endEntry(at: Stamp, end: StepEnd): LogEntry {
  return entry(at, {
    type: 'end_entry',
    end_time: localText(at.timeUs, at.zone),
    action: end.action,
    result: end.result,
    exception: end.exception,
    state: end.state,
    sequence_id: at.sequenceId
  })
}

/** A span starts; `parentSpanId` is null at the top level. */
export function beginSpan(at: Stamp, spanId: string, name: string, parentSpanId: string | null): LogEntry {
  return entry(at, {
    type: 'begin_span',
    start_time: localText(at.timeUs, at.zone),
    action_sequence_id: at.sequenceId,
    span_id: spanId,
    span_name: name,
    parent_span_id: parentSpanId,
    span_dependencies: []
  })
}

/** A span ends. */
export function endSpan(at: Stamp, spanId: string): LogEntry {
  return entry(at, { type: 'end_span', end_time: localText(at.timeUs, at.zone), action_sequence_id: at.sequenceId, span_id: spanId })
}

/** An attribute of a span, or of the step itself when `spanId` is null. */
export function attribute(at: Stamp, spanId: string | null, key: string, value: Value): LogEntry {
  return entry(at, {
    type: 'attribute',
    key,
    action_sequence_id: at.sequenceId,
    span_id: spanId,
    value,
    tags: {},
    time_logged: utcText(at.timeUs)
  })
}

/** A stream is handed to the caller. */
export function beginStream(at: Stamp): LogEntry {
  return entry(at, { type: 'begin_stream', action_sequence_id: at.sequenceId, span_id: null, stream_init_time: utcText(at.timeUs) })
}

/** The first item of a stream was given out. */
export function firstItemStream(at: Stamp): LogEntry {
  return entry(at, { type: 'first_item_stream', action_sequence_id: at.sequenceId, span_id: null, first_item_time: utcText(at.timeUs) })
}

/** A stream is used up; `itemsStreamed` does not count the final one. */
export function endStream(at: Stamp, itemsStreamed: number): LogEntry {
  return entry(at, {
    type: 'end_stream',
    action_sequence_id: at.sequenceId,
    span_id: null,
    end_time: utcText(at.timeUs),
    items_streamed: itemsStreamed
  })
}

/** An entry of a type that no reader knows yet. */
export function suspendEntry(at: Stamp, reason: string): LogEntry {
  return entry(at, { type: 'suspend_entry', suspend_time: localText(at.timeUs, at.zone), reason, sequence_id: at.sequenceId })
}
