import type { ForkState } from '@shared/contract/fields'
import type { RunDetail } from '@shared/contract/runs'
import type { ValueRoot } from '@shared/contract/values'
import type { StepDetail } from '@shared/model/step'

/** A state that is recorded and too long to be here: which value of the step it is, and its characters. */
export interface LargeState {
  readonly of: ValueRoot
  readonly length: number
}

/** The states around a step, as far as the log tells, and in words why one is not there. A text is `null` too when the state is large. */
export interface States {
  readonly beforeText: string | null
  readonly afterText: string | null
  readonly beforeLarge: LargeState | null
  readonly afterLarge: LargeState | null
  readonly beforeWords: string
  readonly afterWords: string
  /** Why the changes cannot be shown, or what to know about them; `null` when they are simply before → after. */
  readonly changesWords: string | null
}

/** What is known of the state before and after a step. A failed or interrupted step logs the state before it, not after. */
export function statesOf(detail: StepDetail, run: RunDetail, fork: ForkState | null = null): States {
  const { step, stateText, previousStateText, previousStep } = detail
  const isBefore = step.stateIs === 'before'
  const forkText = previousStep === null && step.build === 0 ? (fork?.stateText ?? null) : null
  const ownText = isBefore ? (stateText ?? previousStateText) : previousStateText
  const own = largeOf(detail, 'state')
  const beforeLarge = isBefore ? own : largeOf(detail, 'previousState')
  const beforeText = ownText ?? (beforeLarge === null ? forkText : null)
  const isUnknown = beforeText === null && beforeLarge === null
  return {
    beforeText,
    afterText: isBefore ? null : stateText,
    beforeLarge,
    afterLarge: isBefore ? null : own,
    beforeWords: isUnknown ? noBefore(previousStep === null, run) : ownText === null && beforeLarge === null ? forkWords(fork) : isBefore ? 'Recorded by this step itself.' : `As step ${previousStep?.sequenceId ?? '—'} left it.`,
    afterWords: afterWords(detail),
    changesWords: changesWords(detail, isUnknown ? noBefore(previousStep === null, run) : null)
  }
}

/** Where the state a fork began with was read. */
export function forkWords(fork: ForkState | null): string {
  return fork === null ? '' : `As step ${fork.step.sequenceId} of ${fork.run.appId} left it, where this run was forked.`
}

function noBefore(isFirst: boolean, run: RunDetail): string {
  const fork = run.parents.find((parent) => parent.kind === 'fork')
  if (!isFirst) return 'The step before this one left no state in the log.'
  if (fork === undefined) return 'The initial state was not logged: Burr logs a state only when a step ends.'
  return `The run was forked from ${fork.pointer.appId}, and its initial state is in that run's log, not in this one.`
}

function afterWords({ step }: StepDetail): string {
  switch (step.status) {
    case 'failed':
      return 'The step failed, so there is no state after it: Burr went back to the state before.'
    case 'open':
      return 'The step has not ended: no state after it is recorded.'
    case 'abandoned':
      return 'The stream was left before its end: no state after it is recorded.'
    case 'interrupted':
      return 'The step was interrupted: no state after it is recorded.'
    case 'unrecorded':
      return 'The log holds the state before this step only. This is how Burr logs a plain function that is called by an async application.'
    case 'ok':
      return step.stateIs === 'before' ? 'The log holds the state before this step only; what it wrote shows in a later step.' : 'The state after this step is not in the log.'
  }
}

function changesWords(detail: StepDetail, noBeforeWords: string | null): string | null {
  const { step } = detail
  if (step.status === 'failed') return 'The step failed: it changed nothing, Burr kept the state before it.'
  if (step.stateIs === 'before' || (detail.stateText === null && largeOf(detail, 'state') === null)) return `What this step changed is not recorded. ${afterWords(detail)}`
  return noBeforeWords === null ? null : `What this step changed is not known. ${noBeforeWords}`
}

function largeOf({ large }: StepDetail, of: ValueRoot): LargeState | null {
  const length = large?.[of]
  return length === undefined ? null : { of, length }
}
