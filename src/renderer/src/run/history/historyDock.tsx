import { useInfiniteQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent as ReactKeyboardEvent } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { FieldWrite } from '@shared/contract/fields'
import type { PathPart } from '@shared/exactJson/path'
import type { StepKey } from '@shared/model/step'
import { formatCount, plural } from '../../format/number'
import { fieldHistoryQuery } from '../../queries/fields'
import { announce } from '../../ui/announcer'
import { IconButton } from '../../ui/button'
import { classNames } from '../../ui/classNames'
import { useFocusBack } from '../../ui/focusBack'
import { showSigns } from '../../ui/showSigns'
import { useRowWindow } from '../steps/rowWindow'
import { pathText } from '../values/preview'
import { oneLine } from '../values/visibleText'
import { useChangeKeys } from './changeKeys'
import { Sparkline } from './sparkline'
import { currentWrite, nextWrite, numbersOf } from './stepOrder'
import { WriteRow, writeWords } from './writeRow'

interface Props {
  readonly detail: RunDetail
  readonly path: readonly PathPart[]
  readonly selected: StepKey | null
  readonly heightPx: number
  readonly onSelect: (step: StepKey) => void
  readonly onClose: () => void
}

/** Every write of one field of the state, in time; the selected step's place among them is marked. */
export function HistoryDock({ detail, path, selected, heightPx, onSelect, onClose }: Props) {
  const history = useFieldHistory(detail, path)
  const { writes, walked, isReading } = history
  const current = currentWrite(writes, selected)
  const numbers = useMemo(() => numbersOf(writes), [writes])
  const name = pathText('state', path)
  const go = (way: -1 | 1): void => {
    const to = nextWrite(writes, selected, way)
    if (to === undefined) announce(way < 0 ? 'No earlier change' : 'No later change')
    else {
      onSelect(to)
      announce(writeWords(to))
    }
  }
  const dock = useRef<HTMLElement>(null)
  useChangeKeys({ go, close: onClose, dock })
  useFocusBack('[role="tree"]')
  return (
    <section ref={dock} aria-label={`History of ${name}`} className="flex shrink-0 flex-col bg-canvas" style={{ height: heightPx }}>
      <div className="flex h-7 shrink-0 items-center gap-1 border-b bg-panel pr-1 pl-2">
        <h2 title={name} className="min-w-0 flex-1 truncate text-sm">
          <span className="font-semibold">History</span> <span className="font-mono text-ink-dim">{oneLine(name, 200)}</span>
        </h2>
        {numbers === null ? null : <Sparkline numbers={numbers} current={current} />}
        <IconButton label="Previous change ([)" onClick={() => go(-1)}><ChevronLeft aria-hidden size={14} /></IconButton>
        <span className="tabular text-xs text-ink-dim">{current < 0 ? '—' : formatCount(current + 1)} / {formatCount(writes.length)}</span>
        <IconButton label="Next change (])" onClick={() => go(1)}><ChevronRight aria-hidden size={14} /></IconButton>
        <IconButton label="Close the history" onClick={onClose}><X aria-hidden size={14} /></IconButton>
      </div>
      <Notes history={history} stepCount={detail.steps.length} />
      {writes.length === 0 ? (
        <p className="px-3 py-2 text-sm text-ink-dim">{isReading ? 'Reading…' : walked === 0 ? 'No state is recorded.' : 'No recorded state of this run has this field.'}</p>
      ) : (
        <Writes writes={writes} current={current} onSelect={onSelect} onMove={go} />
      )}
    </section>
  )
}

interface History {
  readonly writes: readonly FieldWrite[]
  readonly walked: number
  readonly missing: number
  readonly forkedAt: string | null
  readonly error: Error | null
  readonly isReading: boolean
  readonly isStopped: boolean
  readonly setStopped: (isStopped: boolean) => void
}

