import { ArrowDownToLine, Pause, Play as PlayIcon } from 'lucide-react'
import { use, useMemo, useRef } from 'react'
import type { KeyboardEvent, PointerEvent } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { StepRow } from '@shared/model/step'
import { formatCount } from '../../format/number'
import { useActions } from '../../keyboard/actions'
import { runKeyText } from '../../route'
import { IconButton } from '../../ui/button'
import { FilteringContext, isOpenFilter, stepTest } from '../steps/filter'
import { lookOf } from '../steps/look'
import { oneLine } from '../values/visibleText'
import { useFollow } from './follow'
import { indexAt, placeOf, shareOf, trackMarks } from './marks'
import { rates, usePlay } from './play'
import { usePrefetch } from './prefetch'

interface Props {
  readonly detail: RunDetail
  readonly selected: StepRow | null
  readonly onSelect: (step: StepRow) => void
}

/** Moves through the steps in time by hand or by itself, over those alone that the list's filter shows: a track with the failures and forks of the run. */
export function Scrubber({ detail, selected, onSelect }: Props) {
  const { filter, root } = use(FilteringContext)
  const isListed = root === runKeyText(detail.run)
  const steps = useMemo(() => (!isListed || isOpenFilter(filter) ? detail.steps : detail.steps.filter(stepTest(filter, detail.steps))), [isListed, filter, detail.steps])
  const place = placeOf(steps, selected)
  const play = usePlay({ run: detail.run, steps, place, selected, onSelect })
  usePrefetch(detail.run, steps, Math.floor(place))
  const follow = useFollow(detail.steps, selected, onSelect)
  useActions({ 'run.play': play.toggle, 'run.follow': follow.toggle })
  const last = steps.length - 1
  const go = (to: number): void => {
    const step = steps[Math.min(last, Math.max(0, to))]
    play.stop()
    if (step !== undefined && step !== selected) onSelect(step)
  }
  const filtered = steps.length < detail.steps.length ? ` of ${formatCount(detail.steps.length)}` : ''
  return (
    <div role="group" aria-label="Time travel" className="flex h-7 shrink-0 items-center gap-1 border-t bg-panel px-1.5">
      <IconButton label={play.isPlaying ? 'Stop playing the steps' : 'Play the steps'} disabled={last < 1} onClick={play.toggle}>
        {play.isPlaying ? <Pause aria-hidden size={14} /> : <PlayIcon aria-hidden size={14} />}
      </IconButton>
      <select
        aria-label="Speed"
        title="Steps a second"
        value={play.rate}
        onChange={(event) => play.setRate(Number(event.target.value))}
        className="tabular h-5 shrink-0 rounded bg-transparent text-xs text-ink-dim hover:text-ink"
      >
        {rates.map((rate) => <option key={rate} value={rate}>{rate}×</option>)}
      </select>
      <Track detail={detail} steps={steps} selected={selected} place={place} onGo={go} onToggle={play.toggle} />
      <span className="tabular min-w-16 shrink-0 text-right text-xs whitespace-nowrap text-ink-dim">
        {place < 0 || place % 1 !== 0 ? '—' : formatCount(place + 1)} / {formatCount(steps.length)}{filtered}
      </span>
      <IconButton label={follow.isFollowing ? 'Stop following the newest step (f)' : 'Follow the newest step (f)'} aria-pressed={follow.isFollowing} onClick={follow.toggle}>
        <ArrowDownToLine aria-hidden size={14} className={follow.isFollowing ? 'text-accent' : undefined} />
      </IconButton>
    </div>
  )
}

interface TrackProps extends Omit<Props, 'onSelect'> {
  readonly steps: readonly StepRow[]
  readonly place: number
  readonly onGo: (index: number) => void
  readonly onToggle: () => void
}

function Track({ detail, steps, selected, place, onGo, onToggle }: TrackProps) {
  const track = useRef<HTMLDivElement>(null)
  const marks = useMemo(() => trackMarks(steps, detail.children), [steps, detail.children])
  const last = steps.length - 1
  const point = (event: PointerEvent): void => {
    const box = track.current?.getBoundingClientRect()
    if (box !== undefined && box.width > 0) onGo(indexAt((event.clientX - box.left) / box.width, steps.length))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = keyTarget(event, place, last)
    if (to === null) return
    event.preventDefault()
    if (to === 'play') onToggle()
    else onGo(to)
  }
  const share = `${Math.min(1, shareOf(Math.max(0, place), steps.length)) * 100}%`
  const words = selected === null ? 'No step is selected' : `Step ${selected.sequenceId}, ${oneLine(selected.action, 80)}, ${lookOf(selected, detail.run.status).word}`
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Step in time"
      aria-orientation="horizontal"
      aria-valuemin={1}
      aria-valuemax={Math.max(1, steps.length)}
      aria-valuenow={Math.max(1, Math.min(steps.length, Math.floor(place + 1)))}
      aria-valuetext={words}
      title={words}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        point(event)
      }}
      onPointerMove={(event) => {
        if (event.buttons % 2 === 1) point(event)
      }}
      className="group/track relative mx-1 h-6 min-w-0 flex-1 touch-none rounded px-2"
    >
      <div ref={track} className="relative h-full">
        <div className="absolute inset-x-0 top-1/2 h-0.5 -translate-y-1/2 rounded bg-line-strong" />
        <div className="absolute left-0 top-1/2 h-0.5 -translate-y-1/2 rounded bg-accent" style={{ width: share }} />
        <Marks shares={marks.forks} className="stroke-running" from={3} to={9} />
        <Marks shares={marks.failures} className="stroke-failed" from={15} to={22} />
        {place < 0 ? null : <div className="absolute top-1/2 h-3.5 w-1.5 -translate-x-1/2 -translate-y-1/2 rounded-sm bg-accent group-hover/track:h-4" style={{ left: share }} />}
      </div>
    </div>
  )
}

/** Short lines on the track: forks above it, failures below it. */
function Marks({ shares, className, from, to }: { shares: readonly number[]; className: string; from: number; to: number }) {
  if (shares.length === 0) return null
  return (
    <svg aria-hidden viewBox="0 0 1000 24" preserveAspectRatio="none" className="pointer-events-none absolute inset-0 h-full w-full overflow-visible">
      <path d={shares.map((share) => `M${share * 1000} ${from}V${to}`).join('')} className={className} fill="none" strokeWidth={2} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}

/** The index a key moves to from a place, or that it plays and stops; `null` = a key that means nothing here. */
function keyTarget(event: KeyboardEvent, place: number, last: number): number | 'play' | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  const stride = event.shiftKey ? 10 : 1
  const page = Math.max(10, Math.round(last / 20))
  switch (event.key) {
    case ' ':
      return 'play'
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.floor(place + stride)
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.ceil(place - stride)
    case 'PageUp':
      return Math.floor(place + page)
    case 'PageDown':
      return Math.ceil(place - page)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}
