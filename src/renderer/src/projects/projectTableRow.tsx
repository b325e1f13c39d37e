import { CircleX, SquarePen } from 'lucide-react'
import type { ProjectRow } from '@shared/model/project'
import { formatCount, plural } from '../format/number'
import { formatRoute } from '../route'
import { Age } from '../ui/age'
import { classNames } from '../ui/classNames'
import { showSigns } from '../ui/showSigns'
import type { ListedProject } from './projectOrder'

/** The columns of the project table, for its head and its rows. */
export const projectGrid = 'grid grid-cols-[minmax(160px,1fr)_100px_88px_88px_96px_100px_96px_116px_116px] items-center px-2'

/** The id of a row's element, for the active descendant of the table. */
export const rowId = (index: number): string => `project-row-${index}`

/** Burr's own convention for projects that are no real ones; `null` = a real one. */
export function kindOfName(name: string): 'demo' | 'test' | null {
  return /^demo[:_]/.test(name) ? 'demo' : /^test[:_]/.test(name) ? 'test' : null
}

/** One project in the list. */
export function ProjectTableRow({ project, index, selected }: { project: ListedProject; index: number; selected: boolean }) {
  const cell = 'tabular truncate px-2 text-right text-sm'
  const kind = kindOfName(project.name)
  return (
    <tr
      id={rowId(index)}
      data-name={project.name}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classNames(projectGrid, 'h-7', selected ? 'bg-accent-soft group-focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]' : 'hover:bg-hover')}
    >
      <td className="flex min-w-0 items-center gap-2 px-2">
        <span className="truncate font-medium" title={showSigns(project.name)}>{showSigns(project.name)}</span>
        {kind === null ? null : <span title={`Burr names projects so that are for ${kind === 'demo' ? 'demonstration' : 'tests'}`} className="shrink-0 rounded border px-1 text-xs leading-4 text-ink-dim">{kind}</span>}
      </td>
      <td className={classNames(cell, 'text-ink-dim')}><Age timeUs={project.firstTimeUs} suffix="ago" /></td>
      <td className={cell}>{formatCount(project.runCount)}</td>
      <td className={cell}>
        {project.failedRunCount === 0 ? (
          <span className="text-ink-faint">0</span>
        ) : (
          <span className="inline-flex items-center gap-1 text-failed">
            <CircleX aria-hidden size={12} />
            {formatCount(project.failedRunCount)}
          </span>
        )}
      </td>
      <td className={cell}>{formatCount(project.stepCount)}</td>
      <td className={cell}>{formatCount(project.partitionCount)}</td>
      <td className={cell} title={objectWords(project)}>{formatCount(project.objects.listed)}</td>
      <td className={cell}><AnnotationsLink project={project} /></td>
      <td className={cell}><Age timeUs={project.lastTimeUs} suffix="ago" /></td>
    </tr>
  )
}

/** The way to what was said about a project; the key for it is that of the screen. */
function AnnotationsLink({ project: { name, annotationCount } }: { project: ListedProject }) {
  const words = `${annotationCount === 0 ? 'No annotations' : plural(annotationCount, 'annotation')} on ${showSigns(name)}`
  return (
    <a
      href={formatRoute({ screen: 'annotations', project: name })}
      tabIndex={-1}
      title={words}
      className={classNames('-mr-1.5 inline-flex h-6 items-center gap-1 rounded px-1.5 hover:bg-pressed', annotationCount === 0 ? 'text-ink-faint' : 'text-accent')}
    >
      <SquarePen aria-hidden size={12} />
      <span aria-hidden>{formatCount(annotationCount)}</span>
      <span className="sr-only">{words}</span>
    </a>
  )
}

function objectWords({ objects: { listed, indexed, ignored, failed, waiting } }: ProjectRow): string {
  return `${formatCount(listed)} listed = ${formatCount(indexed)} indexed + ${formatCount(ignored)} ignored + ${formatCount(failed)} failed + ${formatCount(waiting)} waiting`
}
