import type { RunStatus } from '@shared/model/run'
import type { StepStatus } from '@shared/model/step'
import { classNames } from './classNames'
import { runLooks, stepLooks, toneInk, toneSoft } from './status'
import type { StatusLook } from './status'

type Variant = 'plain' | 'filled' | 'icon'

/** The status of a run: icon and word, never colour alone. */
export function RunStatusBadge({ status, variant = 'plain' }: { status: RunStatus; variant?: Variant }) {
  return <StatusMark look={runLooks[status]} variant={variant} />
}

/** The status of a step: icon and word, never colour alone. */
export function StepStatusBadge({ status, variant = 'plain' }: { status: StepStatus; variant?: Variant }) {
  return <StatusMark look={stepLooks[status]} variant={variant} />
}

/** Any status by its look. `icon` keeps the word for screen readers only. */
export function StatusMark({ look, variant = 'plain' }: { look: StatusLook; variant?: Variant }) {
  const Icon = look.icon
  return (
    <span
      title={`${look.word}: ${look.meaning}`}
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap font-medium',
        // What went well stays quiet, so that the rest is seen.
        variant === 'plain' && look.tone === 'ok' ? 'text-ink-dim' : toneInk[look.tone],
        variant === 'filled' && classNames('rounded px-1.5 py-0.5 text-sm', toneSoft[look.tone])
      )}
    >
      <Icon aria-hidden size={14} strokeWidth={2.25} className={classNames('shrink-0', toneInk[look.tone])} />
      {variant === 'icon' ? <span className="sr-only">{look.word}</span> : look.word}
    </span>
  )
}
