import { Pin } from 'lucide-react'
import { use } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { StepRow } from '@shared/model/step'
import { formatStepKey } from '../../route'
import { IconButton } from '../../ui/button'
import { BaseContext, type DiffBase } from '../diff/base'
import { hasForkPoint } from '../diff/useBase'
import { isSameStep } from '../steps/selection'
import { oneLine } from '../values/visibleText'

/** The choice of what the changes are shown against. */
export function BaseChoice({ run, step }: { run: RunDetail; step: StepRow }) {
  const { base, setBase } = use(BaseContext)
  const isHere = base.kind === 'step' && isSameStep(base.step, step)
  return (
    <>
      <select
        aria-label="Compare with"
        title="What the changes are shown against"
        value={base.kind}
        onChange={(event) => setBase(chosen(event.target.value, step))}
        className="h-5 max-w-40 rounded border border-line-strong bg-canvas px-0.5 text-xs text-ink-dim hover:text-ink"
      >
        <option value="previous">the step before</option>
        <option value="step">{base.kind === 'step' ? `step ${base.step.sequenceId}` : 'a step…'}</option>
        {hasForkPoint(run) ? <option value="fork">where it was forked</option> : null}
      </select>
      {base.kind === 'step' ? <StepPicker run={run} base={base} /> : null}
      <IconButton label="Pin this step as base (b)" aria-pressed={isHere} onClick={() => setBase(isHere ? { kind: 'previous' } : chosen('step', step))} className="size-5"><Pin aria-hidden size={12} /></IconButton>
    </>
  )
}

function chosen(kind: string, { build, sequenceId, attempt }: StepRow): DiffBase {
  if (kind === 'step') return { kind: 'step', step: { build, sequenceId, attempt } }
  return { kind: kind === 'fork' ? 'fork' : 'previous' }
}

const mostOptions = 300

/** A field for the step's number, with the steps around to pick from. */
function StepPicker({ run: { steps }, base }: { run: RunDetail; base: Extract<DiffBase, { kind: 'step' }> }) {
  const { setBase } = use(BaseContext)
  const at = steps.findIndex((each) => isSameStep(each, base.step))
  const from = Math.max(0, at - mostOptions / 2)
  return (
    <>
      <input
        key={formatStepKey(base.step)}
        type="number"
        aria-label="Number of the step to compare with"
        list="steps-to-compare-with"
        defaultValue={base.step.sequenceId}
        onBlur={(event) => pick(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') pick(event.currentTarget.value)
        }}
        className="tabular h-5 w-16 rounded border border-line-strong bg-canvas px-1 text-xs"
      />
      <datalist id="steps-to-compare-with">
        {steps.slice(from, from + mostOptions).map((step) => <option key={formatStepKey(step)} value={step.sequenceId}>{oneLine(step.action, 60)}</option>)}
      </datalist>
    </>
  )

  function pick(text: string): void {
    const wanted = Number(text)
    if (text === '' || wanted === base.step.sequenceId) return
    const found = steps.findLast(({ sequenceId, build }) => sequenceId === wanted && build === base.step.build) ?? steps.findLast(({ sequenceId }) => sequenceId === wanted)
    if (found !== undefined) setBase(chosen('step', found))
  }
}
