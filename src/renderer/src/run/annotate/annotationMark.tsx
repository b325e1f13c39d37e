import { SquarePen } from 'lucide-react'
import { useContext } from 'react'
import type { StepKey } from '@shared/model/step'
import { plural } from '../../format/number'
import { formatStepKey } from '../../route'
import { ThumbsMark } from '../../ui/annotation/thumbsMark'
import { showSigns } from '../../ui/showSigns'
import { StepMarksContext } from './stepMarks'

/** A small mark beside a step that is annotated: its verdict, or a pencil. Nothing when it is not. */
export function AnnotationMark({ step }: { step: StepKey }) {
  const mark = useContext(StepMarksContext).get(formatStepKey(step))
  if (mark === undefined) return null
  const words = showSigns([plural(mark.count, 'annotation'), ...mark.tags].join(', '))
  return (
    <span title={words} className="inline-flex shrink-0 items-center gap-0.5 text-accent">
      <SquarePen aria-hidden size={12} />
      <span className="sr-only">{words}</span>
      {mark.thumbs === null ? null : <ThumbsMark thumbs={mark.thumbs} size={12} />}
    </span>
  )
}
