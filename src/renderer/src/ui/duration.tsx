import { exactDuration, formatDuration } from '../format/duration'

/** A duration for reading; exact on hover and when copied. `null` is shown as `—`. */
export function Duration({ durationUs }: { durationUs: number | null }) {
  if (durationUs === null) return <span className="text-ink-faint">—</span>
  return (
    <span
      className="tabular whitespace-nowrap"
      title={exactDuration(durationUs)}
      onCopy={(event) => {
        event.clipboardData.setData('text/plain', exactDuration(durationUs))
        event.preventDefault()
      }}
    >
      {formatDuration(durationUs)}
    </span>
  )
}
