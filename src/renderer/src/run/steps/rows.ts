import type { RunChild, RunParent } from '@shared/model/run'
import type { AttributeRow, SpanRow, StepRow, StreamFacts } from '@shared/model/step'
import type { StepEvents } from '@shared/contract/steps'
import { formatStepKey, runKeyText } from '../../route'
import { pauseUs } from './axis'

/** One line of the step list; `id` stays the same while the run grows. */
export type ListRow =
  | { readonly kind: 'step'; readonly id: string; readonly step: StepRow; readonly canOpen: boolean; readonly isOpen: boolean; readonly attempts: Attempts | null }
  | { readonly kind: 'span'; readonly id: string; readonly step: StepRow; readonly span: SpanRow; readonly attributeCount: number; readonly isOpen: boolean }
  | { readonly kind: 'attributes'; readonly id: string; readonly step: StepRow; readonly count: number; readonly isOpen: boolean }
  | { readonly kind: 'attribute'; readonly id: string; readonly step: StepRow; readonly attribute: AttributeRow; readonly depth: number }
  | { readonly kind: 'stream'; readonly id: string; readonly step: StepRow; readonly stream: StreamFacts }
  | { readonly kind: 'loading'; readonly id: string; readonly step: StepRow }
  | { readonly kind: 'child'; readonly id: string; readonly child: RunChild; readonly step: StepRow | null }
  | { readonly kind: 'parent'; readonly id: string; readonly parent: RunParent }
  | { readonly kind: 'pause'; readonly id: string; readonly lengthUs: number }
  | { readonly kind: 'build'; readonly id: string; readonly build: number; readonly startUs: number | null }

/** Which try of its sequence id a step is, 1-based, or of an action that failed before it. */
export interface Attempts {
  readonly nth: number
  /** How many tries the log names; `null` when the retry is inferred. */
  readonly of: number | null
}

/** What the list is made of. */
export interface ListInput {
  readonly steps: readonly StepRow[]
  readonly children: readonly RunChild[]
  readonly parents: readonly RunParent[]
  /** Ids of the rows that are open. */
  readonly open: ReadonlySet<string>
  /** Events of opened steps, as far as they are here, by step key text. */
  readonly events: ReadonlyMap<string, StepEvents>
  readonly newestFirst: boolean
}

/** All lines of the list. The steps must come oldest first; newest first turns the groups round, not what is inside one. */
export function listRows(input: ListInput): ListRow[] {
  const groups: ListRow[][] = []
  const childrenByStep = groupByStep(input.children)
  const tries = countTries(input.steps)
  const hasBuilds = input.steps.some((step) => step.build > 0)
  let before: StepRow | null = null
  for (const step of input.steps) {
    if (hasBuilds && before?.build !== step.build) {
      groups.push([{ kind: 'build', id: `build ${step.build}`, build: step.build, startUs: step.startUs }])
    }
    const gapUs: number = before?.build === step.build ? (step.startUs ?? 0) - (before.endUs ?? Number.MAX_SAFE_INTEGER) : 0
    if (gapUs > pauseUs) groups.push([{ kind: 'pause', id: `pause ${formatStepKey(step)}`, lengthUs: gapUs }])
    groups.push(stepGroup(step, childrenByStep.get(step.sequenceId) ?? [], tries, input))
    before = step
  }
  const known = new Set<number | null>(input.steps.map((step) => step.sequenceId))
  const strays = input.children.filter((child) => !known.has(child.sequenceId))
  groups.push(strays.map((child) => ({ kind: 'child', id: childId(child), child, step: null })))
  groups.unshift(input.parents.map((parent) => ({ kind: 'parent', id: `parent ${parent.kind} ${parent.pointer.appId}`, parent })))
  return (input.newestFirst ? groups.toReversed() : groups).flat()
}

function groupByStep(children: readonly RunChild[]): ReadonlyMap<number | null, readonly RunChild[]> {
  const groups = new Map<number | null, RunChild[]>()
  for (const child of children) {
    const group = groups.get(child.sequenceId)
    if (group === undefined) groups.set(child.sequenceId, [child])
    else group.push(child)
  }
  return groups
}

