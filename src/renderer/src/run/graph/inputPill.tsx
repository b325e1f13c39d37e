import { Handle, Position, type EdgeProps, type NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { oneLine } from '../values/visibleText'
import { roundedPath, type InputEdge, type InputNode } from './flow'

/** An input of an action: what has to be given, or (dashed) may be. */
export const InputPill = memo(function InputPill({ data: { name, action, isOptional } }: NodeProps<InputNode>) {
  return (
    <div
      title={`${isOptional ? 'Optional input' : 'Input'} of ${oneLine(action, 80)}: ${oneLine(name, 200)}`}
      className={`flex h-full w-full items-center justify-center rounded-full border bg-canvas px-2 font-mono text-xs text-ink-dim ${isOptional ? 'border-dashed border-line-strong' : 'border-control-line'}`}
    >
      <Handle type="source" position={Position.Bottom} isConnectable={false} className="invisible" />
      <span className="truncate">{oneLine(name, 40)}</span>
    </div>
  )
})

/** The line from an input to its action. */
export const InputLine = memo(function InputLine({ data }: EdgeProps<InputEdge>) {
  if (data === undefined) return null
  return <path d={roundedPath(data.points)} fill="none" stroke="var(--line-strong)" strokeWidth={1} strokeDasharray={data.isOptional ? '3 3' : undefined} />
})
