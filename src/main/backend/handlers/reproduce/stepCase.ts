import type { TestCase } from '@shared/contract/reproduce'
import { AppError } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { StepDetail, StepKey } from '@shared/model/step'
import { pytestText, testCaseText } from '../../burr/testCase'
import type { AnyDatabase } from '../../database/connection'
import { readParents } from '../../database/readFamily'
import { findRunId } from '../../database/readRun'
import { readNeighbour, readStepsOfSequence } from '../../database/readSteps'
import { safeFileName } from '../fileName'
import { readStepDetail } from '../stepDetail'

/** The test case of a step: the state it began with and the one it should give. */
export function stepCase(db: AnyDatabase, run: RunKey, key: StepKey): TestCase {
  const detail = readStepDetail(db, run, key)
  const { action, sequenceId } = detail.step
  if (detail.stateText === null) {
    throw new AppError({ code: 'invalid-input', message: 'The end of this step was not recorded, and with it no state to test against.', action: 'Choose a step that ended.' })
  }
  const states = statesOf(db, run, detail)
  const named = { action, appId: run.appId, sequenceId }
  const fileName = safeFileName(action, `${run.appId}_${sequenceId}`, 'json')
  return {
    text: testCaseText({ ...named, ...states }),
    fileName,
    pytestText: pytestText(action, fileName),
    pytestFileName: safeFileName('test', action, 'py').replaceAll('-', '_'),
    toFillIn: toFillIn(detail, states)
  }
}

interface States {
  readonly inputText: string | null
  readonly expectedText: string | null
}

// Burr records the state after a step that gave a result, and the one before it otherwise.
function statesOf(db: AnyDatabase, run: RunKey, detail: StepDetail): States {
  if (detail.step.stateIs === 'after') {
    return { inputText: detail.previousStateText ?? inherited(db, run, detail), expectedText: detail.stateText }
  }
  const hasFailed = detail.exception !== null && detail.exception !== ''
  return { inputText: detail.stateText, expectedText: hasFailed ? null : stateBehind(db, run, detail.step) }
}

// A state that the step behind recorded as its own input is the one this step left.
function stateBehind(db: AnyDatabase, run: RunKey, step: StepKey): string | null {
  const next = readNeighbour(db, findRunId(db, run), step, 1)
  if (next === null || next.state_is !== 'before') return null
  return readStepDetail(db, run, { build: next.build, sequenceId: next.sequence_id, attempt: next.attempt }).stateText
}

// The first step of a fork begins with the state of the step it was forked from.
function inherited(db: AnyDatabase, run: RunKey, { previousStep }: StepDetail): string | null {
  if (previousStep !== null) return null
  const parent = readParents(db, findRunId(db, run)).find(({ kind, run: known }) => kind === 'fork' && known !== null)
  if (parent?.run === null || parent?.run === undefined || parent.pointer.sequenceId === null) return null
  const from = readStepsOfSequence(db, findRunId(db, parent.run), parent.pointer.sequenceId).at(-1)
  if (from === undefined || from.state_is !== 'after') return null
  return readStepDetail(db, parent.run, { build: from.build, sequenceId: from.sequence_id, attempt: from.attempt }).stateText
}

function toFillIn({ step, exception, previousStep }: StepDetail, { inputText, expectedText }: States): TestCase['toFillIn'] {
  if (inputText === null) {
    const why = previousStep === null ? 'Burr logs no state before the first step of a run.' : 'The step before left no state that is known for certain.'
    return { state: 'input', why }
  }
  if (expectedText !== null) return null
  const failed = exception !== null && exception !== ''
  return { state: 'expected', why: failed ? 'The step failed: only you know the state it should have given.' : `Burr recorded the state before this step (${step.action}) and not the one after it.` }
}
