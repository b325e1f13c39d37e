import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { StepRow } from '@shared/model/step'
import { formatDuration } from '../../format/duration'
import { formatStepKey } from '../../route'
import { keptBoolean, useKept } from '../../ui/kept'
import { toTime } from './axis'
import { columnsFor, useWidth } from './columns'
import { useStepEvents } from './events'
import { InsideCells } from './insideRow'
import { pressListKey } from './listKeys'
import { useOpenRows } from './openRows'
import { listRows, type ListRow } from './rows'
import { RulerLines, rulerTicks } from './ruler'
import { StepList } from './stepList'
import { StepCells } from './stepRow'
import { StepsHead } from './stepsHead'
import { useTimeline } from './timeline'
import { stepInterval } from './times'
import { useWheelZoom } from './wheelZoom'

interface Props {
  readonly detail: RunDetail
  readonly selected: StepRow | null
  readonly onSelect: (step: StepRow) => void
}

/** The steps of a run with their waterfall. */
export function StepsPane({ detail, selected, onSelect }: Props) {
  const { run, steps, children, parents } = detail
  const [newestFirst, setNewestFirst] = useKept('run.newestFirst', false, keptBoolean)
  const [isFolding, setFolding] = useKept('run.foldPauses', true, keptBoolean)
  const scroller = useRef<HTMLDivElement>(null)
  const width = useWidth(scroller)
  const columns = useMemo(() => columnsFor(width), [width])
  const timeline = useTimeline(run, steps, children, isFolding)
  const open = useOpenRows(detail)
  const openIds = open.ids
  const [onScreen, setOnScreen] = useState<readonly StepRow[]>([])
  const opened = useMemo(() => steps.filter((step) => openIds.has(formatStepKey(step))), [steps, openIds])
  const events = useStepEvents(run, opened, onScreen)
  const rows = useMemo(
    () => listRows({ steps, children, parents, open: openIds, events, newestFirst }),
    [steps, children, parents, openIds, events, newestFirst]
  )
  const marks = rulerTicks(timeline, columns.waterfallWidth)
  const forks = useMemo(() => countForks(detail), [detail])

  const onRange = useCallback(
    (from: number, to: number) => {
      const wanted = openedSteps(rows.slice(from, to), openIds)
      setOnScreen((before) => (before.length === wanted.length && before.every((step, i) => step === wanted[i]) ? before : wanted))
    },
    [rows, openIds, setOnScreen]
  )
  const keys = { steps, selected, newestFirst, open, timeline, onSelect }
  useKeysWithoutFocus((event) => pressListKey(event, keys))
  useWheelZoom(scroller, columns, (factor, share) => {
    const { from, to } = timeline.view
    timeline.zoom(factor, from + (to - from) * share)
  }, timeline.pan)

  const setOpen = open.set
  const toggle = useCallback(
    (row: ListRow) => {
      if ('isOpen' in row) setOpen(row.id, !row.isOpen)
    },
    [setOpen]
  )
  return (
    <section aria-label="Steps" data-steps className="flex min-h-0 flex-1 flex-col">
      <StepsHead
        columns={columns} marks={marks} timeline={timeline} open={open}
        newestFirst={newestFirst} onOrder={() => setNewestFirst(!newestFirst)}
        isFolding={isFolding} onFold={() => setFolding(!isFolding)}
      />
      <div className="relative flex min-h-0 flex-1 flex-col">
        <RulerLines marks={marks} left={columns.waterfallLeft} widthPx={columns.waterfallWidth} />
        <StepList
          rows={rows}
          selectedId={selected === null ? null : formatStepKey(selected)}
          template={columns.template}
          order={newestFirst ? 'newest' : 'oldest'}
          scroller={scroller}
          onRange={onRange}
          onKeyDown={(event) => {
            if (event.target === event.currentTarget && pressListKey(event, keys)) event.preventDefault()
          }}
          onPick={(row) => {
            if ('step' in row && row.step !== null) onSelect(row.step)
            if (row.kind === 'span' || row.kind === 'attributes') toggle(row)
          }}
          onZoom={(row) => {
            const interval = row.kind === 'step' ? stepInterval(row.step, timeline.openUs) : null
            if (interval !== null) timeline.show(interval)
          }}
          cells={(row) =>
            row.kind === 'step' ? (
              <StepCells row={row} runStatus={run.status} columns={columns} timeline={timeline} forkCount={forks.get(row.step.sequenceId) ?? 0} onToggle={toggle} />
            ) : (
              <InsideCells row={row} columns={columns} timeline={timeline} onToggle={toggle} />
            )
          }
        />
      </div>
      <p className="sr-only">The time line shows {formatDuration(toTime(timeline.axis, timeline.view.to) - toTime(timeline.axis, timeline.view.from))}.</p>
    </section>
  )
}

function openedSteps(rows: readonly ListRow[], openIds: ReadonlySet<string>): readonly StepRow[] {
  const steps = new Set(rows.flatMap((row) => ('step' in row && row.step !== null ? [row.step] : [])))
  return [...steps].filter((step) => openIds.has(formatStepKey(step)))
}

function countForks({ children }: RunDetail): ReadonlyMap<number | null, number> {
  const counts = new Map<number | null, number>()
  for (const child of children) {
    if (child.kind === 'fork') counts.set(child.sequenceId, (counts.get(child.sequenceId) ?? 0) + 1)
  }
  return counts
}

/** Whether a key was pressed where nothing else wants it: nowhere, or on a button of the list's own head. */
function isListKey({ target }: KeyboardEvent): boolean {
  return target === document.body || (target instanceof Element && target.closest('[data-steps]') !== null && !target.matches('input, textarea, select'))
}

/** Lets the list answer keys while nothing has focus, as after a click on plain text. */
function useKeysWithoutFocus(press: (event: KeyboardEvent) => boolean): void {
  const latest = useRef(press)
  useEffect(() => {
    latest.current = press
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isListKey(event) && !event.defaultPrevented && document.querySelector('dialog[open]') === null && latest.current(event)) {
        event.preventDefault()
      }
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
