import type { Ancestor } from '@shared/contract/family'
import type { RunChild } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { formatStepKey } from '../../route'
import { pauseUs } from './axis'
import { childRows, childId } from './childRows'
import { childrenByStep } from './childGroup'
import { eventRows, placeholders } from './eventRows'
import { findRepeats } from './repeats'
import type { Attempts, ListInput, ListRow, StepListRow } from './rowTypes'
import { scopePrefix, stepRowId } from './scope'

/** All lines of the list. The steps must come oldest first; newest first turns the groups round, not what is inside one. */
export function listRows(input: ListInput): ListRow[] {
  const { scope, parents, ancestors, newestFirst, shows } = input
  const groups = stepGroups(input)
  const prefix = scopePrefix(scope.inside)
  if (shows === null && scope.inside.length === 0) {
    const inherited = inheritedRows(input)
    const told = new Set(inherited.length === 0 ? [] : [ancestors[0]?.pointer.appId])
    const others = parents.filter(({ kind, pointer }) => kind !== 'fork' || !told.has(pointer.appId))
    groups.unshift(inherited, others.map((parent) => ({ kind: 'parent', id: `${prefix}parent ${parent.kind} ${parent.pointer.appId}`, scope, step: null, parent })))
  }
  return (newestFirst && scope.inside.length === 0 ? groups.toReversed() : groups).flat()
}

function stepGroups(input: ListInput): ListRow[][] {
  const { scope, steps, shows } = input
  const groups: ListRow[][] = []
  const prefix = scopePrefix(scope.inside)
  const children = childrenByStep(steps, input.children)
  const tries = countTries(steps)
  const repeats = shows === null ? new Map(findRepeats(steps).map((each) => [each.from, each])) : new Map<number, never>()
  const hasBuilds = steps.some((step) => step.build > 0)
  let before: StepRow | null = null
  for (const [index, step] of steps.entries()) {
    if (shows === null) {
      if (hasBuilds && before?.build !== step.build) {
        groups.push([{ kind: 'build', id: `${prefix}build ${step.build}`, scope, step: null, build: step.build, startUs: step.startUs }])
      }
      const gapUs: number = before?.build === step.build ? (step.startUs ?? 0) - (before.endUs ?? Number.MAX_SAFE_INTEGER) : 0
      if (gapUs > pauseUs) groups.push([{ kind: 'pause', id: `${prefix}pause ${formatStepKey(step)}`, scope, step: null, lengthUs: gapUs }])
      const repeat = repeats.get(index)
      if (repeat !== undefined) {
        groups.push([{ kind: 'repeat', id: `${prefix}repeat ${formatStepKey(step)}`, scope, step: null, actions: repeat.actions, times: repeat.times, to: steps[repeat.to]?.sequenceId ?? 0 }])
      }
    }
    groups.push(stepGroup(step, children.get(formatStepKey(step)) ?? [], tries, input))
    before = step
  }
  const strays = children.get('') ?? []
  if (shows === null) groups.push(strays.map((child) => strayRow(child, input)))
  return groups
}

function strayRow(child: RunChild, { scope }: ListInput): ListRow {
  return { kind: 'child', id: childId(scope, child), scope, step: null, child, canOpen: false, isOpen: false, isOutlier: false, isOfMany: false }
}

interface Tries {
  /** How often each sequence id was begun, by `build.sequenceId`. */
  readonly begun: Map<string, number>
  /** Which try a step is that took a failed action again under a new id. */
  readonly inferred: Map<StepRow, number>
}

function countTries(steps: readonly StepRow[]): Tries {
  const begun = new Map<string, number>()
  const inferred = new Map<StepRow, number>()
  const chains = new Map<string, number>()
  for (const step of steps) {
    const key = `${step.build}.${step.sequenceId}`
    begun.set(key, Math.max(begun.get(key) ?? 0, step.attempt + 1))
    if (step.retryOf === null) continue
    const chain = `${step.build}.${step.retryOf}`
    const nth = (chains.get(chain) ?? 1) + 1
    chains.set(chain, nth)
    inferred.set(step, nth)
  }
  return { begun, inferred }
}

function attemptsOf(step: StepRow, { begun, inferred }: Tries): Attempts | null {
  const of = begun.get(`${step.build}.${step.sequenceId}`) ?? 1
  if (of > 1) return { nth: step.attempt + 1, of }
  const nth = inferred.get(step)
  return nth === undefined ? null : { nth, of: null }
}

function stepGroup(step: StepRow, children: readonly RunChild[], tries: Tries, input: ListInput): ListRow[] {
  const { scope, events, shows } = input
  const id = stepRowId(scope.inside, step)
  const canOpen = !scope.isInherited && (step.spanCount > 0 || step.attributeCount > 0 || step.streamed || children.length > 0)
  const isOpen = canOpen && input.isOpen(id, 2)
  const spawnCount = children.filter((child) => child.kind === 'spawn').length
  const row: StepListRow = {
    kind: 'step', id, scope, step, canOpen, isOpen, attempts: attemptsOf(step, tries), spawnCount, forkCount: children.length - spawnCount,
    hasFailedInside: children.some((child) => child.kind === 'spawn' && child.status === 'failed')
  }
  const below = isOpen ? childRows(step, children, input, listRows) : []
  const isShown = shows === null || shows(row) || below.some((each) => each.kind === 'step' || each.kind === 'child')
  if (!isShown) return []
  if (!isOpen) return [row]
  const found = events.get(id)
  return [row, ...(found === undefined ? placeholders(step, scope) : eventRows(step, scope, found, input.isOpen)), ...below]
}

/** The steps a fork builds on, below a line that names the run they are of; the oldest ancestor first. */
function inheritedRows({ scope, ancestors, isOpen }: ListInput): ListRow[] {
  return ancestors.toReversed().flatMap((ancestor) => ancestorRows(ancestor))

  function ancestorRows(ancestor: Ancestor): ListRow[] {
    const { run, inherited } = ancestor
    if (run === null || inherited.length === 0) return []
    const own = { run, root: scope.root, inside: [{ project: run.project, partitionKey: run.partitionKey, appId: run.appId }], isInherited: true, isOnTimeline: false }
    const id = `${scopePrefix(own.inside)}inherited`
    const isShown = isOpen(id, 1)
    const head: ListRow = { kind: 'inherited', id, scope, step: null, ancestor, isOpen: isShown }
    if (!isShown) return [head]
    return [head, ...inherited.map((step): ListRow => ({
      kind: 'step', id: stepRowId(own.inside, step), scope: own, step, canOpen: false, isOpen: false, attempts: null, spawnCount: 0, forkCount: 0, hasFailedInside: false
    }))]
  }
}
