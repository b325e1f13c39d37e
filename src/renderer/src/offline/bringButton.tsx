import { useMutation } from '@tanstack/react-query'
import type { RunKey } from '@shared/model/run'
import { toErrorShape } from '@shared/errors'
import { plural } from '../format/number'
import { fetchBodies } from '../queries/run'
import { announce } from '../ui/announcer'
import { Button } from '../ui/button'
import { toast } from '../ui/toast'
import { useAway } from './away'

/** Brings the log files of a run that are not on this computer; without the bucket it says why it cannot. */
export function BringButton({ run, className, onBrought }: { run: RunKey; className?: string; onBrought?: () => void }) {
  const away = useAway()
  const { mutate, isPending } = useMutation({
    mutationFn: () => fetchBodies(run),
    onSuccess: ({ fetched, missing }) => {
      if (missing > 0) toast(`${plural(missing, 'log file')} could not be fetched: the bucket no longer has them, or does not give them`, 'failed')
      else announce(`${plural(fetched, 'log file')} fetched`)
      onBrought?.()
    },
    onError: (error) => {
      const { message, action } = toErrorShape(error)
      toast(`The log files could not be fetched. ${message} ${action ?? ''}`.trim(), 'failed')
    }
  })
  return (
    <Button {...(className === undefined ? {} : { className })} disabled={isPending || away !== null} title={away ?? undefined} onClick={() => mutate()}>
      {isPending ? 'Bringing…' : 'Bring them here'}
    </Button>
  )
}
