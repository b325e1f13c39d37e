import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { Annotation, Thumbs } from '@shared/model/annotation'
import type { StepRow } from '@shared/model/step'
import { useActions } from '../../keyboard/actions'
import { useOpened } from '../../portable/useOpened'
import { rate, runAnnotationsQuery } from '../../queries/annotations'
import { blankDraft, draftOf, ofWholeStep, stepTarget, verdictOf } from '../../ui/annotation/draft'
import type { Draft } from '../../ui/annotation/draft'
import { toast } from '../../ui/toast'
import { marksOf } from './stepMarks'
import type { StepMarks } from './stepMarks'

/** What the run screen needs to annotate: the annotations, the one being written, and how to begin. */
export interface Annotating {
  readonly annotations: readonly Annotation[] | undefined
  readonly error: unknown
  /** Reads the annotations again. */
  readonly retry: () => void
  /** What is being written; `null` = nothing. */
  readonly draft: Draft | null
  readonly setDraft: (draft: Draft | null) => void
  /** Begins with the step's own annotation, or a new one. */
  readonly begin: (step: StepRow) => void
  readonly marks: StepMarks
}

/** Annotates a run: `a` writes about the selected step, 1 and 2 rate it. `onShow` brings the tab to the front. */
export function useAnnotating({ run, steps }: RunDetail, selected: StepRow | null, onShow: () => void): Annotating {
  const { data, error, refetch } = useQuery(runAnnotationsQuery(run))
  const [draft, setDraft] = useState<Draft | null>(null)
  const annotations = data?.annotations
  const isOpened = useOpened() !== null
  function begin(step: StepRow): void {
    // Said before anything is written, and not when it cannot be saved.
    if (isOpened) return toast('An opened file is read-only: annotate the run in your own workspace.', 'failed')
    const own = ofWholeStep(annotations ?? [], step)
    setDraft(own === null ? blankDraft(stepTarget(run, step)) : draftOf(own))
    onShow()
  }
  function rateStep(thumbs: Thumbs): void {
    if (selected === null) return
    const own = ofWholeStep(annotations ?? [], selected)
    const target = own === null ? stepTarget(run, selected) : { run: own.run, step: own.step, action: own.action, spanId: own.spanId, fieldPath: own.fieldPath }
    void rate(target, own !== null && verdictOf({ tags: [], observations: own.observations.slice(0, 1) }) === thumbs ? null : thumbs)
  }
  useActions({
    'annotate.open': () => {
      if (selected !== null) begin(selected)
    },
    'annotate.up': () => rateStep('up'),
    'annotate.down': () => rateStep('down')
  })
  const marks = useMemo(() => marksOf(steps, annotations ?? []), [steps, annotations])
  return { annotations, error, retry: () => void refetch(), draft, setDraft, begin, marks }
}
