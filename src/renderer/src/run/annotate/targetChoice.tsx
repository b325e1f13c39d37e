import type { StepRow } from '@shared/model/step'
import { formatStepKey } from '../../route'
import { isOnStep, pointerText, retarget } from '../../ui/annotation/draft'
import type { Draft } from '../../ui/annotation/draft'
import type { StepData } from '../../ui/annotation/stepData'
import { Select } from '../../ui/field'
import { showSigns } from '../../ui/showSigns'
import { oneLine } from '../values/visibleText'

interface Props {
  readonly steps: readonly StepRow[]
  readonly draft: Draft
  readonly data: StepData
  readonly onChange: (draft: Draft) => void
}

/** Steps offered on either side of the one that is annotated: a menu of thousands helps nobody. */
const around = 200

/** What an annotation is on: a step, and of it the whole, a span or a field. */
export function TargetChoice({ steps, draft, data, onChange }: Props) {
  const at = steps.findIndex((step) => isOnStep(draft.step, step))
  const near = steps.slice(Math.max(0, at - around), Math.max(0, at) + around)
  const inSpan = draft.spanId === null ? '' : ` (span ${draft.spanId})`
  const part = draft.fieldPath !== null ? `field ${draft.fieldPath}${inSpan}` : draft.spanId === null ? 'whole' : `span ${draft.spanId}`
  function choosePart(value: string): void {
    const span = data.spans.find(({ spanId }) => value === `span ${spanId}`)
    const field = data.choices.find((choice) => value === `field ${pointerText(choice)}`)
    if (span !== undefined) onChange({ ...draft, spanId: span.spanId, fieldPath: null })
    else if (field !== undefined) onChange({ ...draft, spanId: field.spanId, fieldPath: `${field.kind === 'state-field' ? 'state' : 'attribute'}.${field.name}` })
    else onChange({ ...draft, spanId: null, fieldPath: null })
  }
  const isKnown = part === 'whole' || data.spans.some(({ spanId }) => part === `span ${spanId}`) || data.choices.some((choice) => part === `field ${pointerText(choice)}`)
  return (
    <div className="flex gap-2">
      <Select
        aria-label="Step"
        value={steps[at] === undefined ? '' : formatStepKey(steps[at])}
        onChange={(event) => {
          const found = steps.find((step) => formatStepKey(step) === event.target.value)
          if (found !== undefined) onChange(retarget(draft, found))
        }}
        className="min-w-0 flex-1"
      >
        {at < 0 ? <option value="">{draft.step.sequenceId} {showSigns(draft.action)} (not in the index)</option> : null}
        {near.map((step) => <option key={formatStepKey(step)} value={formatStepKey(step)}>{step.sequenceId} {showSigns(step.action)}{step.attempt > 0 ? `, attempt ${step.attempt + 1}` : ''}{step.build > 0 ? `, build ${step.build + 1}` : ''}</option>)}
      </Select>
      <Select aria-label="Part of the step" value={part} onChange={(event) => choosePart(event.target.value)} className="min-w-0 flex-1">
        <option value="whole">The whole step</option>
        {isKnown ? null : <option value={part}>{part}</option>}
        {data.spans.length === 0 ? null : (
          <optgroup label="Spans">{data.spans.map(({ spanId, name }) => <option key={spanId} value={`span ${spanId}`}>{spanId} {oneLine(name, 60)}</option>)}</optgroup>
        )}
        {data.choices.length === 0 ? null : (
          <optgroup label="Fields">{data.choices.map((choice) => <option key={pointerText(choice)} value={`field ${pointerText(choice)}`}>{pointerText(choice)} = {oneLine(choice.preview, 60)}</option>)}</optgroup>
        )}
      </Select>
    </div>
  )
}
