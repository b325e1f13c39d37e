import { fullInstant, isoInstant } from '../format/instant'
import { useTimeChoice } from '../format/timeChoice'
import { useProducerOffset } from './producerClock'

/** A date and time in full, in the person's locale and the zone they chose; ISO in UTC on hover and when copied. `null` is shown as `—`. */
export function Instant({ timeUs }: { timeUs: number | null }) {
  const { timeZone } = useTimeChoice()
  const offset = useProducerOffset()
  if (timeUs === null) return <span className="text-ink-faint">—</span>
  return (
    <time
      className="tabular whitespace-nowrap"
      dateTime={isoInstant(timeUs)}
      title={isoInstant(timeUs)}
      data-selectable
      onCopy={(event) => {
        event.clipboardData.setData('text/plain', isoInstant(timeUs))
        event.preventDefault()
      }}
    >
      {fullInstant(timeUs, timeZone, offset)}
    </time>
  )
}
