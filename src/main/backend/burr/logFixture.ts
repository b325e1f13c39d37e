import type { AssembleFile, AssembleInput } from './assemble'
import { logTimeText } from './clock'
import type { FoldInput } from './foldInput'
import { readLogFile } from './readLogFile'
import { summariseLogFile } from './summarise'

/** 2026-11-22T17:58:00 UTC, where the tests' runs begin. */
export const dawnUs = Date.UTC(2026, 10, 22, 17, 58) * 1000

/** The writer of the tests' logs: its offset from UTC in minutes, and its lines, times given in milliseconds after dawn. */
export class LogWriter {
  constructor(readonly offsetMinutes = -300) {}

  naive(ms: number): string {
    return logTimeText({ us: dawnUs + ms * 1000 + this.offsetMinutes * 60_000_000, isUtc: false })
  }

  utc(ms: number): string {
    return logTimeText({ us: dawnUs + ms * 1000, isUtc: true })
  }

  begin(ms: number, sequence_id: number, action: string): string {
    return JSON.stringify({ type: 'begin_entry', start_time: this.naive(ms), action, inputs: {}, sequence_id })
  }

  end(ms: number, sequence_id: number, action: string, more: { result?: object | null; exception?: string } = {}): string {
    const { exception = null, result = exception === null ? {} : null } = more
    const state = { __SEQUENCE_ID: sequence_id }
    return JSON.stringify({ type: 'end_entry', end_time: this.naive(ms), action, result, exception, state, sequence_id })
  }

  beginSpan(ms: number, span_id: string, span_name: string): string {
    const parent = span_id.includes('.') ? span_id.slice(0, span_id.lastIndexOf('.')) : null
    const start_time = this.naive(ms)
    const action_sequence_id = Number.parseInt(span_id, 10)
    return JSON.stringify({ type: 'begin_span', start_time, action_sequence_id, span_id, span_name, parent_span_id: parent, span_dependencies: [] })
  }

  endSpan(ms: number, span_id: string): string {
    return JSON.stringify({ type: 'end_span', end_time: this.naive(ms), action_sequence_id: Number.parseInt(span_id, 10), span_id })
  }

  attribute(ms: number, action_sequence_id: number, span_id: string | null, key: string, value: unknown): string {
    return JSON.stringify({ type: 'attribute', key, action_sequence_id, span_id, value, tags: {}, time_logged: this.utc(ms) })
  }

  beginStream(ms: number, action_sequence_id: number): string {
    return JSON.stringify({ type: 'begin_stream', action_sequence_id, span_id: null, stream_init_time: this.utc(ms) })
  }

  endStream(ms: number, action_sequence_id: number, items_streamed: number): string {
    return JSON.stringify({ type: 'end_stream', action_sequence_id, span_id: null, end_time: this.utc(ms), items_streamed })
  }

  suspend(ms: number, sequence_id: number, channel: string): string {
    const suspend_time = this.naive(ms)
    return JSON.stringify({ type: 'suspend_entry', suspend_time, action: 'ask', sequence_id, channel, metadata: {}, suspension_id: 's' })
  }
}

/** A log file flushed so many milliseconds after dawn. */
export function logFile(ms: number, lines: readonly string[], trackerId: string | null = null): AssembleFile {
  const timeUs = dawnUs + ms * 1000
  const key = `data/p/${logTimeText({ us: timeUs, isUtc: false })}/__none__/a/${trackerId ?? ''}__log.jsonl`
  return { key, timeUs, trackerId, content: readLogFile(new TextEncoder().encode(lines.join('\n'))) }
}

/** The objects of a run as the fold takes them, from files with bodies. */
export function foldInputOf(input: Partial<AssembleInput>): FoldInput {
  const { logFiles = [], graphs = [], metadata = [], selfTransitions = null } = input
  const folded = logFiles.map((file) => ({ key: file.key, timeUs: file.timeUs, facts: summariseLogFile(file, file.content) }))
  return { logFiles: folded, graphs, metadata, selfTransitions }
}
