/** What names one step inside a run: a sequence id can come again in another build or attempt. */
export interface StepKey {
  /** 0-based: which build of the run it belongs to. */
  readonly build: number
  readonly sequenceId: number
  /** 0-based: the n-th time this sequence id was begun inside the build. */
  readonly attempt: number
}

/**
 * How a step ended. `open` has no recorded end (running or lost, by the run's age); `abandoned` is a stream its consumer
 * left; `unrecorded` ended with neither result nor exception and the log does not tell which.
 */
export type StepStatus = 'ok' | 'failed' | 'open' | 'abandoned' | 'interrupted' | 'unrecorded'

/** One row of the step list. Times are UTC instants in microseconds after clock repair; `null` = not recorded. */
export interface StepRow extends StepKey {
  readonly action: string
  readonly status: StepStatus
  readonly startUs: number | null
  readonly endUs: number | null
  /** Times as logged: naive, local to the writer. */
  readonly startText: string | null
  readonly endText: string | null
  /** Last line of the exception, cut at 300 characters. */
  readonly errorLine: string | null
  /** False when the begin was never seen (an end without a begin). */
  readonly beginRecorded: boolean
  /** Whether the recorded state is the one after the step or the one before it. */
  readonly stateIs: 'after' | 'before' | 'none'
  readonly spanCount: number
  readonly attributeCount: number
  readonly streamed: boolean
  /** Of a retry that the log does not name as one (the same action again right after it failed): the sequence id of the first try; `null` = no such retry. */
  readonly retryOf: number | null
  readonly childCount: number
}

/** One span of a step; depth counts from 1. */
export interface SpanRow {
  readonly spanId: string
  readonly parentSpanId: string | null
  readonly name: string
  readonly depth: number
  readonly startUs: number | null
  readonly endUs: number | null
  readonly beginRecorded: boolean
}

/** One attribute, its value as the text that was logged. */
export interface AttributeRow {
  readonly key: string
  readonly spanId: string | null
  readonly valueText: string
  readonly timeUs: number | null
}

/** What a stream recorded; `null` = not recorded. */
export interface StreamFacts {
  readonly initUs: number | null
  readonly firstItemUs: number | null
  readonly endUs: number | null
  readonly items: number | null
}

/** A line that could not be read, where it stands. */
export interface BadLine {
  readonly objectKey: string
  /** 0-based line number in the object. */
  readonly line: number
  readonly offsetBytes: number
  readonly lengthBytes: number
  readonly reason: string
  readonly textStart: string
}

/** Where a log line is in the bucket. */
export interface LogPlace {
  readonly objectKey: string
  readonly line: number
}

/**
 * All of one step. JSON values are the exact text that was logged (a large integer keeps every digit), to be parsed where
 * they are shown; `null` = not recorded.
 */
export interface StepDetail {
  readonly step: StepRow
  readonly stateText: string | null
  readonly resultText: string | null
  readonly inputsText: string | null
  readonly exception: string | null
  /** State at the end of the step before this one in the same build; `null` for the first. */
  readonly previousStateText: string | null
  readonly previousStep: StepKey | null
  readonly spans: readonly SpanRow[]
  readonly attributes: readonly AttributeRow[]
  readonly stream: StreamFacts | null
  readonly unknownLines: readonly { readonly type: string; readonly text: string; readonly place: LogPlace }[]
  readonly beginPlace: LogPlace | null
  readonly endPlace: LogPlace | null
  /** Characters of the values that are recorded and too long to be given here; they are read in parts. */
  readonly large?: { readonly state?: number; readonly previousState?: number; readonly result?: number; readonly inputs?: number }
}
