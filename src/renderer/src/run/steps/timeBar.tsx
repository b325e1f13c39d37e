import { exactDuration, formatDuration } from '../../format/duration'
import { fullInstant } from '../../format/instant'
import { useTimeChoice } from '../../format/timeChoice'
import { classNames } from '../../ui/classNames'
import { useProducerOffset } from '../../ui/producerClock'
import { toneFill, type Tone } from '../../ui/status'
import type { Interval } from './axis'
import type { Timeline } from './timeline'
import { barOf } from './waterfall'

interface Props {
  readonly timeline: Timeline
  readonly widthPx: number
  readonly interval: Interval | null
  readonly tone: Tone
  /** `inner` for a step of a sub-run, `thin` for what is inside a step. */
  readonly size: 'step' | 'inner' | 'thin'
  readonly isOpen?: boolean
  /** Its stretches on the critical path, which are underlined. */
  readonly critical?: readonly Interval[] | undefined
}

/** The bar of one row; its length and start on hover. Nothing when the time is not known or lies outside the view. */
export function TimeBar({ timeline, widthPx, interval, tone, size, isOpen = false, critical }: Props) {
  const { timeZone } = useTimeChoice()
  const offset = useProducerOffset()
  if (interval === null || widthPx < 40) return null
  const bar = barOf(timeline.axis, timeline.view, interval, widthPx)
  if (bar === null) return null
  const lengthUs = interval.endUs - interval.startUs
  const line = (
    <span
      title={`${formatDuration(lengthUs)} (${exactDuration(lengthUs)})\nfrom ${fullInstant(interval.startUs, timeZone, offset)}`}
      className={classNames(
        'absolute top-1/2 -translate-y-1/2',
        heights[size],
        isOpen && tone === 'lost' ? 'bg-lost/40' : tone === 'ok' ? (size === 'thin' ? 'bg-ok/45' : 'bg-ok/65') : toneFill[tone],
        !bar.startsBefore && 'rounded-l-[2px]',
        !bar.endsAfter && !isOpen && 'rounded-r-[2px]'
      )}
      style={{ left: bar.left, width: bar.width }}
    />
  )
  if (critical === undefined) return line
  return (
    <>
      {line}
      {critical.map((part) => {
        const own = barOf(timeline.axis, timeline.view, part, widthPx)
        return own === null ? null : <span key={part.startUs} aria-hidden className="absolute bottom-0.5 h-0.5 bg-ink" style={{ left: own.left, width: own.width }} />
      })}
    </>
  )
}

const heights = { step: 'h-2.5', inner: 'h-1.5', thin: 'h-1' } as const
