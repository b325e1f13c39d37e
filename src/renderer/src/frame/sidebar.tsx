import { useQuery } from '@tanstack/react-query'
import { Activity, Archive, CircleX, FolderKanban, Search, Settings2, SquarePen } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { ProjectRow } from '@shared/model/project'
import { compactCount, formatCount, plural } from '../format/number'
import { projectsQuery } from '../queries/projects'
import { formatRoute, projectOf, projectRoute } from '../route'
import type { Route } from '../route'
import { classNames } from '../ui/classNames'
import { showSigns } from '../ui/showSigns'
import { Skeleton } from '../ui/skeleton'

function onArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const links = [...(event.currentTarget.closest('nav')?.querySelectorAll<HTMLElement>('a') ?? [])]
  const next = links[links.findIndex((link) => link === document.activeElement) + step]
  next?.focus()
  event.preventDefault()
}

// By name and not by activity, so that nothing moves while runs come in.
const byName = (a: ProjectRow, b: ProjectRow): number => a.name.localeCompare(b.name, undefined, { numeric: true })

/** The way to every screen, with the projects and how they stand. */
export function Sidebar({ route }: { route: Route }) {
  const projects = useQuery(projectsQuery())
  const current = projectOf(route)
  return (
    <nav aria-label="Main" className="flex h-full flex-col bg-panel">
      <div className="shrink-0 p-2 pb-0">
        <SidebarLink icon={FolderKanban} text="Projects" route={{ screen: 'projects' }} current={route.screen === 'projects'} />
      </div>
      <ul className="min-h-0 flex-1 overflow-y-auto px-2 pb-2" aria-label="Projects">
        {projects.isPending
          ? [112, 84, 128].map((width) => <li key={width} className="flex h-7 items-center pl-7.5"><Skeleton width={width} /></li>)
          : projects.data?.toSorted(byName).map((project) => <ProjectLink key={project.name} project={project} current={project.name === current} />)}
      </ul>
      <div className="shrink-0 border-t p-2">
        <SidebarLink icon={Search} text="Search" route={{ screen: 'search', text: '', project: current }} current={route.screen === 'search'} />
        <SidebarLink icon={SquarePen} text="Annotations" route={{ screen: 'annotations', project: current }} current={route.screen === 'annotations'} />
        <SidebarLink icon={Activity} text="Activity" route={{ screen: 'activity' }} current={route.screen === 'activity'} />
        <SidebarLink icon={Archive} text="Snapshots" route={{ screen: 'snapshots' }} current={route.screen === 'snapshots'} />
        <SidebarLink icon={Settings2} text="Settings" route={{ screen: 'settings' }} current={route.screen === 'settings'} />
      </div>
    </nav>
  )
}

const linkLook = 'flex h-7 items-center gap-2 rounded-md px-2 hover:bg-hover'
const currentLook = (current: boolean): string => (current ? 'bg-pressed text-ink font-medium' : 'text-ink-dim hover:text-ink')

function SidebarLink({ icon: Icon, text, route, current }: { icon: LucideIcon; text: string; route: Route; current: boolean }) {
  return (
    <a href={formatRoute(route)} aria-current={current ? 'page' : undefined} onKeyDown={onArrows} className={classNames(linkLook, currentLook(current))}>
      <Icon aria-hidden size={15} className="shrink-0" />
      <span className="truncate">{text}</span>
    </a>
  )
}

function ProjectLink({ project, current }: { project: ProjectRow; current: boolean }) {
  const failing = project.failedRunCount > 0
  return (
    <li>
      <a
        href={formatRoute(projectRoute(project.name))}
        aria-current={current ? 'page' : undefined}
        title={`${showSigns(project.name)}: ${plural(project.runCount, 'run')}, ${formatCount(project.failedRunCount)} failed`}
        onKeyDown={onArrows}
        className={classNames(linkLook, 'pl-7.5', currentLook(current))}
      >
        <span className="min-w-0 flex-1 truncate">{showSigns(project.name)}</span>
        {failing ? (
          <span className="tabular flex shrink-0 items-center gap-0.5 text-xs text-failed">
            <CircleX aria-hidden size={11} />
            {compactCount(project.failedRunCount)}
            <span className="sr-only"> failed of </span>
          </span>
        ) : null}
        <span className="tabular shrink-0 text-xs text-ink-faint">{compactCount(project.runCount)}</span>
      </a>
    </li>
  )
}
