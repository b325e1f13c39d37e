import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { KeyboardEvent, PointerEvent } from 'react'
import { parseFilter } from '@shared/filter/parse'
import { printFilter } from '@shared/filter/print'
import { formatCount, plural } from '../format/number'
import { histogramQuery } from '../queries/runs'
import type { RunListFilter } from '../queries/runs'

interface HistogramProps {
  readonly filter: RunListFilter
  readonly onApply: (line: string) => void
}

interface Brush {
  readonly from: number
  readonly to: number
}

const isoSecond = (us: number): string => `${new Date(us / 1000).toISOString().slice(0, 19)}Z`
const shortTime = (us: number): string => new Date(us / 1000).toLocaleString(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' })

/** A filter with its times replaced by the given ones. */
export function withTimes(filter: string, fromUs: number, toUs: number): string {
  const others = parseFilter(filter).terms.map(({ term }) => term).filter(({ key }) => key !== 'since' && key !== 'until')
  return printFilter([...others, { key: 'since', time: { is: 'date', text: isoSecond(fromUs) } }, { key: 'until', time: { is: 'date', text: isoSecond(toUs) } }])
}

/** The runs of the list over time, failed ones below: drag over it, or mark with Shift and the arrows, to see that time only. */
export function Histogram({ filter, onApply }: HistogramProps) {
  const data = useQuery(histogramQuery(filter)).data
  const [brush, setBrush] = useState<Brush | null>(null)
  const [dragging, setDragging] = useState(false)
  const parts = data?.parts ?? []
  if (data === undefined || parts.length === 0) return <div className="h-11 shrink-0 border-b" />
  const { fromUs, toUs } = data
  const most = Math.max(1, ...parts.map(({ ok, failed, other }) => ok + failed + other))
  const timeOf = (part: number): number => fromUs + ((toUs + 1 - fromUs) * part) / parts.length
  const marked = brush === null ? null : { from: Math.min(brush.from, brush.to), to: Math.max(brush.from, brush.to) }
  const sums = parts.slice(marked?.from ?? 0, (marked?.to ?? parts.length - 1) + 1).reduce((sum, part) => ({ all: sum.all + part.ok + part.failed + part.other, failed: sum.failed + part.failed }), { all: 0, failed: 0 })
  const span = `${shortTime(timeOf(marked?.from ?? 0))} – ${shortTime(timeOf((marked?.to ?? parts.length - 1) + 1))}`
  const words = `${span}: ${plural(sums.all, 'run')}, ${formatCount(sums.failed)} failed${data.newestOnly === null ? '' : `, of the newest ${formatCount(data.newestOnly)}`}`

  function apply(range: Brush): void {
    setBrush(null)
    onApply(withTimes(filter.filter, Math.floor(timeOf(range.from)), Math.ceil(timeOf(range.to + 1)) - 1))
  }

  function partAt(event: PointerEvent<HTMLElement>): number {
    const box = event.currentTarget.getBoundingClientRect()
    return Math.max(0, Math.min(parts.length - 1, Math.floor(((event.clientX - box.left) / box.width) * parts.length)))
  }

  function onKeyDown(event: KeyboardEvent): void {
    const move = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : event.key === 'Home' ? -parts.length : event.key === 'End' ? parts.length : 0
    if (move !== 0) {
      const at = brush === null ? (move > 0 ? -1 : parts.length) : brush.to
      const to = Math.max(0, Math.min(parts.length - 1, at + move))
      setBrush({ from: event.shiftKey && brush !== null ? brush.from : to, to })
    } else if (event.key === 'Enter' && marked !== null) apply(marked)
    else if (event.key === 'Escape' && brush !== null) setBrush(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="flex h-11 shrink-0 items-stretch gap-3 border-b px-4 py-1">
      <div
        role="slider"
        tabIndex={0}
        aria-label="Runs over time"
        aria-valuemin={0}
        aria-valuemax={parts.length - 1}
        aria-valuenow={brush?.to ?? parts.length - 1}
        aria-valuetext={words}
        title={`${words}\nDrag to see that time only. Keyboard: arrows, Shift to mark, Enter to apply`}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          const part = partAt(event)
          setDragging(true)
          setBrush({ from: part, to: part })
        }}
        onPointerMove={(event) => {
          if (dragging && brush !== null) setBrush({ from: brush.from, to: partAt(event) })
        }}
        onPointerUp={() => {
          setDragging(false)
          if (marked !== null) apply(marked)
        }}
        onPointerCancel={() => {
          setDragging(false)
          setBrush(null)
        }}
        className="relative min-w-0 flex-1 cursor-crosshair touch-none"
      >
        <svg aria-hidden width="100%" height="100%" viewBox={`0 0 ${parts.length} 36`} preserveAspectRatio="none" className="block">
          {marked === null ? null : <rect x={marked.from} y={0} width={marked.to - marked.from + 1} height={36} className="fill-accent-soft" />}
          {parts.map((part, at) => <Bar key={at} at={at} part={part} most={most} />)}
          <line x1={0} x2={parts.length} y1={36} y2={36} className="stroke-line-strong" vectorEffect="non-scaling-stroke" />
        </svg>
      </div>
      <div className="tabular hidden w-52 shrink-0 flex-col justify-center text-right text-xs text-ink-dim @min-[800px]:flex">
        <span className="truncate">{span}</span>
        <span className="truncate">{plural(sums.all, 'run')}, <span className={sums.failed > 0 ? 'text-failed' : undefined}>{formatCount(sums.failed)} failed</span></span>
      </div>
    </div>
  )
}

function Bar({ at, part: { ok, failed, other }, most }: { at: number; part: { ok: number; failed: number; other: number }; most: number }) {
  // Even one run is seen.
  const height = (count: number): number => (count === 0 ? 0 : Math.max(1.5, (count / most) * 34))
  const [low, middle, high] = [height(failed), height(other), height(ok)]
  const width = 0.82
  return (
    <>
      {low === 0 ? null : <rect x={at} width={width} y={36 - low} height={low} className="fill-failed" />}
      {middle === 0 ? null : <rect x={at} width={width} y={36 - low - middle} height={middle} className="fill-ink-faint" />}
      {high === 0 ? null : <rect x={at} width={width} y={36 - low - middle - high} height={high} className="fill-ok" />}
    </>
  )
}
