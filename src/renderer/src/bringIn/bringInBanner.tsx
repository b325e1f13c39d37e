import { useQuery } from '@tanstack/react-query'
import { ListFilter } from 'lucide-react'
import { Suspense, lazy, useState } from 'react'
import { useActions } from '../keyboard/actions'
import { statusQuery } from '../queries/status'
import { Button } from '../ui/button'

const BringInDialog = lazy(async () => ({ default: (await import('./bringInDialog')).BringInDialog }))

/** Asks what of a large new bucket is brought in, and opens the choice whenever it is asked for. */
export function BringInBanner() {
  const isAsked = useQuery(statusQuery()).data?.awaitsChoice === true
  const [open, setOpen] = useState<'asked' | 'closed' | null>(null)
  useActions({ 'bringIn.open': () => setOpen('asked') })
  const isOpen = open === 'asked' || (open === null && isAsked)
  return (
    <>
      {isAsked ? (
        <section aria-label="What to bring in" className="flex shrink-0 items-center gap-2 border-b bg-waiting-soft px-4 py-1.5">
          <ListFilter aria-hidden size={15} className="shrink-0 text-waiting" />
          <p className="min-w-0 flex-1 break-words">
            <span className="font-medium">This bucket is large.</span>{' '}
            <span className="text-ink-dim">Only the newest runs of each project are here until you choose how much is brought in.</span>
          </p>
          <Button onClick={() => setOpen('asked')}>Choose what to bring in</Button>
        </section>
      ) : null}
      {isOpen ? (
        <Suspense fallback={null}>
          <BringInDialog onClose={() => setOpen('closed')} />
        </Suspense>
      ) : null}
    </>
  )
}
