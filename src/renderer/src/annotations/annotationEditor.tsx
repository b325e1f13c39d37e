import { useRef } from 'react'
import { AnnotationForm, leaveDraft } from '../ui/annotation/annotationForm'
import type { Draft } from '../ui/annotation/draft'
import { useStepData } from '../ui/annotation/stepData'
import { Dialog } from '../ui/dialog'
import { showSigns } from '../ui/showSigns'

interface Props {
  readonly draft: Draft
  readonly onClose: () => void
  readonly onReopen: (draft: Draft) => void
}

/** Changes an annotation over the table; what it is on stays. */
export function AnnotationEditor({ draft, onClose, onReopen }: Props) {
  const { choices } = useStepData(draft)
  const latest = useRef(draft)
  return (
    <Dialog
      title={`Annotation on step ${draft.step.sequenceId}, ${showSigns(draft.action)}`}
      onClose={() => leaveDraft({ draft: latest.current, initial: draft, onClose, onReopen })}
      className="w-160"
    >
      <div className="min-h-0 overflow-auto">
        <AnnotationForm
          initial={draft}
          data={choices}
          onClose={onClose}
          onReopen={onReopen}
          onDraft={(next) => {
            latest.current = next
          }}
        />
      </div>
    </Dialog>
  )
}
