import type { ReactNode } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { RunWait } from '@shared/model/run'
import { formatCount } from '../format/number'
import { KeepButton } from '../offline/keepButton'
import { OfflineMark } from '../offline/offlineMark'
import { ExportButton } from '../portable/exportButton'
import { Age } from '../ui/age'
import { CopyButton } from '../ui/copyButton'
import { Duration } from '../ui/duration'
import { RunStatusBadge } from '../ui/statusBadge'
import { useNow } from '../ui/now'
import { showLines, showSigns } from '../ui/showSigns'
import { ClockNote } from './runNotices'
import { RunNumbers } from './insights/runNumbers'
import { ListWalk } from './listWalk'
import { openEndUs } from './steps/times'
import { oneLine } from './values/visibleText'

/** What a run is and how it stands: status, id, family and the numbers people ask for first. */
export function RunHeader({ detail, onJumpToError }: { detail: RunDetail; onJumpToError: () => void }) {
  const { run } = detail
  const nowMs = useNow(run.status === 'running' ? 1000 : 3_600_000)
  const hasSteps = run.stepCount > 0
  return (
    <header className="shrink-0 border-b bg-canvas px-3 pt-2 pb-1.5">
      <div className="flex min-w-0 flex-wrap items-center justify-between gap-x-5 gap-y-0.5">
        <div className="flex h-6 max-w-full min-w-0 items-center gap-2">
          <ListWalk run={run} />
          <RunStatusBadge status={run.status} variant="filled" />
          <h1 title={showSigns(run.appId)} className="min-w-0 truncate font-mono font-medium" data-selectable>{oneLine(run.appId, 300)}</h1>
          <CopyButton text={run.appId} label="Copy the app id" />
          <OfflineMark run={run} words={run.offline !== 'complete'} />
          <KeepButton target={{ kind: 'run', run: { project: run.project, partitionKey: run.partitionKey, appId: run.appId } }} kept={run.isPinned === true} />
          <ExportButton target={{ kind: 'run', run }} />
          {run.partitionKey === null ? null : <span title="Partition key" className="max-w-40 min-w-0 truncate rounded border px-1.5 font-mono text-xs leading-[18px] text-ink-dim">{oneLine(run.partitionKey, 80)}</span>}
        </div>
        <dl className="tabular flex h-6 shrink-0 items-center gap-4 text-sm">
          <Fact name="Started">
            <Age timeUs={hasSteps ? run.firstTimeUs : null} suffix="ago" />
            {hasSteps ? <ClockNote clock={detail.clock} /> : null}
          </Fact>
          <Fact name="Took"><Duration durationUs={hasSteps ? openEndUs(run, nowMs * 1000) - run.firstTimeUs : null} /></Fact>
          {detail.waiting === null || run.status !== 'waiting' ? null : <WaitFact wait={detail.waiting} />}
          <Fact name="Steps">{formatCount(run.stepCount)}</Fact>
          {run.failedCount > 0 ? <Fact name="Failed"><span className="font-medium text-failed">{formatCount(run.failedCount)}</span></Fact> : null}
          <RunNumbers detail={detail} />
          {run.forkCount > 0 ? <Fact name="Forks">{formatCount(run.forkCount)}</Fact> : null}
          {run.spawnCount > 0 ? <Fact name="Sub-runs">{formatCount(run.spawnCount)}</Fact> : null}
        </dl>
      </div>
      {run.lastError === null ? null : (
        <button
          type="button"
          onClick={onJumpToError}
          title={showLines(`${run.lastError.type}: ${run.lastError.message}\nGo to step ${run.lastError.sequenceId}`)}
          className="mt-1 flex h-6 w-full min-w-0 items-center gap-2 rounded bg-failed-soft px-2 text-left text-sm hover:brightness-95 dark:hover:brightness-125"
        >
          <span className="shrink-0 font-medium text-failed">{oneLine(run.lastError.type, 80)}</span>
          <span className="min-w-0 flex-1 truncate text-ink">{oneLine(run.lastError.message, 400)}</span>
          <span className="shrink-0 text-ink-dim">in <span className="font-medium">{showSigns(run.lastError.action)}</span> · step {run.lastError.sequenceId}</span>
        </button>
      )}
    </header>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="text-xs text-ink-faint">{name}</dt>
      <dd className="flex items-center gap-1">{children}</dd>
    </div>
  )
}

/** Since when the run waits for something from outside, and on which channel. */
function WaitFact({ wait: { sinceUs, channel } }: { wait: RunWait }) {
  return (
    <Fact name="Waiting since">
      <span className="font-medium text-waiting"><Age timeUs={sinceUs} suffix="ago" /></span>
      {channel === null ? null : <span title={`Channel ${channel}`} className="max-w-40 truncate text-ink-dim">on channel <span className="font-mono">{oneLine(channel, 60)}</span></span>}
    </Fact>
  )
}
