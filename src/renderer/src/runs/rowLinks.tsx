import { GitFork, Split } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import type { RunPointer, RunRow } from '@shared/model/run'
import { plural } from '../format/number'
import { navigate } from '../navigation'
import type { RunListFilter } from '../queries/runs'
import { formatRoute, projectRoute, runRoute } from '../route'
import { showSigns } from '../ui/showSigns'

const quiet = 'hover:text-accent hover:underline'

/** A run's partition as the way to its list; nothing to follow where there is none. `tabIndex` -1 inside a list that has keys of its own. */
export function PartitionLink({ run: { project, partitionKey }, tabIndex }: { run: RunRow; tabIndex?: number }) {
  if (partitionKey === null) return <span className="text-ink-faint">—</span>
  return (
    <a href={formatRoute(projectRoute(project, partitionKey))} tabIndex={tabIndex} data-partition={partitionKey} title={`${showSigns(partitionKey)}\nShow the runs of this partition`} className={quiet}>
      {showSigns(partitionKey)}
    </a>
  )
}

/** The run that another one came from, as a link. */
export function ParentLink({ run, parent, about, tabIndex, className = quiet, children }: { run: RunRow; parent: RunPointer; about: string; tabIndex?: number; className?: string; children: ReactNode }) {
  const to = runRoute({ project: run.project, partitionKey: parent.partitionKey, appId: parent.appId })
  return <a href={formatRoute(to)} tabIndex={tabIndex} title={about} className={className}>{children}</a>
}

/** What a run came from and what came from it, beside its id. */
export function FamilyMarks({ run }: { run: RunRow }) {
  const { forkParent, forkCount, spawnParent, spawnCount } = run
  const forks = [forkParent === null ? '' : `Forked from ${showSigns(forkParent.appId)}`, forkCount === 0 ? '' : plural(forkCount, 'fork')].filter(Boolean).join('. ')
  const spawns = [spawnParent === null ? '' : `Sub-run of ${showSigns(spawnParent.appId)}`, spawnCount === 0 ? '' : plural(spawnCount, 'sub-run')].filter(Boolean).join('. ')
  return (
    <>
      {forks === '' ? null : <Mark run={run} parent={forkParent} words={forks} icon={<GitFork aria-hidden size={12} />} count={forkCount} />}
      {spawns === '' ? null : <Mark run={run} parent={spawnParent} words={spawns} icon={<Split aria-hidden size={12} />} count={spawnCount} />}
    </>
  )
}

function Mark({ run, parent, words, icon, count }: { run: RunRow; parent: RunPointer | null; words: string; icon: ReactNode; count: number }) {
  const look = 'tabular flex shrink-0 items-center gap-0.5 text-xs text-ink-faint'
  const inside = <>{icon}{count === 0 ? null : <span aria-hidden>{count}</span>}<span className="sr-only">{words}</span></>
  if (parent === null) return <span title={words} className={look}>{inside}</span>
  return <ParentLink run={run} parent={parent} about={`${words}\nOpen the parent`} tabIndex={-1} className={`${look} rounded hover:text-accent`}>{inside}</ParentLink>
}

/** Takes a press on a link inside a list; a partition is shown with the filter that the list has. Says whether it was one. */
export function followLink(event: MouseEvent, filter: RunListFilter): boolean {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (link === null) return false
  const { partition } = link.dataset
  if (partition !== undefined && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault()
    navigate({ screen: 'project', ...filter, partitionKey: partition })
  }
  return true
}
