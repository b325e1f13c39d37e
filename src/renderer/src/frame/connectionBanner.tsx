import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { navigate } from '../navigation'
import { pollNow } from '../queries/bucketCommands'
import { statusQuery } from '../queries/status'
import { Age } from '../ui/age'
import { Button } from '../ui/button'

/** Says that the bucket cannot be reached, why, and what to do; what is indexed stays readable beneath it. */
export function ConnectionBanner() {
  const status = useQuery(statusQuery()).data
  if (status?.connection !== 'failed' || status.error === null) return null
  const { message, action } = status.error
  return (
    <div role="alert" className="flex shrink-0 items-center gap-2 border-b bg-failed-soft px-4 py-1.5">
      <TriangleAlert aria-hidden size={15} className="shrink-0 text-failed" />
      <p className="min-w-0 flex-1 break-words" data-selectable>
        <span className="font-medium text-failed">{message}</span> {action}
        {status.lastPollUs === null ? null : (
          <span className="text-ink-dim"> What you see is as of <Age timeUs={status.lastPollUs} suffix="ago" />.</span>
        )}
      </p>
      <Button onClick={() => navigate({ screen: 'settings' })}>Settings</Button>
      <Button onClick={() => void pollNow()}>Try again</Button>
    </div>
  )
}
