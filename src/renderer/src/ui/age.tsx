import { useState } from 'react'
import { formatAge, fullInstant, isoInstant, shortInstant } from '../format/instant'
import { useTimeChoice } from '../format/timeChoice'
import { useNow } from './now'
import { useProducerOffset } from './producerClock'

/** How long ago something was, kept up to date, or its date when a person prefers that; in full on hover, ISO when copied. `null` is shown as `—`. */
export function Age({ timeUs, suffix = '' }: { timeUs: number | null; suffix?: string }) {
  return timeUs === null ? <span className="text-ink-faint">—</span> : <KnownAge timeUs={timeUs} suffix={suffix} />
}

function KnownAge({ timeUs, suffix }: { timeUs: number; suffix: string }) {
  const { timeStyle, timeZone } = useTimeChoice()
  const offset = useProducerOffset()
  return (
    <time
      className="tabular whitespace-nowrap"
      dateTime={isoInstant(timeUs)}
      title={fullInstant(timeUs, timeZone, offset)}
      onCopy={(event) => {
        event.clipboardData.setData('text/plain', isoInstant(timeUs))
        event.preventDefault()
      }}
    >
      {timeStyle === 'date' ? shortInstant(timeUs, timeZone, offset) : <RunningAge timeUs={timeUs} suffix={suffix} />}
    </time>
  )
}

function RunningAge({ timeUs, suffix }: { timeUs: number; suffix: string }) {
  // Old ages change rarely: whole screens of them must not render every second.
  const [stepMs] = useState(() => (Date.now() - timeUs / 1000 < 120_000 ? 1000 : 15_000))
  const age = formatAge(timeUs, useNow(stepMs))
  return suffix !== '' && /^\d/.test(age) ? `${age} ${suffix}` : age
}
