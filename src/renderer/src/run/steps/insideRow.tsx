import { Clock, Hammer, Radio } from 'lucide-react'
import { memo } from 'react'
import { parseExact } from '@shared/exactJson/tree'
import type { StreamFacts } from '@shared/model/step'
import { formatDuration } from '../../format/duration'
import { plural } from '../../format/number'
import { Duration } from '../../ui/duration'
import { Instant } from '../../ui/instant'
import { Skeleton } from '../../ui/skeleton'
import { preview } from '../values/preview'
import { oneLine } from '../values/visibleText'
import type { Columns } from './columns'
import { ChildCells, ParentCells } from './familyRow'
import { spanPlace, type ListRow } from './rows'
import { indentPx, OpenMark } from './stepRow'
import { TimeBar } from './timeBar'
import type { Timeline } from './timeline'

interface Props {
  readonly row: Exclude<ListRow, { kind: 'step' }>
  readonly columns: Columns
  readonly timeline: Timeline
  readonly onToggle: (row: ListRow) => void
}

/** The cells of a row that is not a step. */
export const InsideCells = memo(function InsideCells({ row, columns, timeline, onToggle }: Props) {
  const bar = { timeline, widthPx: columns.waterfallWidth, size: 'thin' } as const
  switch (row.kind) {
    case 'span': {
      const { span } = row
      const interval = span.startUs === null ? null : { startUs: span.startUs, endUs: span.endUs ?? row.step.endUs ?? timeline.openUs }
      return (
        <>
          <span className="tabular truncate pr-2 text-right font-mono text-xs text-ink-faint">{spanPlace(span.spanId)}</span>
          <span className="flex h-full min-w-0 items-center gap-1.5 pr-2" style={{ paddingLeft: indentPx(span.depth) }}>
            <OpenMark canOpen={row.attributeCount > 0} isOpen={row.isOpen} onToggle={() => onToggle(row)} />
            <span className="-ml-1 truncate text-ink-dim">{oneLine(span.name, 200)}</span>
            {row.attributeCount > 0 ? <span className="shrink-0 text-xs text-ink-faint">{plural(row.attributeCount, 'attribute')}</span> : null}
            {span.beginRecorded ? null : <span className="shrink-0 text-xs text-ink-faint">no begin</span>}
          </span>
          <span className="relative h-full"><TimeBar {...bar} interval={interval} tone={span.endUs === null ? 'lost' : 'running'} /></span>
          <span className="pr-2 text-right text-ink-faint">
            <Duration durationUs={span.startUs === null || span.endUs === null ? null : span.endUs - span.startUs} />
          </span>
          <span className="truncate pl-1 text-xs text-ink-faint">{span.endUs === null ? 'no end' : ''}</span>
        </>
      )
    }
    case 'attributes':
      return (
        <>
          <span />
          <span className="col-span-4 flex h-full min-w-0 items-center gap-1.5" style={{ paddingLeft: indentPx(1) }}>
            <OpenMark canOpen isOpen={row.isOpen} onToggle={() => onToggle(row)} />
            <span className="-ml-1 text-ink-dim">{plural(row.count, 'attribute')}</span>
            <span className="text-xs text-ink-faint">of the step</span>
          </span>
        </>
      )
    case 'attribute':
      return (
        <>
          <span />
          <span className="col-span-4 flex h-full min-w-0 items-center gap-2 pr-2 font-mono text-xs" style={{ paddingLeft: indentPx(row.depth) + 18 }}>
            <span className="shrink-0 text-ink-dim">{oneLine(row.attribute.key, 80)}</span>
            <span className="truncate">{attributePreview(row.attribute.valueText)}</span>
          </span>
        </>
      )
    case 'stream':
      return (
        <>
          <span />
          <span className="flex h-full min-w-0 items-center gap-1.5 pr-2" style={{ paddingLeft: indentPx(1) + 2 }}>
            <Radio aria-hidden size={12} className="shrink-0 text-ink-faint" />
            <span title={streamWords(row.stream)} className="truncate text-ink-dim">{streamWords(row.stream)}</span>
          </span>
          <span className="relative h-full">
            <TimeBar {...bar} interval={row.stream.firstItemUs === null ? null : { startUs: row.stream.firstItemUs, endUs: row.stream.endUs ?? row.stream.firstItemUs }} tone="waiting" />
          </span>
          <span className="pr-2 text-right text-ink-faint">
            <Duration durationUs={row.stream.firstItemUs === null || row.stream.endUs === null ? null : row.stream.endUs - row.stream.firstItemUs} />
          </span>
          <span />
        </>
      )
    case 'loading':
      return (
        <>
          <span />
          <span className="flex h-full items-center" style={{ paddingLeft: indentPx(2) }}><Skeleton width={96} /></span>
        </>
      )
    case 'child':
      return <ChildCells row={row} columns={columns} timeline={timeline} />
    case 'parent':
      return <ParentCells row={row} />
    case 'pause':
      return (
        <>
          <span className="flex justify-end pr-2 text-ink-faint"><Clock aria-hidden size={12} /></span>
          <span className="col-span-4 truncate pl-1 text-xs text-ink-faint">paused for {formatDuration(row.lengthUs)}</span>
        </>
      )
    case 'build':
      return (
        <>
          <span className="flex justify-end pr-2 text-ink-faint"><Hammer aria-hidden size={12} /></span>
          <span className="col-span-4 truncate pl-1 text-xs text-ink-faint">
            Build {row.build + 1} · the application was built again · <Instant timeUs={row.startUs} />
          </span>
        </>
      )
  }
})

function attributePreview(text: string): string {
  const document = parseExact(text)
  return document.ok ? preview(document.value, 'rendered', 160) : oneLine(text, 160)
}

/** What a stream recorded, in words; what it did not record is left out. */
export function streamWords({ initUs, firstItemUs, endUs, items }: StreamFacts): string {
  const parts = [
    items === null ? null : plural(items, 'item'),
    initUs === null || firstItemUs === null ? null : `first after ${formatDuration(firstItemUs - initUs)}`,
    items === null || items === 0 || firstItemUs === null || endUs === null ? null : `${formatDuration((endUs - firstItemUs) / items)} an item`,
    endUs === null ? 'no end recorded' : null
  ].filter((part) => part !== null)
  return parts.length === 0 ? 'stream' : parts.join(' · ')
}
