import type { StepEvents } from '@shared/contract/steps'
import type { AttributeRow, StepRow } from '@shared/model/step'
import type { ListInput, ListRow } from './rowTypes'
import { stepRowId, type RunScope } from './scope'

type IsOpen = ListInput['isOpen']

/** As many rows as will come, so that nothing moves when they do. */
export function placeholders(step: StepRow, scope: RunScope): ListRow[] {
  const count = step.spanCount + (step.attributeCount > 0 ? 1 : 0) + (step.streamed ? 1 : 0)
  return Array.from({ length: count }, (_, index) => ({ kind: 'loading', id: `${stepRowId(scope.inside, step)} loading ${index}`, scope, step }))
}

/** What was logged inside a step: its stream, attributes and spans. */
export function eventRows(step: StepRow, scope: RunScope, events: StepEvents, isOpen: IsOpen): ListRow[] {
  const id = stepRowId(scope.inside, step)
  const spans = new Set(events.spans.map((span) => span.spanId))
  const own = events.attributes.filter((attribute) => attribute.spanId === null || !spans.has(attribute.spanId))
  const rows: ListRow[] = []
  if (events.stream !== null) rows.push({ kind: 'stream', id: `${id} stream`, scope, step, stream: events.stream })
  if (own.length > 0) rows.push(...attributeGroup(step, scope, own, isOpen))
  const seen = new Map<string, number>()
  for (const span of events.spans) {
    const nth = seen.get(span.spanId) ?? 0
    seen.set(span.spanId, nth + 1)
    // Two spans can carry one id; their attributes cannot be told apart and stand under the first.
    const mine = nth === 0 ? events.attributes.filter((attribute) => attribute.spanId === span.spanId) : []
    const spanId = `${id} span ${span.spanId} ${nth}`
    const isSpanOpen = mine.length > 0 && isOpen(spanId, 3)
    rows.push({ kind: 'span', id: spanId, scope, step, span, attributeCount: mine.length, isOpen: isSpanOpen })
    if (isSpanOpen) mine.forEach((attribute, index) => rows.push({ kind: 'attribute', id: `${spanId} ${index}`, scope, step, attribute, depth: span.depth + 1 }))
  }
  return rows
}

function attributeGroup(step: StepRow, scope: RunScope, attributes: readonly AttributeRow[], isOpen: IsOpen): ListRow[] {
  const id = `${stepRowId(scope.inside, step)} attributes`
  const isGroupOpen = isOpen(id, 3)
  const head: ListRow = { kind: 'attributes', id, scope, step, count: attributes.length, isOpen: isGroupOpen }
  if (!isGroupOpen) return [head]
  return [head, ...attributes.map((attribute, index): ListRow => ({ kind: 'attribute', id: `${id} ${index}`, scope, step, attribute, depth: 2 }))]
}

/** Span ids without the step's number, compared as numbers: `2` before `10`. */
export function spanPlace(spanId: string): string {
  return spanId.slice(spanId.indexOf(':') + 1)
}
