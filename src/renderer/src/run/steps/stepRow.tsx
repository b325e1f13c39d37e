import { ChevronRight, GitFork, Radio, Waypoints } from 'lucide-react'
import { memo } from 'react'
import type { ReactNode } from 'react'
import type { RunStatus } from '@shared/model/run'
import { Duration } from '../../ui/duration'
import { StatusMark } from '../../ui/statusBadge'
import { AnnotationMark } from '../annotate/annotationMark'
import type { Columns } from './columns'
import { lookOf } from './look'
import type { Attempts, ListRow } from './rows'
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

/** Where the name of a row inside a step begins, in pixels. */
export const indentPx = (depth: number): number => 4 + depth * 14

/** A small fact beside a row's name. */
export function Tag({ children, title }: { children: ReactNode; title: string }) {
  return (
    <span title={title} className="inline-flex shrink-0 items-center gap-1 rounded border border-line px-1 text-xs leading-4 text-ink-dim">
      {children}
    </span>
  )
}

interface Props {
  readonly row: Extract<ListRow, { kind: 'step' }>
  readonly runStatus: RunStatus
  readonly columns: Columns
  readonly timeline: Timeline
  readonly forkCount: number
  readonly onToggle: (row: ListRow) => void
}

/** One step: number, action, bar, duration, status. */
export const StepCells = memo(function StepCells({ row, runStatus, columns, timeline, forkCount, onToggle }: Props) {
  const { step } = row
  const look = lookOf(step, runStatus)
  const openUs = runStatus === 'running' ? timeline.openUs : null
  return (
    <>
      <span className="tabular pr-2 text-right font-mono text-ink-faint">{step.sequenceId}</span>
      <span className="flex h-full min-w-0 items-center gap-1.5 overflow-hidden pr-2">
        <OpenMark canOpen={row.canOpen} isOpen={row.isOpen} onToggle={() => onToggle(row)} />
        <span className="-ml-1 max-w-full shrink-0 truncate font-medium">{step.action}</span>
        <AnnotationMark step={step} />
        {row.attempts === null ? null : <AttemptTag attempts={row.attempts} />}
        {step.streamed ? <Radio aria-label="streamed" size={12} className="shrink-0 text-ink-faint" /> : null}
        {step.childCount > forkCount ? <Tag title="Runs started inside this step"><Waypoints aria-hidden size={11} />{step.childCount - forkCount}</Tag> : null}
        {forkCount > 0 ? <Tag title="Runs forked from this step"><GitFork aria-hidden size={11} />{forkCount}</Tag> : null}
        {step.beginRecorded ? null : <Tag title="The log has the end of this step and not its begin">no begin</Tag>}
        {step.errorLine === null ? null : <span title={step.errorLine} className="min-w-0 truncate text-xs text-failed">{step.errorLine}</span>}
      </span>
      <span className="relative h-full">
        <TimeBar timeline={timeline} widthPx={columns.waterfallWidth} interval={stepInterval(step, timeline.openUs)} tone={look.tone} size="step" isOpen={step.status === 'open'} />
      </span>
      <span className="pr-2 text-right text-ink-dim"><Duration durationUs={stepDurationUs(step, openUs)} /></span>
      <span className="flex min-w-0 items-center overflow-hidden pl-1"><StatusMark look={look} variant={columns.hasStatusWord && step.status !== 'ok' ? 'plain' : 'icon'} /></span>
    </>
  )
})

function AttemptTag({ attempts: { nth, of } }: { attempts: Attempts }) {
  if (of === null) return <Tag title="The same action again right after it failed. The log does not name it a retry: inferred.">retry {nth - 1}, inferred</Tag>
  return <Tag title="This sequence id was begun more than once">attempt {nth} of {of}</Tag>
}