const childId = (child: RunChild): string => `child ${runKeyText(child.run)} ${child.kind} ${child.timeUs}`

function countTries(steps: readonly StepRow[]): ReadonlyMap<string, number> {
  const tries = new Map<string, number>()
  for (const step of steps) {
    const key = `${step.build}.${step.sequenceId}`
    tries.set(key, Math.max(tries.get(key) ?? 0, step.attempt + 1))
  }
  return tries
}

function attemptsOf(step: StepRow, tries: ReadonlyMap<string, number>): Attempts | null {
  const of = tries.get(`${step.build}.${step.sequenceId}`) ?? 1
  if (of > 1) return { nth: step.attempt + 1, of }
  return step.retryOf === null || step.retryOf === 0 ? null : { nth: step.retryOf + 1, of: null }
}

function stepGroup(step: StepRow, children: readonly RunChild[], tries: ReadonlyMap<string, number>, { open, events }: ListInput): ListRow[] {
  const id = formatStepKey(step)
  const canOpen = step.spanCount > 0 || step.attributeCount > 0 || step.streamed || children.length > 0
  const isOpen = canOpen && open.has(id)
  const row: ListRow = { kind: 'step', id, step, canOpen, isOpen, attempts: attemptsOf(step, tries) }
  if (!isOpen) return [row]
  const found = events.get(id)
  const inside = found === undefined ? placeholders(step) : eventRows(step, found, open)
  return [row, ...inside, ...children.map((child): ListRow => ({ kind: 'child', id: childId(child), child, step }))]
}

/** As many rows as will come, so that nothing moves when they do. */
function placeholders(step: StepRow): ListRow[] {
  const count = step.spanCount + (step.attributeCount > 0 ? 1 : 0) + (step.streamed ? 1 : 0)
  return Array.from({ length: count }, (_, index) => ({ kind: 'loading', id: `${formatStepKey(step)} loading ${index}`, step }))
}

function eventRows(step: StepRow, events: StepEvents, open: ReadonlySet<string>): ListRow[] {
  const id = formatStepKey(step)
  const spans = new Set(events.spans.map((span) => span.spanId))
  const own = events.attributes.filter((attribute) => attribute.spanId === null || !spans.has(attribute.spanId))
  const rows: ListRow[] = []
  if (events.stream !== null) rows.push({ kind: 'stream', id: `${id} stream`, step, stream: events.stream })
  if (own.length > 0) rows.push(...attributeGroup(step, own, open))
  const seen = new Map<string, number>()
  for (const span of events.spans) {
    const nth = seen.get(span.spanId) ?? 0
    seen.set(span.spanId, nth + 1)
    // Two spans can carry one id; their attributes cannot be told apart and stand under the first.
    const mine = nth === 0 ? events.attributes.filter((attribute) => attribute.spanId === span.spanId) : []
    const spanId = `${id} span ${span.spanId} ${nth}`
    const isOpen = mine.length > 0 && open.has(spanId)
    rows.push({ kind: 'span', id: spanId, step, span, attributeCount: mine.length, isOpen })
    if (isOpen) mine.forEach((attribute, index) => rows.push({ kind: 'attribute', id: `${spanId} ${index}`, step, attribute, depth: span.depth + 1 }))
  }
  return rows
}

function attributeGroup(step: StepRow, attributes: readonly AttributeRow[], open: ReadonlySet<string>): ListRow[] {
  const id = `${formatStepKey(step)} attributes`
  const isOpen = open.has(id)
  const head: ListRow = { kind: 'attributes', id, step, count: attributes.length, isOpen }
  if (!isOpen) return [head]
  return [head, ...attributes.map((attribute, index): ListRow => ({ kind: 'attribute', id: `${id} ${index}`, step, attribute, depth: 2 }))]
}

/** Span ids without the step's number, compared as numbers: `2` before `10`. */
export function spanPlace(spanId: string): string {
  return spanId.slice(spanId.indexOf(':') + 1)
}
