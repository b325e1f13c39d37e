import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { Annotation } from '@shared/model/annotation'
import { navigate, recall, remember } from '../navigation'
import type { Route } from '../route'
import { classNames } from '../ui/classNames'
import { HeaderCell } from '../ui/headerCell'
import { movedIndex } from '../ui/listKeys'
import { Skeleton } from '../ui/skeleton'
import { AnnotationRow, rowId } from './annotationRow'
import { deleteAnnotation } from '../queries/annotations'

interface Props {
  /** `undefined` = not read yet. */
  readonly annotations: readonly Annotation[] | undefined
  /** Whether rows are of more than one project. */
  readonly hasProject: boolean
  readonly onEdit: (annotation: Annotation) => void
  /** What stands below the last row. */
  readonly children: ReactNode
}

/** Where an annotation leads: its run, at its step. */
function routeOf({ run, step }: Annotation): Route {
  return { screen: 'run', run, step: { build: step.build ?? 0, sequenceId: step.sequenceId, attempt: step.attempt ?? 0 }, tab: 'annotations' }
}

/** Annotations as a table that arrows walk; Enter opens the run at the step. */
export function AnnotationTable({ annotations, hasProject, onEdit, children }: Props) {
  const rows = annotations ?? []
  const [selected, setSelected] = useState(() => recall<number>('annotations.selected') ?? null)
  const table = useRef<HTMLTableElement>(null)
  const at = rows.findIndex(({ annotationId }) => annotationId === selected)
  const hasPartition = rows.some(({ run }) => run.partitionKey !== null)
  useEffect(() => {
    if (document.activeElement === document.body) table.current?.focus({ preventScroll: true })
  }, [])

  function select(annotation: Annotation): void {
    setSelected(annotation.annotationId)
    remember('annotations.selected', annotation.annotationId)
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const row = rows[at]
    if (event.key === 'Enter' && row !== undefined) navigate(routeOf(row))
    if (event.key === 'Delete' && row !== undefined) void deleteAnnotation(row)
    const next = movedIndex(event.key, at, rows.length, 10)
    const moved = next === null ? undefined : rows[next]
    if (moved === undefined) return
    select(moved)
    document.getElementById(rowId(moved))?.scrollIntoView({ block: 'nearest' })
    event.preventDefault()
  }
  const columns = classNames(
    'grid items-start px-2',
    hasProject && hasPartition && 'grid-cols-[96px_minmax(96px,1fr)_minmax(80px,1fr)_minmax(120px,1.4fr)_minmax(120px,1.2fr)_minmax(120px,1.4fr)_minmax(220px,3fr)_64px]',
    hasProject && !hasPartition && 'grid-cols-[96px_minmax(96px,1fr)_minmax(120px,1.4fr)_minmax(120px,1.2fr)_minmax(120px,1.4fr)_minmax(220px,3fr)_64px]',
    !hasProject && hasPartition && 'grid-cols-[96px_minmax(80px,1fr)_minmax(120px,1.4fr)_minmax(120px,1.2fr)_minmax(120px,1.4fr)_minmax(220px,3fr)_64px]',
    !hasProject && !hasPartition && 'grid-cols-[96px_minmax(120px,1.4fr)_minmax(120px,1.2fr)_minmax(120px,1.4fr)_minmax(220px,3fr)_64px]'
  )
  return (
    <div className="h-full overflow-auto">
      <table
        ref={table}
        role="grid"
        aria-label="Annotations"
        aria-busy={annotations === undefined}
        aria-activedescendant={rows[at] === undefined ? undefined : rowId(rows[at])}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const [first] = rows
          if (event.target === event.currentTarget && at < 0 && first !== undefined) select(first)
        }}
        className="group block min-w-220 text-sm outline-none"
      >
        <thead className="sticky top-0 z-10 block border-b bg-canvas">
          <tr className={classNames(columns, 'h-8 items-center!')}>
            <HeaderCell>Updated</HeaderCell>
            {hasProject ? <HeaderCell>Project</HeaderCell> : null}
            {hasPartition ? <HeaderCell>Partition</HeaderCell> : null}
            <HeaderCell>Run</HeaderCell>
            <HeaderCell>Step</HeaderCell>
            <HeaderCell>Tags</HeaderCell>
            <HeaderCell>Observations</HeaderCell>
            <th scope="col"><span className="sr-only">Change or delete</span></th>
          </tr>
        </thead>
        <tbody className="block">
          {annotations === undefined
            ? [180, 120, 210, 150].map((width) => (
                <tr key={width} className={classNames(columns, 'h-8 items-center!')}>
                  <td className="px-2"><Skeleton width={width} /></td>
                </tr>
              ))
            : rows.map((annotation) => (
                <AnnotationRow
                  key={annotation.annotationId}
                  annotation={annotation}
                  columns={columns}
                  hasProject={hasProject}
                  hasPartition={hasPartition}
                  isSelected={annotation.annotationId === selected}
                  onSelect={() => select(annotation)}
                  onOpen={() => navigate(routeOf(annotation))}
                  onEdit={() => onEdit(annotation)}
                />
              ))}
        </tbody>
      </table>
      {children}
    </div>
  )
}
