import type { Output, Parsed } from '@shared/contract/contract'
import type { FieldWrite } from '@shared/contract/fields'
import { textAt } from '@shared/exactJson/path'
import type { PathPart } from '@shared/exactJson/path'
import type { RunKey, RunRow } from '@shared/model/run'
import { fakeStepDetail, fakeStepRows } from './fakeSteps'

type Method = 'steps.fieldHistory' | 'steps.lastWrite' | 'steps.forkState' | 'steps.value' | 'steps.valueText' | 'steps.stateDifference'
type Answers = { readonly [M in Method]: (input: Parsed<M>) => Output<M> }

function writesOf(run: RunRow, path: readonly PathPart[]): FieldWrite[] {
  const writes: FieldWrite[] = []
  let last: string | null | undefined
  for (const { build, sequenceId, attempt, action } of fakeStepRows(run)) {
    const state = fakeStepDetail(run, sequenceId)?.stateText ?? null
    if (state === null) continue
    const value = textAt(state, path)
    const text = (each: string | null | undefined): FieldWrite['to'] => (each === null || each === undefined ? null : { text: each.slice(0, 600), length: each.length })
    const kind = last === undefined ? 'first' : last === null ? 'added' : value === null ? 'removed' : 'changed'
    if (value !== last && (last !== undefined || value !== null)) writes.push({ build, sequenceId, attempt, action, kind, from: text(last), to: text(value), by: 'step', since: null })
    last = value
  }
  return writes
}

/** Histories of the fields of made-up runs. */
export function fakeFields(runOf: (run: RunKey) => RunRow): Answers {
  return {
    'steps.fieldHistory': ({ run, path }) => ({ writes: writesOf(runOf(run), path), walked: runOf(run).stepCount, missing: 0, next: null, forkedAt: null }),
    'steps.lastWrite': ({ run, step, path }) => ({ write: writesOf(runOf(run), path).findLast((write) => write.sequenceId <= step.sequenceId) ?? null, searchedTo: null }),
    'steps.forkState': () => null,
    // No made-up value is long enough to be read in parts.
    'steps.value': () => ({ type: 'other', length: 4, count: 4, parts: [], piece: 'null' }),
    'steps.valueText': () => ({ text: 'null' }),
    'steps.stateDifference': () => ({ fromText: '{}', toText: '{}', large: [] })
  }
}
