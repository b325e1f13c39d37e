import type { StepKey, StepStatus } from '@shared/model/step'
import type { ExceptionFact } from './exception'
import type { Occurrence } from './occurrence'

/** Where a begin or end stands in the bucket, and its time as logged. */
export interface EventPlace {
  readonly objectKey: string
  readonly line: number
  readonly offset: number
  readonly length: number
  /** As logged: naive, local to the writer, unless `isUtc`; `logTimeText` gives its text. */
  readonly loggedUs: number
  readonly isUtc: boolean
}

/** One step of a run, from its begin and end alone. Times are UTC microseconds; `null` = not recorded. */
export interface StepFact extends StepKey {
  readonly action: string
  readonly status: StepStatus
  /** Which state the end recorded: the one after the step, the one before it, or none. */
  readonly stateIs: 'after' | 'before' | 'none'
  readonly startUs: number | null
  readonly endUs: number | null
  readonly begin: EventPlace | null
  readonly end: EventPlace | null
  readonly error: ExceptionFact | null
  /** Sequence id of the first of a row of failures that this step follows with the same action; `null` when it is no retry. */
  readonly retryOf: number | null
  readonly spanCount: number
  readonly attributeCount: number
  readonly isStreamed: boolean
  readonly promptTokens: number
  readonly completionTokens: number
}

/** An occurrence in its build. */
export interface BuiltOccurrence extends StepKey {
  readonly occurrence: Occurrence
}

/**
 * How a step ended. Without result and exception it was either a synchronous action run asynchronously (it went well, and the
 * run moved on) or interrupted (and then tried again); only the next step of the build can tell.
 */
export function outcomeOf(
  step: BuiltOccurrence,
  next: BuiltOccurrence | undefined,
  selfTransitions: ReadonlySet<string> | null
): Pick<StepFact, 'status' | 'stateIs'> {
  const fact = step.occurrence.end?.fact
  if (fact === undefined) return { status: 'open', stateIs: 'none' }
  if (fact.error !== null) return { status: fact.error.type === 'GeneratorExit' ? 'abandoned' : 'failed', stateIs: 'before' }
  if (fact.hasResult) return { status: 'ok', stateIs: 'after' }
  const isAgain = next === undefined ? null : next.occurrence.action === step.occurrence.action
  if (isAgain === false) return { status: 'ok', stateIs: 'before' }
  const canLoop = selfTransitions?.has(fact.action) ?? true
  return { status: isAgain === true && !canLoop ? 'interrupted' : 'unrecorded', stateIs: 'before' }
}
