import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RunRow } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { formatCount, plural } from '../format/number'
import { KeepButton } from '../offline/keepButton'
import { OfflineMark } from '../offline/offlineMark'
import { runQuery } from '../queries/run'
import { formatRoute, runRoute } from '../route'
import { Age } from '../ui/age'
import { IconButton } from '../ui/button'
import { CopyButton } from '../ui/copyButton'
import { Duration } from '../ui/duration'
import { Kbd } from '../ui/kbd'
import { showLines, showSigns } from '../ui/showSigns'
import { Skeleton } from '../ui/skeleton'
import { RunStatusBadge, StepStatusBadge } from '../ui/statusBadge'
import { ParentLink, PartitionLink } from './rowLinks'

/** Steps that a peek shows; all failed ones are among them. */
const mostSteps = 60

/** A run at a glance, beside the list: how it stands, its error and its steps. */
export function Peek({ run, onClose }: { run: RunRow; onClose: () => void }) {
  const { status, appId, lastError, stepCount } = run
  return (
    <aside aria-label="Peek" className="flex h-full min-w-0 flex-col overflow-y-auto bg-panel">
      <div className="flex h-9 shrink-0 items-center gap-2 border-b px-3">
        <RunStatusBadge status={status} variant="filled" />
        <a href={formatRoute(runRoute(run))} title={`Open ${showSigns(appId)}`} className="min-w-0 flex-1 truncate font-mono font-medium text-ink hover:underline">{showSigns(appId)}</a>
        <CopyButton text={appId} label="Copy the app id" />
        <KeepButton target={{ kind: 'run', run: { project: run.project, partitionKey: run.partitionKey, appId } }} kept={run.isPinned === true} />
        <IconButton label="Close the peek" onClick={onClose}><X aria-hidden size={14} /></IconButton>
      </div>
      <dl className="tabular grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 px-3 py-2 text-sm">
        <Fact name="Partition"><PartitionLink run={run} /></Fact>
        <Fact name="Active"><Age timeUs={run.lastTimeUs} suffix="ago" /></Fact>
        <Fact name="Duration"><Duration durationUs={stepCount === 0 ? null : run.lastTimeUs - run.firstTimeUs} /></Fact>
        <Fact name="Steps">{formatCount(stepCount)}{run.failedCount === 0 ? '' : `, ${formatCount(run.failedCount)} failed`}</Fact>
        <Fact name="Offline"><OfflineMark run={run} words /></Fact>
        <Fact name="Tokens">{run.promptTokens + run.completionTokens === 0 ? '—' : `${formatCount(run.promptTokens)} prompt + ${formatCount(run.completionTokens)} completion`}</Fact>
        {run.forkParent === null ? null : <Fact name="Forked from"><ParentLink run={run} parent={run.forkParent} about="Open the run it was forked from" className="font-mono text-accent hover:underline">{showSigns(run.forkParent.appId)}</ParentLink></Fact>}
        {run.spawnParent === null ? null : <Fact name="Sub-run of"><ParentLink run={run} parent={run.spawnParent} about="Open the run it was started by" className="font-mono text-accent hover:underline">{showSigns(run.spawnParent.appId)}</ParentLink></Fact>}
      </dl>
      {lastError === null ? null : (
        <div className="mx-3 mb-2 rounded-md bg-failed-soft px-2.5 py-1.5 text-sm">
          <div className="font-medium break-words text-failed">{showSigns(lastError.type)}</div>
          <div className="line-clamp-6 break-words whitespace-pre-wrap text-ink">{showLines(lastError.message.slice(0, 1000))}</div>
          <div className="mt-0.5 text-xs text-ink-dim">in {showSigns(lastError.action)}, step {lastError.sequenceId}</div>
        </div>
      )}
      <Steps run={run} />
      <p className="mt-auto flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-t px-3 py-1.5 text-xs text-ink-dim">
        <span><Kbd>J</Kbd> <Kbd>K</Kbd> walk</span>
        <span><Kbd>Enter</Kbd> open</span>
        <span><Kbd>Esc</Kbd> close</span>
      </p>
    </aside>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-dim">{name}</dt>
      <dd className="min-w-0 truncate">{children}</dd>
    </>
  )
}

function chosen(steps: readonly StepRow[]): readonly StepRow[] {
  if (steps.length <= mostSteps) return steps
  const failed = new Set(steps.filter(({ status }) => status === 'failed').slice(-mostSteps / 2))
  const rest = new Set(steps.filter((step) => !failed.has(step)).slice(failed.size - mostSteps))
  return steps.filter((step) => failed.has(step) || rest.has(step))
}

function Steps({ run }: { run: RunRow }) {
  const { data, isPending } = useQuery(runQuery(run))
  if (isPending) return <div className="flex flex-col gap-2 px-3 py-1"><Skeleton width="60%" /><Skeleton width="45%" /></div>
  if (data === undefined || data.steps.length === 0) return null
  const shown = chosen(data.steps)
  return (
    <section aria-label="Steps" className="min-h-0 px-3 pb-2">
      <h2 className="mb-0.5 text-sm font-medium text-ink-dim">{shown.length < data.steps.length ? `${formatCount(shown.length)} of ${plural(data.steps.length, 'step')}, failed ones first kept` : plural(data.steps.length, 'step')}</h2>
      <ol>
        {shown.map((step) => (
          <li key={`${step.build}.${step.sequenceId}.${step.attempt}`} className="flex h-6 min-w-0 items-center gap-2 text-sm">
            <span className="tabular w-8 shrink-0 text-right text-ink-faint">{step.sequenceId}</span>
            <StepStatusBadge status={step.status} variant="icon" />
            <span className="shrink-0 truncate">{showSigns(step.action)}</span>
            <span className="min-w-0 flex-1 truncate text-ink-dim" title={showLines(step.errorLine ?? '')}>{showSigns(step.errorLine ?? '')}</span>
            <span className="tabular shrink-0 text-ink-dim"><Duration durationUs={step.startUs === null || step.endUs === null ? null : step.endUs - step.startUs} /></span>
          </li>
        ))}
      </ol>
    </section>
  )
}
