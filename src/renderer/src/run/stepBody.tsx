import { useQuery } from '@tanstack/react-query'
import { CloudDownload } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppError } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { StepDetail, StepRow } from '@shared/model/step'
import { useAway } from '../offline/away'
import { BringButton } from '../offline/bringButton'
import { stepQuery } from '../queries/step'
import { EmptyState } from '../ui/emptyState'
import { ErrorState } from '../ui/errorState'
import { Skeleton } from '../ui/skeleton'

/** Reads the values of a step and hands them on; the step before stays, dimmed, until they are here. */
export function StepBody({ run, step, children }: { run: RunKey; step: StepRow; children: (detail: StepDetail) => ReactNode }) {
  const { data, error, isPlaceholderData, refetch } = useQuery(stepQuery(run, step))
  const isMissing = error instanceof AppError && error.code === 'body-missing'
  if (isMissing) return <BodyMissing run={run} onFetched={() => void refetch()} />
  if (error !== null && (data === undefined || isPlaceholderData)) return <ErrorState title="This step cannot be shown" error={error} onRetry={() => void refetch()} />
  if (data === undefined) {
    return (
      <div aria-busy className="flex flex-col gap-3 p-3">
        {[180, 260, 220, 140].map((width) => <Skeleton key={width} width={width} />)}
      </div>
    )
  }
  // Dimmed only when it takes long: while steps fly by, the pane must not flicker.
  return <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-60 transition-opacity delay-150 duration-75' : undefined}>{children(data)}</div>
}

function BodyMissing({ run, onFetched }: { run: RunKey; onFetched: () => void }) {
  const away = useAway()
  return (
    <EmptyState icon={CloudDownload} title="The values of this step are not on this computer" action={<BringButton run={run} onBrought={onFetched} />}>
      The index knows the step; its log file has not been fetched, or was removed to save space.
      {away === null ? null : <span className="mt-2 block">Bringing it here has to wait: {away}</span>}
    </EmptyState>
  )
}
