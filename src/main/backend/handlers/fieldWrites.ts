import type { FieldCursor, FieldText, FieldWrite } from '@shared/contract/fields'
import { isSameText } from '@shared/exactJson/same'
import type { StepKey, StepRow } from '@shared/model/step'

/** What the log tells of a field at one step: `undefined` = the state has no such field, `null` = the state is not recorded or not here. */
export interface Observation {
  readonly step: StepKey
  readonly action: string
  readonly status: StepRow['status']
  readonly stateIs: StepRow['stateIs']
  readonly value: string | undefined | null
}

type Known = { readonly value: string | undefined; readonly step: StepKey | 'fork' } | null

/** A gap or a mark that the application was built again, as a cursor carries them. */
export type Carried = Pick<FieldCursor, 'gap' | 'isRebuilt'>

const longestText = 600
/** A step that ended in one of these ways left the state as it was. */
const unchanging: readonly StepRow['status'][] = ['failed', 'abandoned', 'interrupted']

/**
 * Turns what each step's log tells into writes. A state logged after a step tells what the step wrote. One logged before a step
 * tells what the steps before it wrote, if their own states are not recorded; if they are, it changed from outside.
 */
export class FieldWrites {
  readonly writes: FieldWrite[] = []
  known: Known
  gap: FieldCursor['gap']
  isRebuilt: boolean
  private build: number | null

  constructor(known: Known, carried: Carried = { gap: null, isRebuilt: false }) {
    this.known = known
    this.gap = carried.gap
    this.isRebuilt = carried.isRebuilt
    this.build = carried.gap?.last.build ?? (known === null || known.step === 'fork' ? null : known.step.build)
  }

  /** Takes the next step in time. */
  take(seen: Observation): void {
    if (this.build !== null && seen.step.build !== this.build) this.isRebuilt = true
    this.build = seen.step.build
    if (seen.value === null || seen.stateIs === 'none') {
      this.widen(seen)
      return
    }
    if (this.known === null) this.begin(seen)
    else if (!isSameText(this.known.value, seen.value)) this.writes.push(this.changed(seen, this.known.value))
    this.known = { value: seen.value, step: seen.step }
    this.gap = null
    this.isRebuilt = false
    if (seen.stateIs === 'before' && !unchanging.includes(seen.status)) this.widen(seen)
  }

  private widen({ step, action }: Observation): void {
    this.gap = { first: this.gap?.first ?? step, last: step, lastAction: action, count: (this.gap?.count ?? 0) + 1 }
  }

  private begin({ step, action, value }: Observation): void {
    if (value === undefined || value === null) return
    this.writes.push({ ...step, action, kind: 'first', from: null, to: cut(value), by: 'outside', since: null })
  }

  private changed(seen: Observation, from: string | undefined): FieldWrite {
    const to = seen.value ?? undefined
    const kind = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed'
    return { ...this.writer(seen), kind, from: cut(from), to: cut(to) }
  }

  private writer({ step, action, stateIs }: Observation): Omit<FieldWrite, 'kind' | 'from' | 'to'> {
    const { gap, isRebuilt } = this
    if (stateIs === 'after') {
      if (gap === null && !isRebuilt) return { ...step, action, by: 'step', since: null }
      return { ...step, action, by: 'range', since: gap?.first ?? null }
    }
    if (gap === null) return { ...step, action, by: 'outside', since: null }
    const by = gap.count === 1 && !isRebuilt ? 'step' : 'range'
    return { ...gap.last, action: gap.lastAction, by, since: by === 'step' ? null : gap.first }
  }
}

function cut(text: string | undefined): FieldText | null {
  return text === undefined ? null : { text: text.slice(0, longestText), length: text.length }
}
