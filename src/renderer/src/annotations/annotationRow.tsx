import { Pencil, Trash2 } from 'lucide-react'
import type { MouseEvent } from 'react'
import type { Annotation } from '@shared/model/annotation'
import { deleteAnnotation } from '../queries/annotations'
import { Age } from '../ui/age'
import { ObservationList, TagList, TargetPart } from '../ui/annotation/observationView'
import { IconButton } from '../ui/button'
import { classNames } from '../ui/classNames'
import { showSigns } from '../ui/showSigns'

/** The id of a row's element. */
export const rowId = ({ annotationId }: Annotation): string => `annotation-${annotationId}`

interface Props {
  readonly annotation: Annotation
  readonly columns: string
  readonly hasProject: boolean
  readonly hasPartition: boolean
  readonly isSelected: boolean
  readonly onSelect: () => void
  readonly onOpen: () => void
  readonly onEdit: () => void
}

/** One annotation; a click anywhere but on its buttons and on text that is being marked opens the run. */
export function AnnotationRow({ annotation, columns, hasProject, hasPartition, isSelected, onSelect, onOpen, onEdit }: Props) {
  const { run, step, action, tags, observations, updatedUs } = annotation
  function onClick(event: MouseEvent): void {
    if (event.target instanceof Element && event.target.closest('button') !== null) return
    if (getSelection()?.isCollapsed === false) return
    onOpen()
  }
  return (
    <tr
      id={rowId(annotation)}
      aria-selected={isSelected}
      onMouseDown={onSelect}
      onClick={onClick}
      className={classNames(
        columns,
        'min-h-8 border-b border-line py-1 group-focus-visible:aria-selected:ring-1 group-focus-visible:aria-selected:ring-accent group-focus-visible:aria-selected:ring-inset',
        isSelected ? 'bg-accent-soft' : 'hover:bg-hover'
      )}
    >
      <td className="px-2 py-0.5 text-ink-dim"><Age timeUs={updatedUs} suffix="ago" /></td>
      {hasProject ? <td className="truncate px-2 py-0.5" title={showSigns(run.project)}>{showSigns(run.project)}</td> : null}
      {hasPartition ? <td className="truncate px-2 py-0.5 font-mono" title={showSigns(run.partitionKey ?? '')}>{showSigns(run.partitionKey ?? '—')}</td> : null}
      <td className="truncate px-2 py-0.5 font-mono" title={showSigns(run.appId)}>{showSigns(run.appId)}</td>
      <td className="min-w-0 px-2 py-0.5">
        <span className="flex min-w-0 items-baseline gap-1.5">
          <span className="tabular shrink-0 font-mono text-ink-faint">{step.sequenceId}</span>
          <span className="truncate font-medium" title={showSigns(action)}>{showSigns(action)}</span>
        </span>
        <TargetPart annotation={annotation} />
      </td>
      <td className="px-2 py-0.5"><TagList tags={tags} /></td>
      <td className="min-w-0 px-2 py-0.5"><ObservationList observations={observations} /></td>
      <td className="flex justify-end gap-0.5">
        <IconButton label={`Change the annotation on step ${step.sequenceId}`} onClick={onEdit}><Pencil aria-hidden size={13} /></IconButton>
        <IconButton label={`Delete the annotation on step ${step.sequenceId}`} onClick={() => void deleteAnnotation(annotation)}><Trash2 aria-hidden size={13} /></IconButton>
      </td>
    </tr>
  )
}
