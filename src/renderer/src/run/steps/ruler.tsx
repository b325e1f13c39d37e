import { classNames } from '../../ui/classNames'
import { ticks, type Tick } from './waterfall'
import type { Timeline } from './timeline'

/** The marks of the time line for a width in pixels. */
export function rulerTicks(timeline: Timeline, widthPx: number): readonly Tick[] {
  return widthPx < 60 || timeline.axis.segments.length === 0 ? [] : ticks(timeline.axis, timeline.view, widthPx)
}

/** A label nearer to the left end than this would be cut in the middle. */
const halfLabelPx = 36

/** Round times since the start of the run above the waterfall; a folded pause is a break with its length. */
export function Ruler({ marks, widthPx }: { marks: readonly Tick[]; widthPx: number }) {
  return (
    <div aria-hidden className="tabular relative h-full overflow-hidden text-xs text-ink-faint" style={{ width: widthPx }}>
      {marks.map((tick) => (
        <span
          key={`${tick.timeUs} ${tick.isBreak}`}
          title={tick.isBreak ? `Nothing ran for ${tick.label}; folded` : undefined}
          className={classNames('absolute inset-y-0 flex items-center whitespace-nowrap', tick.isBreak ? (tick.left < halfLabelPx ? 'text-ink-dim' : '-translate-x-1/2 text-ink-dim') : 'pl-1')}
          style={{ left: tick.isBreak && tick.left < halfLabelPx ? 0 : tick.left }}
        >
          {tick.isBreak ? `// ${tick.label}` : tick.label}
        </span>
      ))}
    </div>
  )
}

/** The lines of the ruler behind the rows. */
export function RulerLines({ marks, left, widthPx }: { marks: readonly Tick[]; left: number; widthPx: number }) {
  return (
    <div aria-hidden className="pointer-events-none absolute inset-y-0 overflow-hidden" style={{ left, width: widthPx }}>
      {marks.map((tick) => (
        <span
          key={`${tick.timeUs} ${tick.isBreak}`}
          className={classNames('absolute inset-y-0 border-l', tick.isBreak ? 'border-dashed border-line-strong' : 'border-line')}
          style={{ left: tick.left }}
        />
      ))}
    </div>
  )
}
