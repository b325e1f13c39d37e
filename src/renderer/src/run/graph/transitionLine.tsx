import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo, useState } from 'react'
import { classNames } from '../../ui/classNames'
import { oneLine } from '../values/visibleText'
import { useLeavesCurrent } from './current'
import { pointAt, roundedPath, type TransitionEdge } from './flow'
import { passageWords } from './history'

/** A transition: solid with its steps when the run took it, dashed when not; its condition on hover. */
export const TransitionLine = memo(function TransitionLine({ id, source, data }: EdgeProps<TransitionEdge>) {
  const leaves = useLeavesCurrent(source)
  const [isHovered, setHovered] = useState(false)
  if (data === undefined) return null
  const { points, condition, passage } = data
  const isTaken = passage !== null
  const color = isHovered ? 'var(--accent)' : isTaken ? (leaves ? 'var(--ink)' : 'var(--ink-dim)') : 'var(--line-strong)'
  // Neighbours put their labels at different heights, so that two between the same pair can both be read.
  const at = pointAt(points, Number(id) % 2 === 0 ? 0.36 : 0.62)
  const path = roundedPath(points)
  const words = passage === null ? '' : passageWords(passage)
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        style={{ stroke: color, strokeWidth: isTaken ? 1.75 : 1, ...(isTaken ? {} : { strokeDasharray: '4 4' }) }}
      />
      <Arrow points={points} color={color} />
      <path d={path} fill="none" stroke="transparent" strokeWidth={14} onPointerEnter={() => setHovered(true)} onPointerLeave={() => setHovered(false)} />
      {words !== '' || isHovered ? (
        <EdgeLabelRenderer>
          <div
            className={classNames('tabular pointer-events-none absolute flex max-w-64 flex-col items-center text-xs leading-4', isHovered && 'z-20')}
            style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)` }}
          >
            {words === '' ? null : <span className="rounded bg-canvas px-1 text-ink-dim">{words}</span>}
            {isHovered ? (
              <span className="max-w-64 truncate rounded border bg-raised px-1 font-mono text-accent">{oneLine(condition, 120)}</span>
            ) : null}
            {isHovered && passage?.isAmbiguous === true ? <span className="rounded bg-raised px-1 text-ink-dim">one of several between these actions; the log does not tell which</span> : null}
          </div>
        </EdgeLabelRenderer>
      ) : null}
    </>
  )
})

function Arrow({ points, color }: { points: readonly { x: number; y: number }[]; color: string }) {
  const [before, end] = [points.at(-2), points.at(-1)]
  if (before === undefined || end === undefined) return null
  const angle = (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI
  return <path d="M0,0L-8,-4L-8,4Z" fill={color} transform={`translate(${end.x},${end.y}) rotate(${angle})`} />
}
