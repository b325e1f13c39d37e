import { ChevronRight, GitFork, Radio, Waypoints } from 'lucide-react'
import { memo } from 'react'
import type { ReactNode } from 'react'
import { classNames } from '../../ui/classNames'
import { Duration } from '../../ui/duration'
import { showLines, showSigns } from '../../ui/showSigns'
import { StatusMark } from '../../ui/statusBadge'
import { AnnotationMark } from '../annotate/annotationMark'
import type { Interval } from './axis'
import type { Columns } from './columns'
import { GuideLines, nestPx } from './guideLines'
import { lookOf } from './look'
import type { Attempts, ListRow, StepListRow } from './rowTypes'
import { stepDurationUs, stepInterval } from './times'
import { TimeBar } from './timeBar'
import type { Timeline } from './timeline'

/** The arrow that opens and closes a row, or its empty place. */
export function OpenMark({ canOpen, isOpen, onToggle }: { canOpen: boolean; isOpen: boolean; onToggle: () => void }) {
  if (!canOpen) return <span className="w-5 shrink-0" />
  return (
    <span
      aria-hidden
      onClick={(event) => {
        event.stopPropagation()
        onToggle()
      }}
      className="flex h-full w-5 shrink-0 items-center justify-center text-ink-faint hover:text-ink"
    >
      <ChevronRight size={14} className={isOpen ? 'rotate-90' : undefined} />
    </span>
  )
}

/** Where the name of a row inside a step begins, in pixels; `nesting` = how many runs it stands in. */
export const indentPx = (depth: number, nesting = 0): number => 4 + depth * 14 + nesting * nestPx

/** A small fact beside a row's name. */
export function Tag({ children, title, isBad = false }: { children: ReactNode; title: string; isBad?: boolean }) {
  return (
    <span title={title} className={classNames('inline-flex shrink-0 items-center gap-1 rounded border px-1 text-xs leading-4', isBad ? 'border-failed text-failed' : 'border-line text-ink-dim')}>
      {children}
    </span>
  )
}

interface Props {
  readonly row: StepListRow
  readonly columns: Columns
  readonly timeline: Timeline
  /** Stretches of the critical path it takes part in. */
  readonly critical: readonly Interval[] | undefined
  readonly onToggle: (row: ListRow) => void
}

/** One step: number, action, bar, duration, status. */
export const StepCells = memo(function StepCells({ row, columns, timeline, critical, onToggle }: Props) {
  const { step, scope, spawnCount, forkCount } = row
  const look = lookOf(step, scope.run.status)
  const openUs = scope.run.status === 'running' ? timeline.openUs : null
  const nesting = scope.isInherited ? 0 : scope.inside.length
  return (
    <>
      <span className="tabular pr-2 text-right font-mono text-ink-faint">{step.sequenceId}</span>
      <span className={classNames('relative flex h-full min-w-0 items-center gap-1.5 overflow-hidden pr-2')} style={{ paddingLeft: nesting * nestPx }}>
        <GuideLines count={nesting} />
        <OpenMark canOpen={row.canOpen} isOpen={row.isOpen} onToggle={() => onToggle(row)} />
        <span className={`-ml-1 max-w-full shrink-0 truncate ${scope.isInherited ? 'text-ink-faint' : 'font-medium'}`}>{showSigns(step.action)}</span>
        {nesting === 0 && !scope.isInherited ? <AnnotationMark step={step} /> : null}
        {row.attempts === null ? null : <AttemptTag attempts={row.attempts} />}
        {step.streamed ? <Radio aria-label="streamed" size={12} className="shrink-0 text-ink-faint" /> : null}
        {spawnCount > 0 ? <Tag title={`Runs started inside this step${row.hasFailedInside ? '; some failed' : ''}`} isBad={row.hasFailedInside}><Waypoints aria-hidden size={11} />{spawnCount}</Tag> : null}
        {forkCount > 0 ? <Tag title="Runs forked from this step"><GitFork aria-hidden size={11} />{forkCount}</Tag> : null}
        {step.beginRecorded ? null : <Tag title="The log has the end of this step and not its begin">no begin</Tag>}
        {step.errorLine === null ? null : <span title={showLines(step.errorLine)} className="min-w-0 truncate text-xs text-failed">{showSigns(step.errorLine)}</span>}
      </span>
      <span className="relative h-full">
        <TimeBar
          timeline={timeline} widthPx={columns.waterfallWidth} tone={look.tone} size={nesting === 0 ? 'step' : 'inner'} isOpen={step.status === 'open'} critical={critical}
          interval={scope.isOnTimeline ? stepInterval(step, timeline.openUs) : null}
        />
      </span>
      <span className={`pr-2 text-right ${scope.isInherited ? 'text-ink-faint' : 'text-ink-dim'}`}><Duration durationUs={stepDurationUs(step, openUs)} /></span>
      <span className="flex min-w-0 items-center overflow-hidden pl-1">{scope.isInherited && step.status === 'ok' ? <span className="text-xs text-ink-faint">inherited</span> : <StatusMark look={look} variant={columns.hasStatusWord && step.status !== 'ok' ? 'plain' : 'icon'} />}</span>
    </>
  )
})

function AttemptTag({ attempts: { nth, of } }: { attempts: Attempts }) {
  if (of === null) return <Tag title="The same action again right after it failed. The log does not name it a retry: inferred.">retry {nth - 1}, inferred</Tag>
  return <Tag title="This sequence id was begun more than once">attempt {nth} of {of}</Tag>
}
