import type { AttributeEntry, BeginSpanEntry, EndSpanEntry, LogEntry } from './logEntry'

/** An entry with the object it stands in and its UTC instant in microseconds (`null` when it has no time). */
export interface Located<Entry extends LogEntry = LogEntry> {
  readonly objectKey: string
  readonly entry: Entry
  readonly us: number | null
}

/** One span of a step: a begin, an end, or both. */
export interface SpanBody {
  readonly spanId: string
  /** `null` when the begin was not recorded. */
  readonly name: string | null
  /** As logged. */
  readonly parentSpanId: string | null
  /** Place of the parent among the step's spans; `null` = directly in the step, also when the parent was never begun. */
  readonly parent: number | null
  /** Counted from 1, by the parents that were recorded. */
  readonly depth: number
  readonly begin: Located<BeginSpanEntry> | null
  readonly end: Located<EndSpanEntry> | null
}

/** One attribute and the place of its span among the step's spans; `null` = on the step itself. */
export interface AttributeBody {
  readonly located: Located<AttributeEntry>
  readonly span: number | null
}

/** Spans and attributes of one step. */
export interface SpanTree {
  /** In the numeric order of their ids; the same id in the order of the log. */
  readonly spans: readonly SpanBody[]
  /** In the order of the log. */
  readonly attributes: readonly AttributeBody[]
  /** Ends of a top-level span that OpenTelemetry opens without saying so: the step itself. */
  readonly rootEnds: readonly Located<EndSpanEntry>[]
}

interface OpenSpan {
  readonly spanId: string
  readonly begin: Located<BeginSpanEntry> | null
  readonly parent: OpenSpan | null
  end: Located<EndSpanEntry> | null
}

/** Gathers the spans and attributes of one step, given in the order of the log. */
export class SpanGatherer {
  private readonly spans: OpenSpan[] = []
  private readonly attributes: { readonly located: Located<AttributeEntry>; readonly span: OpenSpan | null }[] = []
  private readonly rootEnds: Located<EndSpanEntry>[] = []

  begin(located: Located<BeginSpanEntry>): void {
    const { spanId, parentSpanId } = located.entry
    const parent = parentSpanId === null ? null : this.latest(parentSpanId)
    this.spans.push({ spanId, begin: located, parent, end: null })
  }

  // Ids collide, and of two spans with one id the inner one ends first.
  end(located: Located<EndSpanEntry>): void {
    const { spanId, sequenceId } = located.entry
    const open = this.spans.findLast((span) => span.spanId === spanId && span.end === null)
    if (open !== undefined) open.end = located
    else if (spanId === `${sequenceId}:0` && this.latest(spanId) === null) this.rootEnds.push(located)
    else this.spans.push({ spanId, begin: null, parent: this.latest(parentIdOf(spanId)), end: located })
  }

  attribute(located: Located<AttributeEntry>): void {
    const { spanId } = located.entry
    this.attributes.push({ located, span: spanId === null ? null : this.latest(spanId) })
  }

  private latest(spanId: string): OpenSpan | null {
    return this.spans.findLast((span) => span.spanId === spanId && span.begin !== null) ?? null
  }

  tree(): SpanTree {
    const ordered = this.spans.toSorted((a, b) => compareSpanIds(a.spanId, b.spanId))
    const places = new Map(ordered.map((span, place) => [span, place]))
    const placeOf = (span: OpenSpan | null): number | null => (span === null ? null : (places.get(span) ?? null))
    return {
      spans: ordered.map((span) => ({
        spanId: span.spanId,
        name: span.begin?.entry.name ?? null,
        parentSpanId: span.begin?.entry.parentSpanId ?? null,
        parent: placeOf(span.parent),
        depth: depthOf(span),
        begin: span.begin,
        end: span.end
      })),
      attributes: this.attributes.map(({ located, span }) => ({ located, span: placeOf(span) })),
      rootEnds: this.rootEnds
    }
  }
}

function depthOf(span: OpenSpan): number {
  let depth = 1
  for (let parent = span.parent; parent !== null; parent = parent.parent) depth++
  return depth
}

function parentIdOf(spanId: string): string {
  const cut = spanId.lastIndexOf('.')
  return cut < 0 ? '' : spanId.slice(0, cut)
}

/** Order of span ids by their numbers: `3:2` before `3:10`, a parent before its children. */
export function compareSpanIds(a: string, b: string): number {
  const left = a.split(/[:.]/)
  const right = b.split(/[:.]/)
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = Number(left[i]) - Number(right[i])
    if (difference !== 0 && !Number.isNaN(difference)) return difference
    if (Number.isNaN(difference) && left[i] !== right[i]) return (left[i] ?? '') < (right[i] ?? '') ? -1 : 1
  }
  return left.length - right.length
}
