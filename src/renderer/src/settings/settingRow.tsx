import { CircleAlert, Lock, Undo2 } from 'lucide-react'
import { createContext, use, useId } from 'react'
import type { ReactNode } from 'react'
import { defaultSettings } from '@shared/model/settings'
import type { EffectiveSettings } from '@shared/model/settings'
import { IconButton } from '../ui/button'
import type { Draft } from './draft'
import type { Field } from './fieldRules'

/** What every row of the form needs. */
export const FormContext = createContext<{ readonly draft: Draft; readonly settings: EffectiveSettings } | null>(null)

/** What a control is given by its row: ids that tie it to its words, and whether it may be changed. */
export interface ControlProps {
  readonly id: string
  readonly 'aria-describedby': string
  readonly disabled: boolean
  readonly invalid: boolean
}

interface SettingRowProps {
  readonly field: Field
  readonly label: string
  readonly hint?: ReactNode
  readonly children: (control: ControlProps) => ReactNode
  /** A group of controls (radio buttons) instead of one. */
  readonly group?: true
}

/** One setting: its name, its control, and beneath it what it means, what is wrong, or who else sets it. */
export function SettingRow({ field, label, hint, children, group }: SettingRowProps) {
  const form = use(FormContext)
  const id = useId()
  if (form === null) throw new Error('A setting stands outside the form')
  const { draft, settings } = form
  const source = settings.sources[field]
  const refused = settings.problems.find((each) => each.field === field)
  const problem = draft.problems.get(field)
  const isLocked = source.from === 'environment'
  const hasDefault = defaultSettings[field] !== '' && defaultSettings[field] !== null
  const canReset = !isLocked && group === undefined && hasDefault && draft.values[field] !== defaultSettings[field]
  return (
    <div className="grid @min-[560px]:grid-cols-[176px_minmax(0,1fr)] gap-x-4 py-2" {...(group ? { role: 'group', 'aria-labelledby': `${id}-label` } : {})}>
      {group ? (
        <div id={`${id}-label`} className="pt-1 text-ink">{label}</div>
      ) : (
        <label htmlFor={id} className="pt-1 text-ink">{label}</label>
      )}
      <div className="min-w-0">
        <div className="flex items-start gap-1.5">
          <div className="min-w-0 flex-1">{children({ id, 'aria-describedby': `${id}-about`, disabled: isLocked, invalid: problem !== undefined })}</div>
          {canReset ? (
            <IconButton label={`Use the default for ${label.toLowerCase()}`} onClick={() => draft.set(field, defaultSettings[field])} className="mt-0.5">
              <Undo2 aria-hidden size={13} />
            </IconButton>
          ) : group ? null : (
            <span className="size-6 shrink-0" />
          )}
        </div>
        <div id={`${id}-about`} className="mt-1 text-sm text-ink-faint empty:hidden">
          {isLocked ? (
            <p className="flex items-start gap-1.5 text-ink-dim">
              <Lock aria-hidden size={12} className="mt-0.5 shrink-0" />
              <span>
                Set by <code className="font-mono break-all" data-selectable>{source.variable}</code> in the environment, and can only be changed there.
              </span>
            </p>
          ) : null}
          {refused === undefined ? null : (
            <Wrong>
              The value {refused.value} was not taken. {refused.why}
            </Wrong>
          )}
          {problem === undefined ? null : <Wrong>{problem}</Wrong>}
          {hint === undefined ? null : <div>{hint}</div>}
        </div>
      </div>
    </div>
  )
}

function Wrong({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-1.5 text-failed">
      <CircleAlert aria-hidden size={12} className="mt-0.5 shrink-0" /> <span className="min-w-0 break-words">{children}</span>
    </p>
  )
}
