import { GitFork, Repeat, Waypoints } from 'lucide-react'
import { formatDuration } from '../../format/duration'
import { formatCount, plural } from '../../format/number'
import { formatRoute, runRoute } from '../../route'
import { oneLine } from '../values/visibleText'
import { childOrders, type ChildOrder } from './childGroup'
import { GuideLines } from './guideLines'
import type { ChildrenRow, ListRow } from './rowTypes'
import { indentPx, OpenMark } from './stepRow'

interface ChildrenProps {
  readonly row: ChildrenRow
  readonly order: ChildOrder
  readonly onOrder: (order: ChildOrder) => void
}

/** What stands over the runs that one step started: how many, how they went, and the order they stand in. */
export function ChildrenCells({ row, order, onOrder }: ChildrenProps) {
  const { count, failedCount, medianUs, longestUs, scope } = row
  return (
    <>
      <span />
      <span className="relative col-span-4 flex h-full min-w-0 items-center gap-2 text-xs text-ink-dim" style={{ paddingLeft: indentPx(1, scope.inside.length) + 16 }}>
        <GuideLines count={scope.inside.length} />
        <Waypoints aria-hidden size={12} className="-ml-4 shrink-0 text-ink-faint" />
        <span className="truncate">
          {plural(count, 'sub-run')}
          {failedCount === 0 ? null : <span className="font-medium text-failed"> · {formatCount(failedCount)} failed</span>}
          {medianUs === null || longestUs === null ? null : <span className="text-ink-faint"> · middle {formatDuration(medianUs)} · longest {formatDuration(longestUs)}</span>}
        </span>
        <span role="group" aria-label="Order of the sub-runs" className="flex shrink-0 items-center gap-0.5">
          {childOrders.map(([each, word]) => (
            <button
              key={each} type="button" tabIndex={-1} aria-pressed={each === order}
              onClick={(event) => {
                event.stopPropagation()
                onOrder(each)
              }}
              className="h-5 rounded px-1.5 text-ink-dim hover:bg-hover aria-pressed:bg-pressed aria-pressed:text-ink"
            >
              {word}
            </button>
          ))}
        </span>
      </span>
    </>
  )
}

/** What a fork builds on: the run it was forked from, and how many of its steps. */
export function InheritedCells({ row, onToggle }: { row: Extract<ListRow, { kind: 'inherited' }>; onToggle: (row: ListRow) => void }) {
  const { run, pointer, inherited, inheritedCount } = row.ancestor
  if (run === null) return null
  const cut = inheritedCount > inherited.length ? `, the last ${formatCount(inherited.length)} shown` : ''
  return (
    <>
      <span className="flex justify-end pr-2 text-ink-faint"><GitFork aria-hidden size={12} /></span>
      <span className="col-span-4 flex h-full min-w-0 items-center gap-1.5 text-xs text-ink-faint">
        <OpenMark canOpen isOpen={row.isOpen} onToggle={() => onToggle(row)} />
        <span className="-ml-1 shrink-0">Forked from</span>
        <a href={formatRoute(runRoute(run))} tabIndex={-1} onClick={(event) => event.stopPropagation()} className="truncate font-mono text-accent hover:underline">{oneLine(run.appId, 200)}</a>
        <span className="shrink-0">at {pointer.sequenceId === null ? 'its latest step' : `step ${pointer.sequenceId}`} · builds on {plural(inheritedCount, 'step')}{cut}</span>
      </span>
    </>
  )
}

/** Actions that came round again and again. */
export function RepeatCells({ row: { actions, times, to, scope } }: { row: Extract<ListRow, { kind: 'repeat' }> }) {
  return (
    <>
      <span className="flex justify-end pr-2 text-ink-faint"><Repeat aria-hidden size={12} /></span>
      <span className="col-span-4 truncate pl-1 text-xs text-ink-faint" style={{ paddingLeft: indentPx(0, scope.inside.length) }}>
        repeats: <span className="font-medium text-ink-dim">{actions.map((action) => oneLine(action, 40)).join(' → ')}</span> ×{formatCount(times)}, up to step {to}
      </span>
    </>
  )
}
