import { ChevronDown, ChevronRight, CornerDownRight, GitFork } from 'lucide-react'
import { memo } from 'react'
import type { RunRow } from '@shared/model/run'
import { compactCount, formatCount } from '../format/number'
import { OfflineMark } from '../offline/offlineMark'
import { Age } from '../ui/age'
import { AheadMark } from '../ui/aheadMark'
import { classNames } from '../ui/classNames'
import { Duration } from '../ui/duration'
import { useNow } from '../ui/now'
import { showLines, showSigns } from '../ui/showSigns'
import { Skeleton } from '../ui/skeleton'
import { RunStatusBadge } from '../ui/statusBadge'
import { FamilyMarks, PartitionLink } from './rowLinks'
import { RunCost } from './runCost'
import type { ColumnLook } from './runColumns'

/** Height of a row in pixels. */
export const rowPx = 26

const rowLook = 'absolute inset-x-0 top-0 grid items-center px-2 [contain:strict]'

/** The id of a row's element, for the active descendant of the list. */
export const rowElementId = (index: number): string => `run-row-${index}`

interface RunRowProps {
  readonly run: RunRow
  readonly index: number
  readonly selected: boolean
  readonly columns: readonly ColumnLook[]
  readonly template: string
  /** How deep it stands in its family; 0 = a run of the list itself. */
  readonly depth: number
  readonly kind: 'fork' | 'spawn' | null
  /** Shown only because it leads to one that matches. */
  readonly dim: boolean
  /** Whether its family is open; `null` = it has none to open here. */
  readonly open: boolean | null
}

/** One run in the list. */
export const RunListRow = memo(function RunListRow({ run, index, selected, columns, template, depth, kind, dim, open }: RunRowProps) {
  return (
    <tr
      id={rowElementId(index)}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-level={open === null && depth === 0 ? undefined : depth + 1}
      aria-expanded={open ?? undefined}
      style={{ height: rowPx, transform: `translateY(${index * rowPx}px)`, gridTemplateColumns: template }}
      className={classNames(rowLook, selected ? 'bg-accent-soft group-focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]' : 'hover:bg-hover', dim && 'italic')}
    >
      {columns.map(({ id }) => {
        switch (id) {
          case 'status':
            return <td key={id} className="flex min-w-0 overflow-hidden px-2"><RunStatusBadge status={run.status} /></td>
          case 'app':
            return (
              <td key={id} className="flex min-w-0 items-center gap-2 px-2" style={depth === 0 ? undefined : { paddingLeft: 8 + depth * 18 }}>
                {open === null ? null : <span data-fold className="-ml-1 shrink-0 text-ink-dim">{open ? <ChevronDown aria-hidden size={14} /> : <ChevronRight aria-hidden size={14} />}</span>}
                {kind === null ? null : kind === 'fork' ? <GitFork aria-label="Fork" size={12} className="shrink-0 text-ink-faint" /> : <CornerDownRight aria-label="Sub-run" size={12} className="shrink-0 text-ink-faint" />}
                <span className={classNames('truncate font-mono', dim && 'text-ink-dim')} title={`${showSigns(run.appId)}${dim ? '\nDoes not match; a run below it does' : ''}`}>{showSigns(run.appId)}</span>
                <AheadMark timeUs={run.lastTimeUs} />
                <FamilyMarks run={run} />
              </td>
            )
          case 'partition':
            return <td key={id} className="truncate px-2 text-ink-dim" title={run.partitionKey === null ? 'No partition' : undefined}><PartitionLink run={run} tabIndex={-1} /></td>
          case 'active':
            return <td key={id} className={classNames(number, 'text-ink-dim')}><Age timeUs={run.lastTimeUs} /></td>
          case 'started':
            return <td key={id} className={classNames(number, 'text-ink-dim')}><Age timeUs={run.firstTimeUs} /></td>
          case 'duration':
            return (
              <td key={id} className={number}>
                {run.status === 'running' ? <RunningFor sinceUs={run.firstTimeUs} /> : run.stepCount === 0 ? <Duration durationUs={null} /> : <Duration durationUs={run.lastTimeUs - run.firstTimeUs} />}
              </td>
            )
          case 'steps':
            return <td key={id} className={number}>{formatCount(run.stepCount)}</td>
          case 'action':
            return <td key={id} className="truncate px-2 text-ink-dim" title={showSigns(run.lastAction ?? '')}>{run.lastAction === null ? <span className="text-ink-faint">—</span> : showSigns(run.lastAction)}</td>
          case 'error':
            return <td key={id} className="min-w-0 px-2"><ErrorCell run={run} /></td>
          case 'cost':
            return <td key={id} className={classNames(number, 'text-ink-dim')}><RunCost run={run} /></td>
          case 'tokens':
            return <td key={id} className={classNames(number, 'text-ink-dim')}><Tokens prompt={run.promptTokens} completion={run.completionTokens} /></td>
          case 'offline':
            return <td key={id} className="flex min-w-0 overflow-hidden px-2"><OfflineMark run={run} /></td>
        }
      })}
    </tr>
  )
})

const number = 'tabular truncate px-2 text-right'

/** The place of a run that is not loaded yet. */
export function RunPlaceholderRow({ index, template }: { index: number; template: string }) {
  return (
    <tr
      id={rowElementId(index)}
      aria-rowindex={index + 2}
      aria-busy
      style={{ height: rowPx, transform: `translateY(${index * rowPx}px)`, gridTemplateColumns: template }}
      className={rowLook}
    >
      <td className="px-2"><Skeleton width={64} /></td>
      <td className="px-2"><Skeleton width={`${56 + ((index * 37) % 30)}%`} /></td>
    </tr>
  )
}

function RunningFor({ sinceUs }: { sinceUs: number }) {
  return <Duration durationUs={Math.max(0, Math.floor((useNow() * 1000 - sinceUs) / 1_000_000)) * 1_000_000} />
}

function ErrorCell({ run: { lastError, status } }: { run: RunRow }) {
  if (lastError === null) return null
  const line = `${lastError.type}: ${lastError.message}`
  return (
    <div className="truncate" title={showLines(`${line}\nin ${lastError.action}, step ${lastError.sequenceId}`)}>
      <span className={status === 'failed' ? 'text-failed' : 'text-ink-dim'}>{showSigns(lastError.type)}</span>
      <span className="text-ink-faint">: {showSigns(lastError.message.split('\n', 1)[0] ?? '')}</span>
    </div>
  )
}

function Tokens({ prompt, completion }: { prompt: number; completion: number }) {
  if (prompt + completion === 0) return <span className="text-ink-faint">—</span>
  return <span title={`${formatCount(prompt)} prompt + ${formatCount(completion)} completion tokens`}>{compactCount(prompt + completion)}</span>
}
