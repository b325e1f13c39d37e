import type { RunChild, RunStatus } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { formatStepKey } from '../../route'

/** In which order the runs of one step stand. */
export type ChildOrder = 'started' | 'longest' | 'status'

/** The orders with their words. */
export const childOrders: readonly (readonly [ChildOrder, string])[] = [['started', 'Started'], ['longest', 'Longest'], ['status', 'Status']]

/** So many runs of one step are shown as a table. */
export const manyChildren = 4

/** How long a run took, in microseconds; `null` when it has no steps. */
export function childDurationUs(child: RunChild): number | null {
  return child.stepCount === 0 ? null : child.lastTimeUs - child.firstTimeUs
}

/**
 * The runs that belong to each step, by step key text. A pointer names a sequence id, which may come again in a later build or attempt:
 * the run belongs to the one begun last before it.
 */
export function childrenByStep(steps: readonly StepRow[], children: readonly RunChild[]): ReadonlyMap<string, readonly RunChild[]> {
  const groups = new Map<string, RunChild[]>()
  if (children.length === 0) return groups
  const bySequence = new Map<number, StepRow[]>()
  for (const step of steps) {
    const same = bySequence.get(step.sequenceId)
    if (same === undefined) bySequence.set(step.sequenceId, [step])
    else same.push(step)
  }
  for (const child of children) {
    const rivals = child.sequenceId === null ? [] : (bySequence.get(child.sequenceId) ?? [])
    const step = rivals.findLast(({ startUs }) => startUs !== null && startUs <= child.timeUs) ?? rivals[0]
    const key = step === undefined ? '' : formatStepKey(step)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [child])
    else group.push(child)
  }
  return groups
}

const worstFirst: readonly RunStatus[] = ['failed', 'lost', 'stale', 'recovered', 'waiting', 'running', 'never-stepped', 'ok']

/** The runs of a step in the order asked for; those that are alike stay as they were started. */
export function inOrder(children: readonly RunChild[], order: ChildOrder): readonly RunChild[] {
  if (order === 'started') return children
  const rank = order === 'longest' ? (child: RunChild) => -(childDurationUs(child) ?? -1) : (child: RunChild) => worstFirst.indexOf(child.status)
  return children.toSorted((a, b) => rank(a) - rank(b))
}

/** What the runs of a step took: the middle one, the longest, and from where on one stands out (above the third quartile by 1.5 times the spread). */
export function spreadOf(children: readonly RunChild[]): { readonly medianUs: number | null; readonly longestUs: number | null; readonly outlierUs: number } {
  const sorted = children.flatMap((child) => childDurationUs(child) ?? []).toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  const [first, median, third] = [at(0.25), at(0.5), at(0.75)]
  const isEnough = sorted.length >= manyChildren + 1
  return {
    medianUs: sorted.length === 0 ? null : median,
    longestUs: sorted.at(-1) ?? null,
    outlierUs: isEnough ? Math.max(third + 1.5 * (third - first), median * 1.5) : Number.POSITIVE_INFINITY
  }
}