/** Reads a history part by part until it is whole or a person stops it. */
function useFieldHistory(detail: RunDetail, path: readonly PathPart[]): History {
  const [isStopped, setStopped] = useState(false)
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(fieldHistoryQuery(detail.run, path))
  const goesOn = hasNextPage && !isFetching && !isStopped && error === null
  useEffect(() => {
    if (goesOn) void fetchNextPage()
  }, [goesOn, fetchNextPage])
  const pages = data?.pages
  return useMemo(() => {
    const all = pages ?? []
    const sum = (of: 'walked' | 'missing'): number => all.reduce((total, page) => total + page[of], 0)
    const fork = all[0]?.forkedAt ?? null
    return {
      writes: all.flatMap((page) => page.writes),
      walked: sum('walked'),
      missing: sum('missing'),
      forkedAt: fork === null ? null : `${showSigns(fork.run.appId)}, step ${fork.step.sequenceId}`,
      error,
      isReading: isFetching || goesOn,
      isStopped: isStopped && hasNextPage,
      setStopped
    }
  }, [pages, error, isFetching, goesOn, isStopped, hasNextPage])
}

function Notes({ history: { walked, missing, forkedAt, error, isReading, isStopped, setStopped }, stepCount }: { history: History; stepCount: number }) {
  const notes = [
    error === null ? null : `The history cannot be read. ${error.message}`,
    (isReading || isStopped) && walked < stepCount ? `${formatCount(walked)} of ${plural(stepCount, 'step')} read` : null,
    missing > 0 ? `${plural(missing, 'step')} left out: their log files are not on this computer` : null,
    forkedAt === null ? null : `Begins with the state of ${oneLine(forkedAt, 80)}`
  ].filter((each) => each !== null)
  if (notes.length === 0) return null
  return (
    <p className="flex min-h-6 shrink-0 items-center gap-2 border-b px-3 text-xs text-ink-dim">
      <span className={classNames('min-w-0 flex-1', error === null ? '' : 'text-failed')}>{notes.join(' · ')}</span>
      {isReading || isStopped ? <button type="button" onClick={() => setStopped(!isStopped)} className="rounded px-1.5 text-accent hover:bg-hover">{isStopped ? 'Go on' : 'Stop'}</button> : null}
    </p>
  )
}

const rowPx = 24

function Writes({ writes, current, onSelect, onMove }: { writes: readonly FieldWrite[]; current: number; onSelect: (step: StepKey) => void; onMove: (way: -1 | 1) => void }) {
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const { from, to } = useRowWindow(scroller, writes.length, rowPx)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || current < 0) return
    const top = current * rowPx
    if (top < element.scrollTop || top + rowPx > element.scrollTop + element.clientHeight) element.scrollTo({ top: top - element.clientHeight / 2 })
  }, [current])
  const onKeyDown = (event: ReactKeyboardEvent): void => {
    const end = event.key === 'Home' ? writes[0] : event.key === 'End' ? writes.at(-1) : undefined
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') onMove(event.key === 'ArrowDown' ? 1 : -1)
    else if (end !== undefined) onSelect(end)
    else return
    event.preventDefault()
  }
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label="Writes"
      tabIndex={0}
      aria-activedescendant={current >= from && current < to ? `${id}-${current}` : undefined}
      onKeyDown={onKeyDown}
      onClick={({ target }) => {
        const row = target instanceof Element ? target.closest('[data-index]') : null
        const write = writes[Number(row?.getAttribute('data-index') ?? -1)]
        if (write !== undefined) onSelect(write)
      }}
      className="relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto"
    >
      <div role="presentation" className="relative" style={{ height: writes.length * rowPx }}>
        {writes.slice(from, to).map((write, offset) => (
          <div
            key={from + offset}
            id={`${id}-${from + offset}`}
            role="option"
            data-index={from + offset}
            tabIndex={-1}
            aria-selected={from + offset === current}
            aria-label={writeWords(write)}
            title={writeWords(write)}
            className={classNames('absolute inset-x-0 flex h-6 items-center pr-2 text-sm', from + offset === current ? 'bg-accent-soft' : 'hover:bg-hover')}
            style={{ top: (from + offset) * rowPx }}
          >
            <WriteRow write={write} />
          </div>
        ))}
      </div>
    </div>
  )
}
