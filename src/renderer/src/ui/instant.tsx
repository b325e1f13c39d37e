import { isoInstant, localInstant } from '../format/instant'

/** A date and time in full, in the person's locale and zone; ISO in UTC on hover and when copied. `null` is shown as `—`. */
export function Instant({ timeUs }: { timeUs: number | null }) {
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
      {localInstant(timeUs)}
    </time>
  )
}
