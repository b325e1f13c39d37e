import { Check, ChevronDown } from 'lucide-react'
import { useId } from 'react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './classNames'

const boxLook =
  'h-7 w-full rounded-md border border-control-line bg-canvas px-2 text-ink placeholder:text-ink-faint disabled:border-line disabled:bg-panel disabled:text-ink-dim aria-invalid:border-failed'

/** A line of text to type; with `invalid` it is marked and read out as wrong. */
export function TextInput({ invalid = false, className, ...rest }: ComponentProps<'input'> & { invalid?: boolean }) {
  return <input type="text" spellCheck={false} autoComplete="off" {...rest} aria-invalid={invalid || undefined} className={classNames(boxLook, className)} />
}

/** A choice from a list, by the system's own menu. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={classNames('relative inline-flex min-w-0', className)}>
      <select {...rest} className={classNames(boxLook, 'appearance-none truncate pr-7')}>
        {children}
      </select>
      <ChevronDown aria-hidden size={14} className="pointer-events-none absolute top-1.5 right-2 text-ink-faint" />
    </span>
  )
}

/** A yes or no with its words; the whole line is the target. */
export function Checkbox({ label, checked, onChange, disabled = false }: { label: ReactNode; checked: boolean; onChange: (checked: boolean) => void; disabled?: boolean }) {
  const id = useId()
  return (
    <label htmlFor={id} className="inline-flex min-h-6 items-center gap-2">
      <span className="relative inline-flex size-4 shrink-0">
        <input
          id={id}
          type="checkbox"
          checked={checked}
          disabled={disabled}
          onChange={(event) => onChange(event.target.checked)}
          className="peer size-4 appearance-none rounded border border-control-line bg-canvas checked:border-accent-fill checked:bg-accent-fill focus-visible:outline-offset-1 disabled:opacity-50"
        />
        <Check aria-hidden size={12} strokeWidth={3} className="pointer-events-none absolute top-0.5 left-0.5 text-on-accent opacity-0 peer-checked:opacity-100" />
      </span>
      <span>{label}</span>
    </label>
  )
}
