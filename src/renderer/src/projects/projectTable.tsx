import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent } from 'react'
import type { ProjectRow } from '@shared/model/project'
import { useActions } from '../keyboard/actions'
import { navigate, recall, remember } from '../navigation'
import { annotationCountsQuery } from '../queries/annotations'
import { projectRoute } from '../route'
import { classNames } from '../ui/classNames'
import { HeaderCell, sortBy } from '../ui/headerCell'
import type { Sort } from '../ui/headerCell'
import { useKept } from '../ui/kept'
import { movedIndex } from '../ui/listKeys'
import { useTypeAhead } from '../ui/typeAhead'
import { Skeleton } from '../ui/skeleton'
import { orderProjects } from './projectOrder'
import type { ProjectColumn } from './projectOrder'
import { projectGrid as grid, ProjectTableRow, rowId } from './projectTableRow'

const columns: readonly { readonly id: ProjectColumn; readonly text: string; readonly right?: true; readonly title?: string }[] = [
  { id: 'name', text: 'Name' },
  { id: 'created', text: 'Created', right: true, title: 'When its first run began' },
  { id: 'runs', text: 'Runs', right: true },
  { id: 'failed', text: 'Failed', right: true, title: 'Runs whose last step failed' },
  { id: 'steps', text: 'Steps', right: true },
  { id: 'partitions', text: 'Partitions', right: true },
  { id: 'objects', text: 'Objects', right: true, title: 'Objects of the bucket that listings named' },
  { id: 'annotations', text: 'Annotations', right: true, title: 'What people said about its steps' },
  { id: 'activity', text: 'Last activity', right: true }
]

function readSort(kept: unknown): Sort<ProjectColumn> | undefined {
  const { column, descending } = (kept ?? {}) as Partial<Sort<ProjectColumn>>
  const found = columns.find((each) => each.id === column)
  return found === undefined || typeof descending !== 'boolean' ? undefined : { column: found.id, descending }
}

/** The projects as a table that arrows walk and Enter opens; `undefined` = not read yet. */
export function ProjectTable({ projects }: { projects: readonly ProjectRow[] | undefined }) {
  const [sort, setSort] = useKept<Sort<ProjectColumn>>('projects.sort', { column: 'activity', descending: true }, readSort)
  const [selected, setSelected] = useState(() => recall<string>('projects.selected') ?? null)
  const counts = useQuery(annotationCountsQuery()).data
  const rows = useMemo(() => orderProjects((projects ?? []).map((project) => ({ ...project, annotationCount: counts?.get(project.name) ?? 0 })), sort), [projects, counts, sort])
  const ahead = useTypeAhead()
  const table = useRef<HTMLTableElement>(null)
  const at = rows.findIndex((project) => project.name === selected)

  useActions({ 'go.annotations': () => navigate({ screen: 'annotations', project: rows[at]?.name ?? null }) })
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
    const next = movedIndex(event.key, at, rows.length, 10) ?? ahead.find(event.key, rows.map((project) => project.name), at)
    const row = next === null ? undefined : rows[next]
    if (row === undefined) return
    select(row.name)
    document.getElementById(rowId(next ?? 0))?.scrollIntoView({ block: 'nearest' })
    event.preventDefault()
  }

  return (
    <div className="h-full overflow-auto">
      <table
        ref={table}
        role="grid"
        aria-label="Projects"
        aria-rowcount={rows.length + 1}
        aria-busy={projects === undefined}
        aria-activedescendant={at < 0 ? undefined : rowId(at)}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onMouseDown={(event) => atRow(event, select)}
        onClick={(event) => atRow(event, (name) => navigate(projectRoute(name)))}
        onFocus={() => {
          const first = rows[0]
          if (at < 0 && first !== undefined) select(first.name)
        }}
        className="group block min-w-250 outline-none"
      >
        <thead className="sticky top-0 z-10 block border-b bg-canvas">
          <tr className={classNames(grid, 'h-8')}>
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
          </tr>
        </thead>
        <tbody className="block">
          {projects === undefined
            ? [180, 120, 210, 150].map((width) => (
                <tr key={width} className={classNames(grid, 'h-7')}>
                  <td className="px-2"><Skeleton width={width} /></td>
                </tr>
              ))
            : rows.map((project, index) => <ProjectTableRow key={project.name} project={project} index={index} selected={index === at} />)}
        </tbody>
      </table>
    </div>
  )
}

function atRow(event: MouseEvent, doing: (name: string) => void): void {
  if (event.button !== 0 || !(event.target instanceof Element) || event.target.closest('a') !== null) return
  const name = event.target.closest('tr')?.dataset.name
  if (name !== undefined) doing(name)
}
