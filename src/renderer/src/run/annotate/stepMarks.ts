import { createContext } from 'react'
import type { Annotation, Thumbs } from '@shared/model/annotation'
import type { StepRow } from '@shared/model/step'
import { formatStepKey } from '../../route'
import { isOnStep, verdictOf } from '../../ui/annotation/draft'

/** What the step list shows of a step's annotations. */
export interface StepMark {
  readonly count: number
  /** The first verdict among them. */
  readonly thumbs: Thumbs | null
  readonly tags: readonly string[]
}

/** The marks of a run's steps by `formatStepKey`; steps without annotations have none. */
export type StepMarks = ReadonlyMap<string, StepMark>

/** Sorts annotations to the steps they are on. */
export function marksOf(steps: readonly StepRow[], annotations: readonly Annotation[]): StepMarks {
  const marks = new Map<string, StepMark>()
  if (annotations.length === 0) return marks
  const bySequence = new Map<number, Annotation[]>()
  for (const annotation of annotations) {
    const same = bySequence.get(annotation.step.sequenceId)
    if (same === undefined) bySequence.set(annotation.step.sequenceId, [annotation])
    else same.push(annotation)
  }
  for (const step of steps) {
    const own = bySequence.get(step.sequenceId)?.filter((each) => isOnStep(each.step, step)) ?? []
    if (own.length === 0) continue
    const thumbs = own.map(verdictOf).find((each) => each !== null) ?? null
    marks.set(formatStepKey(step), { count: own.length, thumbs, tags: [...new Set(own.flatMap(({ tags }) => tags))] })
  }
  return marks
}

/** The marks of the run on screen, for the rows of its step list. */
export const StepMarksContext = createContext<StepMarks>(new Map())
