import { useQuery } from '@tanstack/react-query'
import { use, useMemo } from 'react'
import type { ForkState } from '@shared/contract/fields'
import type { RunDetail } from '@shared/contract/runs'
import type { StepDetail, StepKey } from '@shared/model/step'
import { forkStateQuery } from '../../queries/fields'
import { stepQuery } from '../../queries/step'
import { BaseContext } from '../diff/base'
import { hasForkPoint } from '../diff/useBase'
import { statesOf, forkWords, type States } from './stateWords'

/** Two states to be compared, or in words why they cannot be. */
export interface Comparison {
  readonly fromText: string | null
  readonly toText: string | null
  /** Why there is nothing to compare. */
  readonly words: string | null
  /** What to know about what is compared. */
  readonly remark: string | null
  /** The states are too long to be here: the index is asked for what differs, `base` left out = from the state before the step. */
  readonly large: { readonly base: StepKey | null } | null
  /** Said when nothing changed. */
  readonly sameWords: string
}

/** The state a forked run began with, asked for only where it can be known. */
export function useForkState(run: RunDetail, isWanted: boolean): ForkState | null {
  const { data } = useQuery({ ...forkStateQuery(run.run), enabled: isWanted && hasForkPoint(run) })
  return data ?? null
}

/** The states that the changes of a step are shown between, by the base that was chosen. */
export function useComparison(detail: StepDetail, run: RunDetail, states: States): Comparison {
  const { base } = use(BaseContext)
  const fork = useForkState(run, base.kind === 'fork')
  const baseKey = base.kind === 'step' ? base.step : detail.step
  const { data, error, isPlaceholderData } = useQuery({ ...stepQuery(run.run, baseKey), enabled: base.kind === 'step' })
  const baseDetail = isPlaceholderData ? undefined : data
  return useMemo(() => {
    if (base.kind === 'previous') return { fromText: states.beforeText, toText: states.afterText, words: states.changesWords, remark: null, large: states.changesWords === null && (states.afterLarge !== null || states.beforeLarge !== null) ? { base: null } : null, sameWords: 'The step left the state as it was.' }
    const toText = states.afterText ?? states.beforeText
    const isBefore = states.afterText === null
    const sameWords = 'Both states are the same.'
    const rest = { toText, sameWords, large: null, remark: isBefore && toText !== null ? 'Up to the state before this step: no state after it is recorded.' : null }
    if (base.kind === 'step' && (states.afterLarge !== null || baseDetail?.large?.state !== undefined) && detail.step.stateIs === 'after') return { ...rest, fromText: null, words: null, large: { base: base.step } }
    if (toText === null && states.afterLarge !== null) return { ...rest, fromText: null, words: 'The state is too long to be compared with the one at the fork.' }
    if (toText === null) return { ...rest, fromText: null, words: 'No state is recorded at this step.' }
    if (base.kind === 'fork') return fork?.stateText == null ? { ...rest, fromText: null, words: 'The state at the fork is not known.' } : { ...rest, fromText: fork.stateText, words: null, remark: join(`From: ${forkWords(fork)}`, rest.remark) }
    if (baseDetail === undefined) return { ...rest, fromText: null, words: error === null ? 'Reading…' : `Step ${baseKey.sequenceId} cannot be read. ${error.message}` }
    const of = statesOf(baseDetail, run)
    const fromText = of.afterText ?? of.beforeText
    if (fromText === null) return { ...rest, fromText, words: `No state is recorded at step ${baseKey.sequenceId}.` }
    const from = `From the state ${of.afterText === null ? 'before' : 'after'} step ${baseKey.sequenceId}, ${baseDetail.step.action}.`
    return { ...rest, fromText, words: null, remark: join(from, rest.remark) }
  }, [base, baseKey.sequenceId, baseDetail, detail.step.stateIs, error, fork, run, states])
}

const join = (first: string, second: string | null): string => (second === null ? first : `${first} ${second}`)
