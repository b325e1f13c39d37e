import { ClockAlert } from 'lucide-react'
import { useNow } from './now'

const dayMs = 86_400_000
const words = 'Clock ahead: the writer gave this run times that lie in the future'

/** Marks a run whose times lie more than a day in the future: the clock of its writer was ahead. */
export function AheadMark({ timeUs }: { timeUs: number }) {
  const nowMs = useNow(60_000)
  if (timeUs / 1000 - nowMs <= dayMs) return null
  return (
    <span title={words} className="shrink-0 text-waiting">
      <ClockAlert aria-hidden size={12} />
      <span className="sr-only">{words}</span>
    </span>
  )
}
