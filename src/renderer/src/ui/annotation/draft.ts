import type { AnnotatedStep, Annotation, AnnotationTarget, AnnotationWords, DataPointer, Observation, Thumbs } from '@shared/model/annotation'
import type { RunKey } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'

/** An annotation while it is being written; `annotationId` is `null` until it is first saved. */
export interface Draft extends AnnotationTarget, AnnotationWords {
  readonly annotationId: number | null
}

/** A step that can be annotated. */
export interface StepTarget extends StepKey {
  readonly action: string
}

/** An observation with nothing said. */
export const blankObservation: Observation = { thumbs: null, note: null, groundTruth: null, pointers: [] }

/** A whole step as a target. */
export function stepTarget({ project, partitionKey, appId }: RunKey, { build, sequenceId, attempt, action }: StepTarget): AnnotationTarget {
  return { run: { project, partitionKey, appId }, step: { build, sequenceId, attempt }, action, spanId: null, fieldPath: null }
}

/** A new annotation on a target. */
export function blankDraft(target: AnnotationTarget): Draft {
  return { ...target, annotationId: null, tags: [], observations: [blankObservation] }
}

/** A kept annotation to be changed. */
export function draftOf({ annotationId, run, step, action, spanId, fieldPath, tags, observations }: Annotation): Draft {
  return { annotationId, run, step, action, spanId, fieldPath, tags, observations: observations.length === 0 ? [blankObservation] : observations }
}

/** Moves a draft to another step: all that names the step changes together, and what the other step does not have is let go. */
export function retarget(draft: Draft, { build, sequenceId, attempt, action }: StepTarget): Draft {
  return { ...draft, step: { build, sequenceId, attempt }, action, spanId: null, fieldPath: null }
}

/** Whether anything is said in a draft; nothing is not worth saving. */
export function saysSomething({ tags, observations }: AnnotationWords): boolean {
  return tags.length > 0 || observations.some((each) => each.thumbs !== null || each.pointers.length > 0 || hasText(each.note) || hasText(each.groundTruth))
}

/** Whether two drafts say the same about the same. */
export function isSameDraft(a: Draft, b: Draft): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Whether an annotation is on this step; a build or attempt it does not know fits any. */
export function isOnStep(annotated: AnnotatedStep, step: StepKey): boolean {
  return (
    annotated.sequenceId === step.sequenceId &&
    (annotated.build === null || annotated.build === step.build) &&
    (annotated.attempt === null || annotated.attempt === step.attempt)
  )
}

/** The annotation of a whole step, which the keys rate and the form opens; `null` = none. */
export function ofWholeStep(annotations: readonly Annotation[], step: StepKey): Annotation | null {
  return annotations.findLast((each) => each.spanId === null && each.fieldPath === null && isOnStep(each.step, step)) ?? null
}

/** The first verdict of an annotation. */
export function verdictOf({ observations }: AnnotationWords): Thumbs | null {
  return observations.find(({ thumbs }) => thumbs !== null)?.thumbs ?? null
}

/** One text for a pointer, to be told from others by. */
export function pointerText({ kind, name, spanId }: DataPointer): string {
  return `${kind === 'state-field' ? 'state' : 'attribute'}.${name}${spanId === null ? '' : ` (span ${spanId})`}`
}

function hasText(text: string | null): boolean {
  return text !== null && text.trim() !== ''
}
