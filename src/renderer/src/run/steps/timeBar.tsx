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
  /** `thin` for what is inside a step. */
  readonly size: 'step' | 'thin'
  readonly isOpen?: boolean
}

/** The bar of one row; its length and start on hover. Nothing when the time is not known or lies outside the view. */
export function TimeBar({ timeline, widthPx, interval, tone, size, isOpen = false }: Props) {
  const { timeZone } = useTimeChoice()
  const offset = useProducerOffset()
  if (interval === null || widthPx < 40) return null
  const bar = barOf(timeline.axis, timeline.view, interval, widthPx)
  if (bar === null) return null
  const lengthUs = interval.endUs - interval.startUs
  return (
    <span
      title={`${formatDuration(lengthUs)} (${exactDuration(lengthUs)})\nfrom ${fullInstant(interval.startUs, timeZone, offset)}`}
      className={classNames(
        'absolute top-1/2 -translate-y-1/2',
        size === 'step' ? 'h-2.5' : 'h-1',
        isOpen && tone === 'lost' ? 'bg-lost/40' : tone === 'ok' ? (size === 'step' ? 'bg-ok/65' : 'bg-ok/45') : toneFill[tone],
        !bar.startsBefore && 'rounded-l-[2px]',
        !bar.endsAfter && !isOpen && 'rounded-r-[2px]'
      )}
      style={{ left: bar.left, width: bar.width }}
    />
  )
}
