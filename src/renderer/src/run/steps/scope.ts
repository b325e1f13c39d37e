import type { RunDetail } from '@shared/contract/runs'
import type { RunKey, RunRow } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'
import { formatStepKey, runKeyText } from '../../route'
import { childrenByStep } from './childGroup'

/** A run whose steps stand in the list: the one that is open, one inside a step of it, or one it was forked from. */
export interface RunScope {
  readonly run: RunRow
  /** The run that is open, as `runKeyText`. */
  readonly root: string
  /** The way to it from the run that is open, which itself has none. */
  readonly inside: readonly RunKey[]
  /** Its steps are what a fork builds on, and not its own. */
  readonly isInherited: boolean
  /** Whether it ran while the open run did, so that its steps stand on the same time line. */
  readonly isOnTimeline: boolean
}

/** The run that is open, as a scope. */
export function rootScope(run: RunRow): RunScope {
  return { run, root: runKeyText(run), inside: [], isInherited: false, isOnTimeline: true }
}

/** What the ids of all rows of a scope begin with. */
export function scopePrefix(inside: readonly RunKey[]): string {
  return inside.map((run) => `${runKeyText(run)} `).join('')
}

/** The id of a step's row. */
export function stepRowId(inside: readonly RunKey[], step: StepKey): string {
  return scopePrefix(inside) + formatStepKey(step)
}

/** Whether two ways lead to the same run. */
export function isSameWay(a: readonly RunKey[], b: readonly RunKey[]): boolean {
  return a.length === b.length && scopePrefix(a) === scopePrefix(b)
}

/** The ids of the rows that must be open for a step of a run inside to be seen: the step it was started in and, when it is that, the run. */
export function waysAbove({ steps, children }: RunDetail, inside: readonly RunKey[], way: readonly RunKey[] = []): readonly string[] {
  const [first] = inside
  const child = first === undefined ? undefined : children.find((each) => runKeyText(each.run) === runKeyText(first))
  if (child === undefined) return []
  const holder = [...childrenByStep(steps, children)].find(([, started]) => started.includes(child))?.[0] ?? ''
  const childId = `${scopePrefix(way)}child ${runKeyText(child.run)} ${child.kind} ${child.timeUs}`
  return holder === '' ? [childId] : [`${scopePrefix(way)}${holder}`, childId]
}
