import type { RunChild } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { runKeyText } from '../../route'
import { childDurationUs, inOrder, manyChildren, spreadOf } from './childGroup'
import type { ChildRow, ListInput, ListRow } from './rowTypes'
import { scopePrefix, stepRowId, type RunScope } from './scope'

/** Runs inside runs inside runs are not followed deeper than this. */
const deepest = 8

/** The id of the row of a run that points at a step of the scope. */
export function childId(scope: RunScope, child: RunChild): string {
  return `${scopePrefix(scope.inside)}child ${runKeyText(child.run)} ${child.kind} ${child.timeUs}`
}

/** The runs of a step, each with its own steps below it when it is open; many that were started alike under a head of their own. */
export function childRows(step: StepRow, children: readonly RunChild[], input: ListInput, listSteps: (input: ListInput) => ListRow[]): ListRow[] {
  const { scope, childOrder, shows } = input
  const spawned = children.filter((child) => child.kind === 'spawn')
  const isMany = spawned.length >= manyChildren
  const spread = spreadOf(spawned)
  const ordered = isMany ? [...inOrder(spawned, childOrder), ...children.filter((child) => child.kind === 'fork')] : children
  const seen = new Set<string>()
  const rows = ordered.flatMap((child) => {
    const key = runKeyText(child.run)
    // A run that points here twice is opened once, so that no row comes twice.
    const canOpen = child.stepCount > 0 && !seen.has(key) && scope.inside.length < deepest && !isAbove(scope, key)
    seen.add(key)
    const id = childId(scope, child)
    const isOfMany = isMany && child.kind === 'spawn'
    const row: ChildRow = { kind: 'child', id, scope, step, child, canOpen, isOpen: canOpen && input.isOpen(id, 3), isOutlier: isOfMany && (childDurationUs(child) ?? 0) > spread.outlierUs, isOfMany }
    const below = row.isOpen ? stepsOf(row, input, listSteps) : []
    const isShown = shows === null || shows(row) || below.some((each) => each.kind === 'step')
    return isShown ? [row, ...below] : []
  })
  if (!isMany || rows.length === 0) return rows
  const failedCount = spawned.filter((child) => child.status === 'failed').length
  return [{ kind: 'children', id: `${stepRowId(scope.inside, step)} children`, scope, step, count: spawned.length, failedCount, medianUs: spread.medianUs, longestUs: spread.longestUs }, ...rows]
}

function isAbove({ root, inside }: RunScope, key: string): boolean {
  return root === key || inside.some((each) => runKeyText(each) === key)
}

function stepsOf(row: ChildRow, input: ListInput, listSteps: (input: ListInput) => ListRow[]): ListRow[] {
  const { child, scope } = row
  const found = input.subRuns.get(runKeyText(child.run))
  const inside = [...scope.inside, child.run]
  const isOnTimeline = scope.isOnTimeline && child.kind === 'spawn'
  if (found === undefined) {
    return Array.from({ length: child.stepCount }, (_, index) => ({ kind: 'loading', id: `${row.id} loading ${index}`, scope: { ...scope, inside }, step: null }))
  }
  const own: RunScope = { run: found.run, root: scope.root, inside, isInherited: false, isOnTimeline }
  return listSteps({ ...input, scope: own, steps: found.steps, children: found.children, parents: [], ancestors: [] })
}
