import { Handle, Position, type NodeProps } from '@xyflow/react'
import { LogIn } from 'lucide-react'
import { memo } from 'react'
import { compactCount, formatCount } from '../../format/number'
import { classNames } from '../../ui/classNames'
import type { Tone } from '../../ui/status'
import { oneLine } from '../values/visibleText'
import { useIsHovered } from '../steps/hovered'
import { useCurrentTone } from './current'
import type { ActionNode } from './flow'

const filled: Readonly<Record<Tone, string>> = {
  ok: 'border-ok bg-ok-soft text-ok',
  failed: 'border-failed bg-failed-soft text-failed',
  running: 'border-running bg-running-soft text-running',
  waiting: 'border-waiting bg-waiting-soft text-waiting',
  lost: 'border-lost bg-lost-soft text-lost'
}

/** An action: its name, how often the run executed it, and whether the run begins there; filled when it is current. */
export const ActionBox = memo(function ActionBox({ data: { name, visits, isEntrypoint } }: NodeProps<ActionNode>) {
  const tone = useCurrentTone(name)
  const isHovered = useIsHovered(name)
  return (
    <div
      title={`${oneLine(name, 200)}: ${visits === 0 ? 'never executed in this run' : `executed ${formatCount(visits)} ${visits === 1 ? 'time' : 'times'}`}${isEntrypoint ? '\nThe run begins here' : ''}`}
      data-hovered={isHovered || undefined}
      className={classNames(
        isHovered && 'outline-2 outline-offset-2 outline-accent',
        'flex h-full w-full items-center justify-center gap-1.5 rounded-md border px-2 text-sm',
        tone !== null ? classNames('border-2 font-semibold', filled[tone]) : visits > 0 ? 'border-control-line bg-raised text-ink' : 'border-dashed border-line-strong bg-canvas text-ink-faint'
      )}
    >
      <Handle type="target" position={Position.Top} isConnectable={false} className="invisible" />
      {isEntrypoint ? <LogIn aria-label="The run begins here" size={13} className="shrink-0 rotate-90" /> : null}
      <span className="truncate">{oneLine(name, 60)}</span>
      {visits > 1 ? <span className="tabular shrink-0 text-xs opacity-80">×{compactCount(visits)}</span> : null}
      <Handle type="source" position={Position.Bottom} isConnectable={false} className="invisible" />
    </div>
  )
})
