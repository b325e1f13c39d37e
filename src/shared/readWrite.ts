import { memberText, scanObject, type ObjectScan } from './exactJson/members'
import { isSameText } from './exactJson/same'
import type { GraphAction } from './model/graph'
import type { StepDetail } from './model/step'

/** How a step kept to what its action declares. Names of fields; those that Burr keeps for itself are left out. */
export interface ReadWriteNotes {
  /** Changed by the step, and not among the writes that its action declares. */
  readonly undeclared: readonly string[]
  /** Declared to be written, and not in the state after the step. */
  readonly unwritten: readonly string[]
  /** Changed between the end of the step before and the begin of this one: by no step of the run. */
  readonly fromOutside: readonly string[]
}

const nothing: ReadWriteNotes = { undeclared: [], unwritten: [], fromOutside: [] }

/**
 * Checks a step against what its action declares, as far as the log proves it: a write of the very value that was there before
 * cannot be told from no write, and is not reported.
 */
export function readWriteNotes(detail: StepDetail, action: Pick<GraphAction, 'writes'> | undefined): ReadWriteNotes {
  const { step, stateText, previousStateText } = detail
  if (stateText === null) return nothing
  const differing = previousStateText === null ? [] : differingNames(previousStateText, stateText)
  if (step.stateIs === 'before') return { ...nothing, fromOutside: differing }
  if (step.stateIs !== 'after' || step.status !== 'ok' || action === undefined) return nothing
  const after = scanObject(stateText)
  return {
    ...nothing,
    undeclared: differing.filter((name) => !action.writes.includes(name)),
    unwritten: after.ok ? action.writes.filter((name) => !isOwn(name) && memberText(stateText, after, name) === null) : []
  }
}

const isOwn = (name: string): boolean => name.startsWith('__')

function differingNames(before: string, after: string): readonly string[] {
  const [a, b] = [scanObject(before), scanObject(after)]
  if (!a.ok || !b.ok) return []
  const names = new Set([...a.members, ...b.members].map(({ key }) => key))
  const textOf = (text: string, scan: ObjectScan, name: string): string | undefined => memberText(text, scan, name) ?? undefined
  return [...names].filter((name) => !isOwn(name) && !isSameText(textOf(before, a, name), textOf(after, b, name)))
}
