import { z } from 'zod'
import type { Annotation } from '../model/annotation'
import { name, runKey } from './keys'
import { method } from './method'

/** A text that may be left empty, which is the same as not saying it. */
const words = (maxLength: number) =>
  z.string().max(maxLength).nullable().transform((text) => (text === null || text.trim() === '' ? null : text))

const pointer = z.strictObject({
  kind: z.enum(['state-field', 'attribute']),
  name: z.string().min(1).max(1024),
  spanId: z.string().max(1024).nullable()
})

const observation = z.strictObject({
  thumbs: z.enum(['up', 'down']).nullable(),
  note: words(100_000),
  groundTruth: words(1_000_000),
  pointers: z.array(pointer).max(50).readonly()
})

/** Schema of a tag: words without blanks around them. */
export const tag = z.string().trim().min(1).max(100)

const said = {
  tags: z.array(tag).max(50).readonly().transform((tags) => [...new Set(tags)]),
  observations: z.array(observation).min(1).max(50).readonly()
}

const target = z.strictObject({
  run: runKey,
  step: z.strictObject({ build: z.int().min(0).nullable(), sequenceId: z.int(), attempt: z.int().min(0).nullable() }),
  action: z.string().max(1024),
  spanId: z.string().max(1024).nullable(),
  fieldPath: z.string().min(1).max(2048).nullable()
})

/** Schema of which annotations a list or an export holds; what is left out does not narrow it. */
export const annotationFilter = z.strictObject({
  project: name.optional(),
  run: runKey.optional(),
  /** Those on one step of the run, whatever its build and attempt. */
  sequenceId: z.int().optional(),
  /** All of these. */
  tags: z.array(tag).max(50).readonly().default([]),
  /** Any of these. */
  actions: z.array(z.string().max(1024)).max(200).readonly().default([]),
  /** Those with such a verdict in any observation. */
  thumbs: z.enum(['up', 'down']).optional(),
  /** Those whose note or ground truth contains it. */
  text: z.string().max(1000).default('')
})

/** Annotations that match: those asked for, and what there is in all. */
export interface AnnotationPage {
  readonly annotations: readonly Annotation[]
  readonly total: number
  /** Observations with thumbs up and down, in all that match. */
  readonly up: number
  readonly down: number
}

/** A word and how many annotations carry it. */
export interface WordCount {
  readonly word: string
  readonly count: number
}

const id = z.strictObject({ annotationId: z.int().min(1) })

export const annotations = {
  /** `updated`: last changed first. `step`: in the order of a run's steps. */
  'annotations.list': method<AnnotationPage>()(
    'reader',
    annotationFilter.extend({ order: z.enum(['updated', 'step']).default('updated'), limit: z.int().min(1).max(10_000).default(1000) })
  ),
  /** What can be chosen: tags that are used (most used first) or suggested (count 0), and actions that are annotated. */
  'annotations.words': method<{ readonly tags: readonly WordCount[]; readonly actions: readonly WordCount[] }>()(
    'reader',
    z.strictObject({ project: name.optional() })
  ),
  /** How many annotations each project has that has any, in the order of their names. */
  'annotations.counts': method<readonly WordCount[]>()('reader', z.strictObject({})),
  /** The text of a file with all that match, and a safe name for it. `csv` has a row an observation, `jsonl` a line an annotation in Burr's shape. */
  'annotations.export': method<{ readonly fileName: string; readonly text: string; readonly count: number }>()(
    'reader',
    annotationFilter.extend({ format: z.enum(['csv', 'jsonl']) })
  ),
  'annotations.create': method<Annotation>()('indexer', target.extend(said)),
  /** Puts other words and another target in the place of the old ones; `not-found` when it is deleted. */
  'annotations.update': method<Annotation>()('indexer', target.extend(said).extend(id.shape)),
  /** Sets the verdict of the first observation on a target, making the annotation when there is none; `null` takes the verdict back. */
  'annotations.rate': method<Annotation | null>()('indexer', target.extend({ thumbs: z.enum(['up', 'down']).nullable() })),
  /** Takes an annotation out of every list; it can be restored for thirty days. */
  'annotations.delete': method<null>()('indexer', id),
  'annotations.restore': method<Annotation>()('indexer', id),
  /** Puts the newest good backup in the place of a damaged file, which is kept aside; gives when it was made, `null` = there was none. */
  'annotations.repair': method<{ readonly backupUs: number | null }>()('indexer', z.strictObject({}))
} as const
