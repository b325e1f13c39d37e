import type { StepEvents } from '@shared/contract/steps'
import type { AttributeRow, SpanRow, StreamFacts } from '@shared/model/step'
import type { StepBody } from '../burr/assemble'
import type { AttributeBody, SpanBody } from '../burr/spans'

/** Spans, attributes and stream of a step as the window sees them. */
export function eventsOf(body: StepBody): Pick<StepEvents, 'spans' | 'attributes' | 'stream'> {
  return { spans: body.spans.map(spanRow), attributes: body.attributes.map(attributeRow), stream: streamFacts(body) }
}

function spanRow(span: SpanBody): SpanRow {
  return {
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name ?? '',
    depth: span.depth,
    startUs: span.begin?.us ?? null,
    endUs: span.end?.us ?? null,
    beginRecorded: span.begin !== null
  }
}

function attributeRow({ located }: AttributeBody): AttributeRow {
  const { key, spanId, value } = located.entry
  return { key, spanId, valueText: value, timeUs: located.us }
}

function streamFacts({ streams }: StepBody): StreamFacts | null {
  if (streams.length === 0) return null
  const timeOf = (kind: 'begin-stream' | 'first-item' | 'end-stream') =>
    streams.find(({ entry }) => entry.kind === kind)?.us ?? null
  const end = streams.find(({ entry }) => entry.kind === 'end-stream')?.entry
  return {
    initUs: timeOf('begin-stream'),
    firstItemUs: timeOf('first-item'),
    endUs: timeOf('end-stream'),
    items: end?.kind === 'end-stream' ? end.items : null
  }
}
