import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { SnapshotStatus, WriteTrial } from '@shared/model/snapshot'
import { mayNotWrite, tryWriting } from '../queries/snapshots'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copyButton'

/** Why the last snapshot was not published, and, when it was for a permission, which one; otherwise nothing. */
export function WriteProblem({ status: { mayWrite, lastPublish } }: { status: SnapshotStatus }) {
  const [trial, setTrial] = useState<WriteTrial | null>(null)
  const error = lastPublish?.error?.code === 'cancelled' ? null : (lastPublish?.error ?? null)
  if (error === null && mayWrite !== false) return null
  return (
    <div role="alert" className="shrink-0 border-b bg-failed-soft px-4 py-1.5">
      <div className="flex items-center gap-2">
        <TriangleAlert aria-hidden size={15} className="shrink-0 text-failed" />
        <p className="min-w-0 flex-1 break-words" data-selectable>
          <span className="font-medium text-failed">{mayWrite === false ? mayNotWrite : error?.message}</span>{' '}
          {mayWrite === false ? 'Nothing is published until they may. Everything else works.' : error?.action}
        </p>
        {mayWrite === false ? <Button onClick={() => void tryWriting().then(setTrial)}>Ask again</Button> : null}
      </div>
      {trial?.policyStatement == null ? null : (
        <div className="mt-1.5 flex items-start gap-1 pl-6">
          <pre className="min-w-0 overflow-x-auto rounded-md border bg-canvas p-2 font-mono text-sm" data-selectable>{trial.policyStatement}</pre>
          <CopyButton text={trial.policyStatement} label="Copy the policy statement" />
        </div>
      )}
    </div>
  )
}
