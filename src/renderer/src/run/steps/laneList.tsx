import { useMemo } from 'react'
import type { StepRow } from '@shared/model/step'
import { formatDuration } from '../../format/duration'
import { compactCount, formatCount, plural } from '../../format/number'
import { classNames } from '../../ui/classNames'
import { showSigns } from '../../ui/showSigns'
import { oneLine } from '../values/visibleText'
import type { Columns } from './columns'
import { lanesOf, type LaneBar } from './lanes'
import { findRepeats } from './repeats'
import { indexOfStep } from './selection'
import type { Timeline } from './timeline'

interface Props {
  readonly steps: readonly StepRow[]
  readonly selected: StepRow | null
  readonly columns: Columns
  readonly timeline: Timeline
  readonly onSelect: (step: StepRow) => void
}

/** One lane for each action on the time line: loops and ping-pong are seen at once, and named above. */
export function LaneList({ steps, selected, columns, timeline, onSelect }: Props) {
  const { axis, view, openUs } = timeline
  const widthPx = columns.waterfallWidth
  const lanes = useMemo(() => lanesOf(steps, { axis, view, widthPx, openUs }), [steps, axis, view, widthPx, openUs])
  const repeats = useMemo(() => findRepeats(steps), [steps])
  return (
    <div className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto">
      {repeats.length === 0 ? null : (
        <p className="truncate border-b px-3 py-1 text-xs text-ink-dim">
          repeats: {repeats.slice(0, 5).map(({ actions, times }) => `${actions.map((action) => oneLine(action, 40)).join(' → ')} ×${formatCount(times)}`).join(' · ')}
        </p>
      )}
      <ul aria-label="Lanes of actions">
        {lanes.map((lane) => (
          <li key={lane.action} className="grid h-6 items-center text-sm hover:bg-hover" style={{ gridTemplateColumns: columns.template }}>
            <span className="tabular pr-2 text-right font-mono text-ink-faint" title={plural(lane.count, 'step')}>×{compactCount(lane.count)}</span>
            <span className={classNames('truncate pr-2 pl-5', lane.action === selected?.action && 'font-semibold text-accent')}>{oneLine(lane.action, 120)}</span>
            <span className="relative h-full">
              {lane.bars.map((bar) => <Bar key={`${bar.step.build}.${bar.step.sequenceId}.${bar.step.attempt}`} bar={bar} isSelected={selected !== null && bar.count === 1 && indexOfStep([bar.step], selected) === 0} onSelect={onSelect} />)}
            </span>
            <span className="tabular pr-2 text-right text-ink-dim" title="All together">{formatDuration(lane.totalUs)}</span>
            <span className="pl-1 text-xs text-failed">{lane.failed === 0 ? '' : `${formatCount(lane.failed)} failed`}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Bar({ bar: { left, width, step, count, hasFailed }, isSelected, onSelect }: { bar: LaneBar; isSelected: boolean; onSelect: (step: StepRow) => void }) {
  const words = count === 1 ? `${showSigns(step.action)}, step ${step.sequenceId}` : `${plural(count, 'step')} of ${showSigns(step.action)} from step ${step.sequenceId} on`
  return (
    <button
      type="button" tabIndex={-1} aria-label={words} title={words} onClick={() => onSelect(step)}
      className={classNames('absolute top-1/2 h-3 -translate-y-1/2 rounded-[2px]', hasFailed ? 'bg-failed' : 'bg-ok/65', isSelected && 'outline-2 outline-accent')}
      style={{ left, width }}
    />
  )
}
