import type { QueryClient } from '@tanstack/react-query'
import type { RunDetail } from '@shared/contract/runs'
import type { RunChild, RunKey } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { runQuery } from '../../queries/run'
import { formatStepKey, runKeyText } from '../../route'
import { childrenByStep } from '../steps/childGroup'
import { isSameWay, stepRowId } from '../steps/scope'
import { troubles } from '../steps/selection'

/** A step of a run or of one inside it. */
export interface StepPlace {
  readonly inside: readonly RunKey[]
  readonly step: StepRow
}

const deepest = 8
/** So many failed runs inside are looked into. */
const mostRuns = 200

/** The failed steps of a run and of the runs it started, each with what failed inside it behind it, in the order of the list. */
export async function troublePlaces(client: Pick<QueryClient, 'ensureQueryData'>, root: RunDetail): Promise<StepPlace[]> {
  const places: StepPlace[] = []
  let left = mostRuns
  await walk(root, [])
  return places

  async function walk({ steps, children }: RunDetail, inside: readonly RunKey[]): Promise<void> {
    const failed = childrenByStep(steps, children.filter(isWorthALook))
    for (const step of steps) {
      if (troubles.includes(step.status)) places.push({ inside, step })
      for (const child of failed.get(formatStepKey(step)) ?? []) {
        const isLoop = runKeyText(root.run) === runKeyText(child.run) || inside.some((run) => runKeyText(run) === runKeyText(child.run))
        if (isLoop || inside.length >= deepest || left-- <= 0) continue
        await walk(await client.ensureQueryData(runQuery(child.run)), [...inside, child.run])
      }
    }
  }
}

/** Whether something may have failed inside a run that a step started. */
export function isWorthALook(child: RunChild): boolean {
  return child.kind === 'spawn' && (child.status === 'failed' || child.status === 'recovered')
}

/** The place next to the selected step among failed ones, round the end; `null` when there is none. */
export function placeAfter(places: readonly StepPlace[], selected: StepPlace | null, order: (place: StepPlace) => readonly number[], direction: 1 | -1): StepPlace | null {
  if (places.length === 0) return null
  const at = selected === null ? -1 : places.findIndex((each) => isSameWay(each.inside, selected.inside) && stepRowId(each.inside, each.step) === stepRowId(selected.inside, selected.step))
  if (at >= 0) return places[(at + direction + places.length) % places.length] ?? null
  if (selected === null) return (direction > 0 ? places[0] : places.at(-1)) ?? null
  const own = order(selected)
  const behind = places.findIndex((each) => compare(order(each), own) > 0)
  const index = direction > 0 ? (behind < 0 ? 0 : behind) : (behind < 0 ? places.length : behind) - 1
  return places[(index + places.length) % places.length] ?? null
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? -1) - (b[i] ?? -1)
    if (difference !== 0) return difference
  }
  return 0
}

/** Where a step stands in the list: the index of its step in the run that is open, and behind it whatever is inside. */
export function orderIn(root: RunDetail): (place: StepPlace) => readonly number[] {
  const started = childrenByStep(root.steps, root.children)
  return ({ inside, step }) => {
    const [first] = inside
    if (first === undefined) return [root.steps.findIndex((each) => formatStepKey(each) === formatStepKey(step))]
    const holder = root.steps.findIndex((each) => (started.get(formatStepKey(each)) ?? []).some((child) => runKeyText(child.run) === runKeyText(first)))
    const nth = (started.get(formatStepKey(root.steps[holder] ?? step)) ?? []).findIndex((child) => runKeyText(child.run) === runKeyText(first))
    return [holder, nth, step.sequenceId]
  }
}
