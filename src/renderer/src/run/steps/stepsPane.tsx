import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { RunKey } from '@shared/model/run'
import type { StepKey, StepRow } from '@shared/model/step'
import { formatDuration } from '../../format/duration'
import { navigate } from '../../navigation'
import { runQuery } from '../../queries/run'
import { formatStepKey, runRoute } from '../../route'
import { keptBoolean, useKept } from '../../ui/kept'
import { toTime } from './axis'
import { childOrders, type ChildOrder } from './childGroup'
import { columnsFor, useWidth } from './columns'
import { markAttribute } from '../data/markedAttribute'
import { isStop } from './cursor'
import { FilterBar } from './filterBar'
import { FilteringContext } from './filter'
import { InsideCells } from './insideRow'
import { LaneList } from './laneList'
import { pressListKey } from './listKeys'
import { useKeysWithoutFocus } from './listFocus'
import { setHoveredAction } from './hovered'
import { hasInside, useOpenRows } from './openRows'
import type { ListRow } from './rowTypes'
import { RulerLines, rulerTicks } from './ruler'
import { isSameWay, stepRowId, waysAbove } from './scope'
import { StepList } from './stepList'
import { StepCells } from './stepRow'
import { StepsHead } from './stepsHead'
import { useTimeline } from './timeline'
import { stepInterval } from './times'
import { useCriticalPath } from './useCriticalPath'
import { useRows } from './useRows'
import { useShownRows } from './shownRows'
import { ViewMenu } from './viewMenu'
import { useWheelZoom } from './wheelZoom'

/** Selects a step of the run that is open, or of one inside it, and shows it in a tab when one is named. */
export type SelectStep = (step: StepKey, inside?: readonly RunKey[], tab?: string) => void

interface Props {
  readonly detail: RunDetail
  readonly selected: StepRow | null
  /** The way to the run the selected step is of. */
  readonly inside: readonly RunKey[]
  readonly onSelect: SelectStep
}

const keptOrder = (kept: unknown): ChildOrder | undefined => childOrders.find(([each]) => each === kept)?.[0]

