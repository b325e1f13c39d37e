import type { RunKey } from './run'

/** A person's verdict on what they look at. */
export type Thumbs = 'up' | 'down'

/** A piece of a step's data that an observation is about. */
export interface DataPointer {
  readonly kind: 'state-field' | 'attribute'
  readonly name: string
  /** The span an attribute belongs to; `null` = the step itself. */
  readonly spanId: string | null
}

/** One thing a person says; `null` = not said. */
export interface Observation {
  readonly thumbs: Thumbs | null
  readonly note: string | null
  /** What should have come out. */
  readonly groundTruth: string | null
  readonly pointers: readonly DataPointer[]
}

/** The step an annotation is on. Build and attempt are `null` when only the sequence id is known. */
export interface AnnotatedStep {
  readonly build: number | null
  readonly sequenceId: number
  readonly attempt: number | null
}

/** What an annotation is on, named as Burr names it, so that it outlives every index. */
export interface AnnotationTarget {
  readonly run: RunKey
  readonly step: AnnotatedStep
  readonly action: string
  /** `null` = the whole step. */
  readonly spanId: string | null
  /** One field of the step: `state.<name>` or `attribute.<name>`; `null` = none in particular. */
  readonly fieldPath: string | null
}

/** What a person says about a target. */
export interface AnnotationWords {
  readonly tags: readonly string[]
  readonly observations: readonly Observation[]
}

/** An annotation as it is kept. Times are UTC instants in microseconds. */
export interface Annotation extends AnnotationTarget, AnnotationWords {
  readonly annotationId: number
  readonly createdUs: number
  readonly updatedUs: number
}

/** The tags that are offered before anyone has used one. */
export const suggestedTags = [
  'to-review',
  'hallucination',
  'incomplete',
  'incorrect',
  'correct',
  'ambiguous',
  'user-error',
  'intentional-user-error'
] as const
