import { GitFork, Waypoints } from 'lucide-react'
import { formatRoute, runRoute } from '../../route'
import { Duration } from '../../ui/duration'
import { runLooks } from '../../ui/status'
import { RunStatusBadge } from '../../ui/statusBadge'
import { oneLine } from '../values/visibleText'
import type { Columns } from './columns'
import type { ListRow } from './rows'
import { indentPx } from './stepRow'
import { TimeBar } from './timeBar'
import type { Timeline } from './timeline'

/** A run started inside a step or forked from it, with a link to it. */
export function ChildCells({ row: { child, step }, columns, timeline }: { row: Extract<ListRow, { kind: 'child' }>; columns: Columns; timeline: Timeline }) {
  const Icon = child.kind === 'fork' ? GitFork : Waypoints
  const words = child.kind === 'fork' ? 'forked' : 'sub-run'
  const interval = child.kind === 'spawn' ? { startUs: child.firstTimeUs, endUs: child.lastTimeUs } : null
  return (
    <>
      <span />
      <span className="flex h-full min-w-0 items-center gap-1.5 pr-2" style={{ paddingLeft: indentPx(1) + 2 }}>
        <Icon aria-hidden size={12} className="shrink-0 text-ink-faint" />
        <span className="shrink-0 text-xs text-ink-faint">{step === null && child.sequenceId === null ? `${words}, step not named` : words}</span>
        <a href={formatRoute(runRoute(child.run))} onClick={(event) => event.stopPropagation()} className="truncate font-mono text-xs text-accent hover:underline">
          {oneLine(child.run.appId, 200)}
        </a>
      </span>
      <span className="relative h-full">
        <TimeBar timeline={timeline} widthPx={columns.waterfallWidth} size="thin" interval={interval} tone={runLooks[child.status].tone} />
      </span>
      <span className="pr-2 text-right text-ink-faint"><Duration durationUs={child.stepCount === 0 ? null : child.lastTimeUs - child.firstTimeUs} /></span>
      <span className="flex min-w-0 items-center overflow-hidden pl-1 text-xs"><RunStatusBadge status={child.status} variant={columns.hasStatusWord ? 'plain' : 'icon'} /></span>
    </>
  )
}

/** The run this one was forked from or started by. */
export function ParentCells({ row: { parent } }: { row: Extract<ListRow, { kind: 'parent' }> }) {
  const Icon = parent.kind === 'fork' ? GitFork : Waypoints
  const at = parent.pointer.sequenceId === null ? 'its latest step' : `step ${parent.pointer.sequenceId}`
  return (
    <>
      <span className="flex justify-end pr-2 text-ink-faint"><Icon aria-hidden size={12} /></span>
      <span className="col-span-4 flex min-w-0 items-center gap-1.5 pl-1 text-xs text-ink-faint">
        <span className="shrink-0">{parent.kind === 'fork' ? 'Forked from' : 'Started by'}</span>
        {parent.run === null ? (
          <span title="The index does not know this run" className="truncate font-mono">{oneLine(parent.pointer.appId, 200)} (not indexed)</span>
        ) : (
          <a href={formatRoute(runRoute(parent.run))} onClick={(event) => event.stopPropagation()} className="truncate font-mono text-accent hover:underline">
            {oneLine(parent.run.appId, 200)}
          </a>
        )}
        <span className="shrink-0">at {at}</span>
      </span>
    </>
  )
}
