import { GitFork, Split } from 'lucide-react'
import { memo } from 'react'
import type { RunRow } from '@shared/model/run'
import { compactCount, formatCount, plural } from '../format/number'
import { Age } from '../ui/age'
import { classNames } from '../ui/classNames'
import { Duration } from '../ui/duration'
import { useNow } from '../ui/now'
import { Skeleton } from '../ui/skeleton'
import { RunStatusBadge } from '../ui/statusBadge'

/** Height of a row in pixels. */
export const rowPx = 26

/** The columns of the run list, the same for its head and its rows; `partition` = there is more than one to tell apart. */
export const columnsLook = (partition: boolean): string =>
  classNames(
    'grid items-center px-2',
    partition
      ? 'grid-cols-[108px_minmax(120px,1.1fr)_minmax(72px,120px)_72px_80px_60px_88px_minmax(100px,1.6fr)_64px] @min-[1160px]:grid-cols-[108px_minmax(300px,0.6fr)_minmax(72px,140px)_72px_72px_80px_60px_104px_minmax(100px,1fr)_72px]'
      : 'grid-cols-[108px_minmax(120px,1.1fr)_72px_80px_60px_88px_minmax(100px,1.6fr)_64px] @min-[1160px]:grid-cols-[108px_minmax(300px,0.6fr)_72px_72px_80px_60px_104px_minmax(100px,1fr)_72px]'
  )

/** A column that only a wide list shows. */
export const wideOnly = 'hidden @min-[1160px]:block'

const rowLook = 'absolute inset-x-0 top-0 [contain:strict]'

/** The id of a row's element, for the active descendant of the list. */
export const rowElementId = (index: number): string => `run-row-${index}`

interface RunRowProps {
  readonly run: RunRow
  readonly index: number
  readonly selected: boolean
  readonly partition: boolean
}

/** One run in the list. */
export const RunListRow = memo(function RunListRow({ run, index, selected, partition }: RunRowProps) {
  const number = 'tabular px-2 text-right'
  return (
    <tr
      id={rowElementId(index)}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ height: rowPx, transform: `translateY(${index * rowPx}px)` }}
      className={classNames(rowLook, columnsLook(partition), selected ? 'bg-accent-soft group-focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]' : 'hover:bg-hover')}
    >
      <td className="flex px-2"><RunStatusBadge status={run.status} /></td>
      <td className="flex min-w-0 items-center gap-2 px-2">
        <span className="truncate font-mono" title={run.appId}>{run.appId}</span>
        <FamilyMarks run={run} />
      </td>
      {partition ? (
        <td className="truncate px-2 text-ink-dim" title={run.partitionKey ?? 'No partition'}>{run.partitionKey ?? <span className="text-ink-faint">—</span>}</td>
      ) : null}
      <td className={classNames(number, 'text-ink-dim', wideOnly)}><Age timeUs={run.lastTimeUs} /></td>
      <td className={classNames(number, 'text-ink-dim')}><Age timeUs={run.firstTimeUs} /></td>
      <td className={number}>
        {run.status === 'running' ? <RunningFor sinceUs={run.firstTimeUs} /> : run.stepCount === 0 ? <Duration durationUs={null} /> : <Duration durationUs={run.lastTimeUs - run.firstTimeUs} />}
      </td>
      <td className={number}>{formatCount(run.stepCount)}</td>
      <td className="truncate px-2 text-ink-dim" title={run.lastAction ?? undefined}>{run.lastAction ?? <span className="text-ink-faint">—</span>}</td>
      <td className="min-w-0 px-2"><ErrorCell run={run} /></td>
      <td className={classNames(number, 'text-ink-dim')}><Tokens prompt={run.promptTokens} completion={run.completionTokens} /></td>
    </tr>
  )
})

/** The place of a run that is not loaded yet. */
export function RunPlaceholderRow({ index, partition }: { index: number; partition: boolean }) {
  return (
    <tr
      id={rowElementId(index)}
      aria-rowindex={index + 2}
      aria-busy
      style={{ height: rowPx, transform: `translateY(${index * rowPx}px)` }}
      className={classNames(rowLook, columnsLook(partition))}
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
    <div className="truncate" title={`${line}\nin ${lastError.action}, step ${lastError.sequenceId}`}>
      <span className={status === 'failed' ? 'text-failed' : 'text-ink-dim'}>{lastError.type}</span>
      <span className="text-ink-faint">: {lastError.message.split('\n', 1)[0]}</span>
    </div>
  )
}

function Tokens({ prompt, completion }: { prompt: number; completion: number }) {
  if (prompt + completion === 0) return <span className="text-ink-faint">—</span>
  return <span title={`${formatCount(prompt)} prompt + ${formatCount(completion)} completion tokens`}>{compactCount(prompt + completion)}</span>
}

function FamilyMarks({ run: { forkParent, forkCount, spawnParent, spawnCount } }: { run: RunRow }) {
  const forks = [forkParent === null ? '' : `Forked from ${forkParent.appId}`, forkCount === 0 ? '' : plural(forkCount, 'fork')].filter(Boolean).join('. ')
  const spawns = [spawnParent === null ? '' : `Sub-run of ${spawnParent.appId}`, spawnCount === 0 ? '' : plural(spawnCount, 'sub-run')].filter(Boolean).join('. ')
  const look = 'tabular flex shrink-0 items-center gap-0.5 text-xs text-ink-faint'
  return (
    <>
      {forks === '' ? null : (
        <span title={forks} className={look}>
          <GitFork aria-hidden size={12} />
          {forkCount === 0 ? null : forkCount}
          <span className="sr-only">{forks}</span>
        </span>
      )}
      {spawns === '' ? null : (
        <span title={spawns} className={look}>
          <Split aria-hidden size={12} />
          {spawnCount === 0 ? null : spawnCount}
          <span className="sr-only">{spawns}</span>
        </span>
      )}
    </>
  )
}
