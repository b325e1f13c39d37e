import { utcOf, type FileClock } from './clockRepair'
import type { ExceptionFact } from './exception'

/** What the index keeps of a step's begin. */
export interface BeginFact {
  readonly kind: 'begin'
  readonly sequenceId: number
  readonly action: string
  /** As logged, see `LogTime`. */
  readonly us: number
  readonly isUtc: boolean
  readonly line: number
  readonly offset: number
  readonly length: number
}

/** What the index keeps of a step's end. */
export interface EndFact extends Omit<BeginFact, 'kind'> {
  readonly kind: 'end'
  readonly error: ExceptionFact | null
  readonly hasResult: boolean
}

/** A begin or an end of a step. */
export type StepEventFact = BeginFact | EndFact

/** What else was logged under one sequence id between two begins of it; `line` is the first of it. */
export interface ActivityFact {
  readonly sequenceId: number
  readonly line: number
  readonly spans: number
  readonly attributes: number
  readonly streams: number
  readonly promptTokens: number
  readonly completionTokens: number
}

/** The run stopped to wait for something from outside. */
export interface SuspendFact {
  readonly sequenceId: number | null
  readonly us: number
  readonly isUtc: boolean
  readonly line: number
  readonly channel: string | null
}

/** What the index keeps of one log file: enough to fold a run without its bodies. */
export interface LogFileFacts {
  readonly trackerId: string | null
  readonly clock: FileClock
  /** In the order of the lines. */
  readonly events: readonly StepEventFact[]
  readonly activity: readonly ActivityFact[]
  readonly suspends: readonly SuspendFact[]
  /** Earliest and latest time of any entry, UTC microseconds by `clock`; `null` when no entry has a time. */
  readonly firstUs: number | null
  readonly lastUs: number | null
  readonly entryCount: number
  readonly unknownCount: number
  readonly badLineCount: number
}

/** The UTC instant of an event of that file, in microseconds. */
export function eventUs(clock: FileClock, event: Pick<StepEventFact, 'line' | 'us' | 'isUtc'>): number {
  return utcOf(clock, event.line, event)
}
