import { CircleX } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { ProjectRow } from '@shared/model/project'
import { formatCount } from '../format/number'
import { navigate, recall, remember } from '../navigation'
import { projectRoute } from '../route'
import { Age } from '../ui/age'
import { classNames } from '../ui/classNames'
import { HeaderCell, sortBy } from '../ui/headerCell'
import type { Sort } from '../ui/headerCell'
import { useKept } from '../ui/kept'
import { movedIndex } from '../ui/listKeys'
import { Skeleton } from '../ui/skeleton'
import { orderProjects } from './projectOrder'
import type { ProjectColumn } from './projectOrder'

const columns: readonly { readonly id: ProjectColumn; readonly text: string; readonly right?: true; readonly title?: string }[] = [
  { id: 'name', text: 'Name' },
  { id: 'runs', text: 'Runs', right: true },
  { id: 'failed', text: 'Failed', right: true, title: 'Runs whose last step failed' },
  { id: 'steps', text: 'Steps', right: true },
  { id: 'partitions', text: 'Partitions', right: true },
  { id: 'objects', text: 'Objects', right: true, title: 'Objects of the bucket that listings named' },
  { id: 'activity', text: 'Last activity', right: true }
]

const grid = 'grid grid-cols-[minmax(160px,1fr)_104px_104px_112px_104px_112px_128px] items-center px-2'

function readSort(kept: unknown): Sort<ProjectColumn> | undefined {
  const { column, descending } = (kept ?? {}) as Partial<Sort<ProjectColumn>>
  const found = columns.find((each) => each.id === column)
  return found === undefined || typeof descending !== 'boolean' ? undefined : { column: found.id, descending }
}

/** The projects as a table that arrows walk and Enter opens; `undefined` = not read yet. */
export function ProjectTable({ projects }: { projects: readonly ProjectRow[] | undefined }) {
  const [sort, setSort] = useKept<Sort<ProjectColumn>>('projects.sort', { column: 'activity', descending: true }, readSort)
  const [selected, setSelected] = useState(() => recall<string>('projects.selected') ?? null)
  const rows = useMemo(() => orderProjects(projects ?? [], sort), [projects, sort])
  const table = useRef<HTMLDivElement>(null)
  const at = rows.findIndex((project) => project.name === selected)

  useEffect(() => {
    if (document.activeElement === document.body) table.current?.focus({ preventScroll: true })
  }, [])

  function select(name: string): void {
    setSelected(name)
    remember('projects.selected', name)
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter' && rows[at] !== undefined) navigate(projectRoute(rows[at].name))
    const next = movedIndex(event.key, at, rows.length, 10)
    const row = next === null ? undefined : rows[next]
    if (row === undefined) return
    select(row.name)
    document.getElementById(rowId(row.name))?.scrollIntoView({ block: 'nearest' })
    event.preventDefault()
  }

  return (
    <div
      ref={table}
      role="grid"
      aria-label="Projects"
      aria-rowcount={rows.length + 1}
      aria-busy={projects === undefined}
      aria-activedescendant={at < 0 || selected === null ? undefined : rowId(selected)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="group h-full overflow-auto"
    >
      <div role="row" className={classNames(grid, 'sticky top-0 z-10 h-8 border-b bg-canvas')}>
        {columns.map((column) => (
          <HeaderCell
            key={column.id}
            right={column.right ?? false}
            {...(column.title === undefined ? {} : { title: column.title })}
            sorted={sort.column !== column.id ? 'none' : sort.descending ? 'descending' : 'ascending'}
            onSort={() => setSort(sortBy(sort, column.id, column.id !== 'name'))}
          >
            {column.text}
          </HeaderCell>
        ))}
      </div>
      {projects === undefined
        ? [180, 120, 210, 150].map((width) => (
            <div key={width} role="row" aria-hidden className={classNames(grid, 'h-8')}>
              <div role="gridcell" className="px-2"><Skeleton width={width} /></div>
            </div>
          ))
        : rows.map((project) => <Row key={project.name} project={project} selected={project.name === selected} onSelect={select} />)}
    </div>
  )
}

const rowId = (name: string): string => `project ${name}`.replaceAll(' ', '_')

function Row({ project, selected, onSelect }: { project: ProjectRow; selected: boolean; onSelect: (name: string) => void }) {
  const cell = 'tabular px-2 text-right text-sm'
  return (
    // The grid takes the keys for all its rows.
    <div
      id={rowId(project.name)}
      role="row"
      aria-selected={selected}
      onMouseDown={() => onSelect(project.name)}
      onClick={() => navigate(projectRoute(project.name))}
      className={classNames(grid, 'h-8', selected ? 'bg-accent-soft' : 'hover:bg-hover')}
    >
      <div role="gridcell" className="truncate px-2 font-medium" title={project.name}>{project.name}</div>
      <div role="gridcell" className={cell}>{formatCount(project.runCount)}</div>
      <div role="gridcell" className={cell}>
        {project.failedRunCount === 0 ? (
          <span className="text-ink-faint">0</span>
        ) : (
          <span className="inline-flex items-center gap-1 text-failed">
            <CircleX aria-hidden size={12} />
            {formatCount(project.failedRunCount)}
          </span>
        )}
      </div>
      <div role="gridcell" className={cell}>{formatCount(project.stepCount)}</div>
      <div role="gridcell" className={cell}>{formatCount(project.partitionCount)}</div>
      <div role="gridcell" className={cell} title={objectWords(project)}>{formatCount(project.objects.listed)}</div>
      <div role="gridcell" className={cell}><Age timeUs={project.lastTimeUs} suffix="ago" /></div>
    </div>
  )
}

function objectWords({ objects: { listed, indexed, ignored, failed, waiting } }: ProjectRow): string {
  return `${formatCount(listed)} listed = ${formatCount(indexed)} indexed + ${formatCount(ignored)} ignored + ${formatCount(failed)} failed + ${formatCount(waiting)} waiting`
}
