import { Pencil, SquarePen, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { Annotation } from '@shared/model/annotation'
import type { StepRow } from '@shared/model/step'
import { plural } from '../../format/number'
import { deleteAnnotation, isDamaged, repairAnnotations } from '../../queries/annotations'
import { formatRoute, formatStepKey } from '../../route'
import { Age } from '../../ui/age'
import { AnnotationForm } from '../../ui/annotation/annotationForm'
import { draftOf, isOnStep, ofWholeStep } from '../../ui/annotation/draft'
import type { Draft } from '../../ui/annotation/draft'
import { ObservationList, TagList, TargetPart } from '../../ui/annotation/observationView'
import { useStepData } from '../../ui/annotation/stepData'
import { Button, IconButton } from '../../ui/button'
import { classNames } from '../../ui/classNames'
import { EmptyState } from '../../ui/emptyState'
import { ErrorState } from '../../ui/errorState'
import { Kbd } from '../../ui/kbd'
import { showSigns } from '../../ui/showSigns'
import { Skeleton } from '../../ui/skeleton'
import { TargetChoice } from './targetChoice'
import type { Annotating } from './useAnnotating'

interface Props {
  readonly detail: RunDetail
  readonly selected: StepRow | null
  readonly annotating: Annotating
  readonly onSelect: (step: StepRow) => void
}

/** What people said about this run: the form when something is being written, and everything said, in the order of the steps. */
export function AnnotationsTab({ detail, selected, annotating, onSelect }: Props) {
  const { annotations, error, retry, draft, setDraft, begin } = annotating
  const list = useRef<HTMLUListElement>(null)
  const selectedText = selected === null ? '' : formatStepKey(selected)
  useEffect(() => list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }), [selectedText])
  if (error !== null && annotations === undefined) {
    return <ErrorState title="The annotations cannot be read" error={error} onRetry={retry} action={isDamaged(error) ? <Button onClick={() => void repairAnnotations()}>Restore the last backup</Button> : undefined} />
  }
  if (annotations === undefined) return <p aria-busy className="p-3"><Skeleton width={180} /></p>
  const stepOf = (annotation: Annotation): StepRow | undefined => detail.steps.find((step) => isOnStep(annotation.step, step))
  return (
    <div className="flex min-h-full flex-col">
      {draft === null ? null : (
        <div className="border-b bg-panel">
          <DraftForm key={`${draft.annotationId ?? 'new'} ${draft.step.sequenceId} ${draft.spanId ?? ''} ${draft.fieldPath ?? ''}`} initial={draft} detail={detail} onClose={() => setDraft(null)} onReopen={setDraft} />
        </div>
      )}
      {draft === null && selected !== null && annotations.length > 0 ? (
        <div className="flex items-center gap-2 border-b px-3 py-1.5">
          <Button onClick={() => begin(selected)}><SquarePen aria-hidden size={13} /> {ofWholeStep(annotations, selected) === null ? `Annotate step ${selected.sequenceId}` : `Go on with step ${selected.sequenceId}`}</Button>
          <span className="min-w-0 flex-1 truncate text-right text-xs text-ink-faint">
            {plural(annotations.length, 'annotation')} on this run · <a href={formatRoute({ screen: 'annotations', project: detail.run.project })} className="text-accent underline">all of the project</a>
          </span>
        </div>
      ) : null}
      {annotations.length === 0 && draft === null ? (
        <EmptyState
          icon={SquarePen}
          title="Nothing is said about this run yet"
          action={selected === null ? undefined : <Button look="primary" onClick={() => begin(selected)}>Annotate step {selected.sequenceId}</Button>}
        >
          Press <Kbd>A</Kbd> to annotate the selected step, <Kbd>1</Kbd> and <Kbd>2</Kbd> to rate it up or down. Annotations stay on this computer.
        </EmptyState>
      ) : (
        <ul ref={list} aria-label="Annotations of this run">
          {annotations.map((annotation) => {
            const step = stepOf(annotation)
            return (
              <Item
                key={annotation.annotationId}
                annotation={annotation}
                isOfSelected={selected !== null && isOnStep(annotation.step, selected)}
                isEdited={draft?.annotationId === annotation.annotationId}
                onSelect={step === undefined ? null : () => onSelect(step)}
                onEdit={() => setDraft(draftOf(annotation))}
              />
            )
          })}
        </ul>
      )}
    </div>
  )
}

function DraftForm({ initial, detail, onClose, onReopen }: { initial: Draft; detail: RunDetail; onClose: () => void; onReopen: (draft: Draft) => void }) {
  const [place, setPlace] = useState<Draft>(initial)
  const data = useStepData(place)
  return (
    <AnnotationForm
      initial={initial}
      data={data.choices}
      onClose={onClose}
      onReopen={onReopen}
      onDraft={setPlace}
      target={(draft, change) => <TargetChoice steps={detail.steps} draft={draft} data={data} onChange={change} />}
    />
  )
}

interface ItemProps {
  readonly annotation: Annotation
  readonly isOfSelected: boolean
  readonly isEdited: boolean
  /** `null` = the run has no such step any more, or not yet. */
  readonly onSelect: (() => void) | null
  readonly onEdit: () => void
}

function Item({ annotation, isOfSelected, isEdited, onSelect, onEdit }: ItemProps) {
  const { step, action, tags, observations, updatedUs } = annotation
  return (
    <li aria-current={isOfSelected || undefined} className={classNames('border-b border-line px-3 py-1.5', isEdited && 'bg-panel', isOfSelected && 'border-l-2 border-l-accent pl-2.5')}>
      <div className="flex h-6 min-w-0 items-center gap-2">
        <button
          type="button"
          disabled={onSelect === null}
          onClick={() => onSelect?.()}
          title={onSelect === null ? 'This step is not in the index' : `Select step ${step.sequenceId}`}
          className="flex min-w-0 items-baseline gap-1.5 rounded px-1 text-sm hover:bg-hover disabled:opacity-60"
        >
          <span className="tabular shrink-0 font-mono text-ink-faint">{step.sequenceId}</span>
          <span className="truncate font-medium">{showSigns(action)}</span>
        </button>
        <TargetPart annotation={annotation} />
        <span className="flex-1" />
        <span className="shrink-0 text-xs text-ink-faint"><Age timeUs={updatedUs} suffix="ago" /></span>
        <IconButton label={`Change the annotation on step ${step.sequenceId}`} onClick={onEdit}><Pencil aria-hidden size={13} /></IconButton>
        <IconButton label={`Delete the annotation on step ${step.sequenceId}`} onClick={() => void deleteAnnotation(annotation)}><Trash2 aria-hidden size={13} /></IconButton>
      </div>
      <div className="flex flex-col gap-1 pt-0.5 pb-1 pl-1">
        {tags.length === 0 ? null : <TagList tags={tags} />}
        <ObservationList observations={observations} />
      </div>
    </li>
  )
}
