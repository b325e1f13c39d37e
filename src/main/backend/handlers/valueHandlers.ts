import type { StateDifference, ValueRoot } from '@shared/contract/values'
import { AppError } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'
import type { AnyDatabase } from '../database/connection'
import { readStepDetail } from './stepDetail'
import { textOfRoot } from './largeTexts'
import type { ReaderPart } from './readerMethod'
import { stateDifference } from './stateDifference'
import { partsAt, placeIn } from './valueParts'

/** What one call gives at most, so that the window can take it. */
const longestWhole = 64 * 1024 * 1024

export const valueHandlers: ReaderPart<'steps.value' | 'steps.valueText' | 'steps.stateDifference'> = {
  'steps.value': ({ db }, input) => partsAt(textOfRoot(db, input), input.path, input),
  'steps.valueText': ({ db }, input) => ({ text: wholeText(db, input, input.path) }),
  'steps.stateDifference': ({ db }, input) => differenceOf(db, input)
}

function wholeText(db: AnyDatabase, at: { run: RunKey; step: StepKey; of: ValueRoot }, path: Parameters<typeof placeIn>[1]): string {
  const text = textOfRoot(db, at)
  const { start, end } = placeIn(text, path)
  if (end - start > longestWhole) throw new AppError({ code: 'invalid-input', message: 'This value is longer than 64 MB.', action: 'Take a part of it, or the log file itself.' })
  return text.slice(start, end)
}

function differenceOf(db: AnyDatabase, { run, step, base }: { run: RunKey; step: StepKey; base?: StepKey | undefined }): StateDifference {
  const to = textOfRoot(db, { run, step, of: 'state' })
  const from = base === undefined ? textOfRoot(db, { run, step, of: 'previousState' }) : readStepDetail(db, run, base).stateText
  if (from === null) throw new AppError({ code: 'not-found', message: 'No state is recorded at that step.' })
  return stateDifference(from, to)
}

