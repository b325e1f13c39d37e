import { useState } from 'react'
import { formatAge, isoInstant, localInstant } from '../format/instant'
import { useNow } from './now'

/** How long ago something was, kept up to date; the date on hover, ISO when copied. `null` is shown as `—`. */
export function Age({ timeUs, suffix = '' }: { timeUs: number | null; suffix?: string }) {
  return timeUs === null ? <span className="text-ink-faint">—</span> : <KnownAge timeUs={timeUs} suffix={suffix} />
}

function KnownAge({ timeUs, suffix }: { timeUs: number; suffix: string }) {
  // Old ages change rarely: whole screens of them must not render every second.
  const [stepMs] = useState(() => (Date.now() - timeUs / 1000 < 120_000 ? 1000 : 15_000))
  const age = formatAge(timeUs, useNow(stepMs))
  return (
    <time
      className="tabular whitespace-nowrap"
      dateTime={isoInstant(timeUs)}
      title={localInstant(timeUs)}
      onCopy={(event) => {
        event.clipboardData.setData('text/plain', isoInstant(timeUs))
        event.preventDefault()
      }}
    >
      {age}
      {suffix !== '' && age !== 'now' ? ` ${suffix}` : ''}
    </time>
  )
}
