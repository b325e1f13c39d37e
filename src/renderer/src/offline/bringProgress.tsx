import { useQuery } from '@tanstack/react-query'
import { formatCount } from '../format/number'
import { cancelJob } from '../queries/bucketCommands'
import { bringMissing, pinsQuery } from '../queries/offline'
import { statusQuery } from '../queries/status'
import { Button } from '../ui/button'
import { useAway } from './away'

/** How far the bringing of what is kept has come, and how to stop it or go on; nothing when all is here. */
export function BringProgress() {
  const away = useAway()
  const progress = useQuery(statusQuery()).data?.progress
  const pins = useQuery(pinsQuery()).data ?? []
  const missing = pins.reduce((sum, { size }) => sum + size.objects - size.objectsHere - size.objectsLost, 0)
  if (progress?.phase === 'keeping') {
    return (
      <div className="flex items-center gap-3 text-sm">
        <progress aria-label="Bringing what is kept offline" value={progress.found === 0 ? 0 : progress.done / progress.found} className="h-1.5 min-w-0 flex-1 appearance-none overflow-hidden rounded-full bg-pressed [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-running" />
        <span className="tabular shrink-0 text-ink-dim">{formatCount(progress.done)} of {formatCount(progress.found)}</span>
        <Button onClick={() => void cancelJob(progress.jobId)}>Cancel</Button>
      </div>
    )
  }
  if (missing === 0) return null
  return (
    <div className="flex items-center gap-3 text-sm">
      <span className="min-w-0 flex-1 text-waiting">{formatCount(missing)} kept files are not on this computer yet.</span>
      <Button disabled={away !== null} title={away ?? undefined} onClick={() => void bringMissing()}>Bring them here</Button>
    </div>
  )
}