/** The steps of a run and of what it started, with their waterfall. */
export function StepsPane({ detail, selected, inside, onSelect }: Props) {
  const { run, steps, children } = detail
  const [newestFirst, setNewestFirst] = useKept('run.newestFirst', false, keptBoolean)
  const [isFolding, setFolding] = useKept('run.foldPauses', true, keptBoolean)
  const [isMarking, setMarking] = useKept('run.markCritical', false, keptBoolean)
  const [isLanes, setLanes] = useKept('run.lanes', false, keptBoolean)
  const [childOrder, setChildOrder] = useKept<ChildOrder>('run.childOrder', 'started', keptOrder)
  const filtering = useContext(FilteringContext)
  const scroller = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLElement>(null)
  const boxWidth = useWidth(box)
  const listWidth = useWidth(scroller)
  // The list is narrower than its place by its scroll bar.
  const width = !isLanes && listWidth > 0 && boxWidth - listWidth < 24 ? listWidth : boxWidth
  const columns = useMemo(() => columnsFor(width), [width])
  const timeline = useTimeline(run, steps, children, isFolding)
  const critical = useCriticalPath(detail, isMarking || filtering.filter.onlyCritical, timeline.openUs)
  const open = useOpenRows(run.project)
  const shows = useShownRows(filtering.filter, steps, critical)
  const { rows, onRange } = useRows({ detail, inside, open, newestFirst, childOrder, shows })
  const marks = rulerTicks(timeline, columns.waterfallWidth)
  const selectedId = selected === null ? null : stepRowId(inside, selected)
  // The cursor may stand on a row inside the selected step; when the selection moves otherwise, it goes with it.
  const [cursor, setCursor] = useState<{ readonly id: string; readonly stepId: string | null } | null>(null)
  const [seenId, setSeenId] = useState(selectedId)
  if (seenId !== selectedId) {
    setSeenId(selectedId)
    if (cursor?.stepId !== selectedId) setCursor(null)
  }
  const cursorId = cursor !== null && cursor.stepId === selectedId && rows.some((row) => row.id === cursor.id) ? cursor.id : selectedId

  const reveal = open.reveal
  const client = useQueryClient()
  useEffect(() => {
    // The rows on the way must be open, level by level as far as their runs are here.
    const ids = inside.flatMap((_, depth) => {
      const above = depth === 0 ? detail : client.getQueryData(runQuery(inside[depth - 1] ?? detail.run).queryKey)
      return above === undefined ? [] : waysAbove(above, inside.slice(depth), inside.slice(0, depth))
    })
    if (ids.length > 0) reveal(ids)
  }, [detail, inside, reveal, client, rows.length])

  const move = (row: ListRow): void => {
    setCursor({ id: row.id, stepId: row.step === null ? selectedId : stepRowId(row.scope.inside, row.step) })
    if (row.step !== null) onSelect(row.step, row.scope.inside)
  }
  const openRun = (row: ListRow): void => {
    const to = row.kind === 'child' ? row.child.run : row.scope.inside.at(-1)
    if (to !== undefined) navigate({ ...runRoute(to), ...(row.kind === 'step' ? { step: { build: row.step.build, sequenceId: row.step.sequenceId, attempt: row.step.attempt } } : {}) })
  }
  const showAttribute = ({ step, attribute, scope }: Extract<ListRow, { kind: 'attribute' }>): void => {
    markAttribute({ step: formatStepKey(step), spanId: attribute.spanId, key: attribute.key })
    // One change of the address: the second of two would be made from the first one's old place.
    onSelect(step, scope.inside, 'data')
  }
  const keys = { rows, cursorId, open, timeline, onMove: move, onOpenRun: openRun }
  useKeysWithoutFocus((event) => pressListKey(event, keys))
  useWheelZoom(box, columns, (factor, share) => {
    const { from, to } = timeline.view
    timeline.zoom(factor, from + (to - from) * share)
  }, timeline.pan)

  const setOpen = open.set
  const toggle = useCallback((row: ListRow) => {
    if ('isOpen' in row && !('canOpen' in row && !row.canOpen)) setOpen(row.id, !row.isOpen)
  }, [setOpen])
  const shownCount = shows === null ? steps.length : rows.filter((row) => row.kind === 'step' && row.scope.inside.length === 0).length
  return (
    <section ref={box} aria-label="Steps" data-steps className="flex min-h-0 flex-1 flex-col">
      <StepsHead
        columns={columns} marks={marks} timeline={timeline} open={open} canOpen={steps.some(hasInside)}
        newestFirst={newestFirst} onOrder={() => setNewestFirst(!newestFirst)}
        isFolding={isFolding} onFold={() => setFolding(!isFolding)}
        menu={<ViewMenu open={open} filtering={filtering} isMarking={isMarking} onMark={setMarking} isFolding={isFolding} onFold={setFolding} isLanes={isLanes} onLanes={setLanes} />}
      />
      <FilterBar filtering={filtering} shown={shownCount} all={steps.length} />
      <div className="relative flex min-h-0 flex-1 flex-col">
        <RulerLines marks={marks} left={columns.waterfallLeft} widthPx={columns.waterfallWidth} />
        {isLanes ? <LaneList steps={steps} selected={inside.length === 0 ? selected : null} columns={columns} timeline={timeline} onSelect={onSelect} /> : (
          <StepList
            rows={rows}
            selectedId={cursorId}
            template={columns.template}
            order={newestFirst ? 'newest' : 'oldest'}
            scroller={scroller}
            onRange={onRange}
            onKeyDown={(event) => {
              if (event.target === event.currentTarget && pressListKey(event, keys)) event.preventDefault()
            }}
            onPick={(row, event) => {
              if ((event.ctrlKey || event.metaKey) && (row.kind === 'child' || row.scope.inside.length > 0)) return openRun(row)
              if (row.kind === 'attribute') return showAttribute(row)
              if (isStop(row)) move(row)
              else if (row.step !== null) onSelect(row.step, row.scope.inside)
              if (row.kind !== 'step') toggle(row)
            }}
            onHover={(row) => setHoveredAction(row !== null && row.step !== null && (row.scope.isInherited ? inside.length === 0 : isSameWay(row.scope.inside, inside)) ? row.step.action : null)}
            onZoom={(row) => {
              const interval = row.kind === 'step' && row.scope.isOnTimeline ? stepInterval(row.step, timeline.openUs) : null
              if (interval !== null) timeline.show(interval)
            }}
            cells={(row) =>
              row.kind === 'step' ? (
                <StepCells row={row} columns={columns} timeline={timeline} critical={critical.get(row.id)} onToggle={toggle} />
              ) : (
                <InsideCells row={row} columns={columns} timeline={timeline} critical={critical.get(row.id)} childOrder={childOrder} onChildOrder={setChildOrder} onToggle={toggle} />
              )
            }
          />
        )}
      </div>
      <p className="sr-only">The time line shows {formatDuration(toTime(timeline.axis, timeline.view.to) - toTime(timeline.axis, timeline.view.from))}.</p>
    </section>
  )
}
