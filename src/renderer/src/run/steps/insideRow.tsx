import { Clock, Hammer, Radio } from 'lucide-react'
import { memo } from 'react'
import { parseExact } from '@shared/exactJson/tree'
import { formatDuration } from '../../format/duration'
import { plural } from '../../format/number'
import { Duration } from '../../ui/duration'
import { Instant } from '../../ui/instant'
import { Skeleton } from '../../ui/skeleton'
import { preview } from '../values/preview'
import { oneLine } from '../values/visibleText'
import type { Interval } from './axis'
import type { ChildOrder } from './childGroup'
import type { Columns } from './columns'
import { spanPlace } from './eventRows'
import { ChildCells, ParentCells } from './familyRow'
import { ChildrenCells, InheritedCells, RepeatCells } from './groupRow'
import { GuideLines } from './guideLines'
import type { ListRow } from './rowTypes'
import { streamWords } from './streamWords'
import { indentPx, OpenMark } from './stepRow'
import { TimeBar } from './timeBar'
import type { Timeline } from './timeline'

interface Props {
  readonly row: Exclude<ListRow, { kind: 'step' }>
  readonly columns: Columns
  readonly timeline: Timeline
  readonly critical: readonly Interval[] | undefined
  readonly childOrder: ChildOrder
  readonly onChildOrder: (order: ChildOrder) => void
  readonly onToggle: (row: ListRow) => void
}

/** The cells of a row that is not a step. */
export const InsideCells = memo(function InsideCells({ row, columns, timeline, critical, childOrder, onChildOrder, onToggle }: Props) {
  const bar = { timeline, widthPx: columns.waterfallWidth, size: 'thin', critical } as const
  const nesting = row.scope.inside.length
  switch (row.kind) {
    case 'span': {
      const { span } = row
      const interval = span.startUs === null || !row.scope.isOnTimeline ? null : { startUs: span.startUs, endUs: span.endUs ?? row.step.endUs ?? timeline.openUs }
      return (
        <>
          <span className="tabular truncate pr-2 text-right font-mono text-xs text-ink-faint">{spanPlace(span.spanId)}</span>
          <span className="relative flex h-full min-w-0 items-center gap-1.5 pr-2" style={{ paddingLeft: indentPx(span.depth, nesting) }}>
            <GuideLines count={nesting} />
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
          <span className="relative col-span-4 flex h-full min-w-0 items-center gap-1.5" style={{ paddingLeft: indentPx(1, nesting) }}>
            <GuideLines count={nesting} />
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
          <span className="relative col-span-4 flex h-full min-w-0 items-center gap-2 pr-2 font-mono text-xs" style={{ paddingLeft: indentPx(row.depth, nesting) + 18 }}>
            <GuideLines count={nesting} />
            <span className="shrink-0 text-ink-dim">{oneLine(row.attribute.key, 80)}</span>
            <span className="truncate">{attributePreview(row.attribute.valueText)}</span>
          </span>
        </>
      )
    case 'stream':
      return (
        <>
          <span />
          <span className="relative flex h-full min-w-0 items-center gap-1.5 pr-2" style={{ paddingLeft: indentPx(1, nesting) + 2 }}>
            <GuideLines count={nesting} />
            <Radio aria-hidden size={12} className="shrink-0 text-ink-faint" />
            <span title={streamWords(row.stream)} className="truncate text-ink-dim">{streamWords(row.stream)}</span>
          </span>
          <span className="relative h-full">
            <TimeBar {...bar} interval={row.stream.firstItemUs === null || !row.scope.isOnTimeline ? null : { startUs: row.stream.firstItemUs, endUs: row.stream.endUs ?? row.stream.firstItemUs }} tone="running" />
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
          <span className="relative flex h-full items-center" style={{ paddingLeft: indentPx(2, nesting) }}><GuideLines count={nesting} /><Skeleton width={96} /></span>
        </>
      )
    case 'child':
      return <ChildCells row={row} columns={columns} timeline={timeline} critical={critical} onToggle={onToggle} />
    case 'children':
      return <ChildrenCells row={row} order={childOrder} onOrder={onChildOrder} />
    case 'inherited':
      return <InheritedCells row={row} onToggle={onToggle} />
    case 'repeat':
      return <RepeatCells row={row} />
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
