import { AppError } from '@shared/errors'
import type { ValueRoot } from '@shared/contract/values'
import type { RunKey } from '@shared/model/run'
import type { StepDetail, StepKey } from '@shared/model/step'
import type { AnyDatabase } from '../database/connection'
import { readStepDetail } from './stepDetail'

const rootNames = { state: 'stateText', previousState: 'previousStateText', result: 'resultText', inputs: 'inputsText' } as const satisfies Record<ValueRoot, keyof StepDetail>

/** A step whose texts longer than `longest` characters are left out and told by their length. */
export function withoutLongTexts(detail: StepDetail, longest: number): StepDetail {
  const long = Object.entries(rootNames).flatMap(([root, name]) => {
    const length = detail[name]?.length ?? 0
    return length > longest ? [{ root, name, length }] : []
  })
  if (long.length === 0) return detail
  const gone = Object.fromEntries(long.map(({ name }) => [name, null]))
  return { ...detail, ...gone, large: Object.fromEntries(long.map(({ root, length }) => [root, length])) }
}

const keptMs = 60_000

/** The last step that was read in parts: opening a tree asks for it again and again, and it may be 50 MB. */
class LastStep {
  private known: { readonly db: AnyDatabase; readonly name: string; readonly detail: StepDetail } | null = null
  private timer: ReturnType<typeof setTimeout> | null = null

  read(db: AnyDatabase, run: RunKey, step: StepKey): StepDetail {
    const name = JSON.stringify([run.project, run.partitionKey, run.appId, step.build, step.sequenceId, step.attempt])
    if (this.known === null || this.known.name !== name || this.known.db !== db) this.known = { db, name, detail: readStepDetail(db, run, step) }
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.known = null
    }, keptMs).unref()
    return this.known.detail
  }

  /** Keeps a step that was just read and has long texts. */
  keep(db: AnyDatabase, run: RunKey, detail: StepDetail): void {
    const { build, sequenceId, attempt } = detail.step
    this.known = { db, name: JSON.stringify([run.project, run.partitionKey, run.appId, build, sequenceId, attempt]), detail }
    this.read(db, run, detail.step)
  }
}

const lastStep = new LastStep()

/** A step for a window: long texts left out, and kept for a minute, since the window asks for their parts next. */
export function readStepFor(db: AnyDatabase, at: { run: RunKey; step: StepKey }, longest: number | undefined): StepDetail {
  const detail = readStepDetail(db, at.run, at.step)
  if (longest === undefined) return detail
  const sent = withoutLongTexts(detail, longest)
  if (sent !== detail) lastStep.keep(db, at.run, detail)
  return sent
}

/** The text of one value of a step; `not-found` when the step has none. */
export function textOfRoot(db: AnyDatabase, { run, step, of }: { run: RunKey; step: StepKey; of: ValueRoot }): string {
  const text = lastStep.read(db, run, step)[rootNames[of]]
  if (text === null) throw new AppError({ code: 'not-found', message: 'This value is not recorded.' })
  return text
}
