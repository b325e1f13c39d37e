import { useQuery } from '@tanstack/react-query'
import { GitFork, TriangleAlert, Waypoints } from 'lucide-react'
import { parseExact } from '@shared/exactJson/tree'
import type { RunKey } from '@shared/model/run'
import { inAndOutQuery } from '../../queries/family'
import { formatRoute, runRoute } from '../../route'
import { Duration } from '../../ui/duration'
import { showSigns } from '../../ui/showSigns'
import { runLooks } from '../../ui/status'
import { RunStatusBadge } from '../../ui/statusBadge'
import { preview } from '../values/preview'
import { oneLine } from '../values/visibleText'
import type { Interval } from './axis'
import { childDurationUs } from './childGroup'
import type { Columns } from './columns'
import { GuideLines } from './guideLines'
import type { ChildRow, ListRow } from './rowTypes'
import { indentPx, OpenMark } from './stepRow'
import { TimeBar } from './timeBar'
import type { Timeline } from './timeline'

interface ChildProps {
  readonly row: ChildRow
  readonly columns: Columns
  readonly timeline: Timeline
  readonly critical: readonly Interval[] | undefined
  readonly onToggle: (row: ListRow) => void
}

/** A run started inside a step or forked from it: opened here, or by its link on its own. */
export function ChildCells({ row, columns, timeline, critical, onToggle }: ChildProps) {
  const { child, step, scope, isOfMany } = row
  const Icon = child.kind === 'fork' ? GitFork : Waypoints
  const words = child.kind === 'fork' ? 'forked' : 'sub-run'
  const isOnTimeline = child.kind === 'spawn' && scope.isOnTimeline && child.stepCount > 0
  return (
    <>
      <span />
      <span className="relative flex h-full min-w-0 items-center gap-1.5 pr-2" style={{ paddingLeft: indentPx(step === null ? 0 : 1, scope.inside.length) - 4 }}>
        <GuideLines count={scope.inside.length} />
        <OpenMark canOpen={row.canOpen} isOpen={row.isOpen} onToggle={() => onToggle(row)} />
        <Icon aria-hidden size={12} className="-ml-1 shrink-0 text-ink-faint" />
        <span className={isOfMany ? 'sr-only' : 'shrink-0 text-xs text-ink-faint'}>{step === null && child.sequenceId === null ? `${words}, step not named` : words}</span>
        <a
          href={formatRoute(runRoute(child.run))} tabIndex={-1} title={`${showSigns(child.run.appId)}\nOpen on its own (Enter)`} onClick={(event) => event.stopPropagation()}
          className={`truncate font-mono text-xs text-accent hover:underline ${isOfMany ? 'max-w-14 shrink-0' : ''}`}
        >
          {oneLine(child.run.appId, 200)}
        </a>
        {isOfMany ? <InAndOutWords run={child.run} /> : null}
      </span>
      <span className="relative h-full">
        <TimeBar timeline={timeline} widthPx={columns.waterfallWidth} size="thin" critical={critical} interval={isOnTimeline ? { startUs: child.firstTimeUs, endUs: child.lastTimeUs } : null} tone={runLooks[child.status].tone} />
      </span>
      <span className={`flex items-center justify-end gap-1 pr-2 ${row.isOutlier ? 'font-medium text-waiting' : 'text-ink-faint'}`}>
        {row.isOutlier ? <TriangleAlert aria-label="Much longer than the others:" size={11} className="shrink-0" /> : null}
        <Duration durationUs={childDurationUs(child)} />
      </span>
      <span className="flex min-w-0 items-center overflow-hidden pl-1 text-xs"><RunStatusBadge status={child.status} variant={columns.hasStatusWord ? 'plain' : 'icon'} /></span>
    </>
  )
}

function shortText(text: string | null): string {
  if (text === null) return '—'
  const document = parseExact(text)
  if (!document.ok || typeof document.value !== 'object' || document.value === null || !('kind' in document.value) || document.value.kind !== 'object') return oneLine(text, 160)
  const { members } = document.value
  // One value says enough without its name.
  const [only] = members
  return members.length === 1 && only !== undefined ? preview(only.value, 'rendered', 120) : preview(document.value, 'rendered', 160)
}

/** What went into a run and what came out, on one line. */
function InAndOutWords({ run }: { run: RunKey }) {
  const { data } = useQuery(inAndOutQuery(run))
  if (data === undefined) return null
  const [given, made] = [shortText(data.inText), shortText(data.outText)]
  const title = `In${data.inOf === 'state' && data.inText !== null ? ' (from its state, inferred)' : ''}: ${given}\nOut${data.outOf === 'state' && data.outText !== null ? ' (from its state)' : ''}: ${made}`
  return (
    <span title={title} className="flex min-w-0 flex-1 items-center gap-1 font-mono text-xs">
      <span className="max-w-[50%] min-w-0 truncate text-ink-dim">{given}</span>
      <span className="shrink-0 text-ink-faint">→</span>
      <span className="min-w-0 truncate">{made}</span>
    </span>
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
          <a href={formatRoute(runRoute(parent.run))} tabIndex={-1} onClick={(event) => event.stopPropagation()} className="truncate font-mono text-accent hover:underline">
            {oneLine(parent.run.appId, 200)}
          </a>
        )}
        <span className="shrink-0">at {at}</span>
      </span>
    </>
  )
}
