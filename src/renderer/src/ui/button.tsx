import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './classNames'

type Look = 'primary' | 'plain' | 'quiet' | 'danger'

const looks: Readonly<Record<Look, string>> = {
  primary: 'bg-accent-fill text-on-accent border-transparent hover:brightness-110 active:brightness-95 focus-visible:outline-offset-2',
  plain: 'bg-raised text-ink border-line-strong hover:bg-hover active:bg-pressed',
  quiet: 'bg-transparent text-ink-dim border-transparent hover:bg-hover hover:text-ink active:bg-pressed',
  danger: 'bg-raised text-failed border-line-strong hover:bg-failed-soft'
}

/** A button with words; one `primary` a screen at most. */
export function Button({ look = 'plain', className, ...rest }: ComponentProps<'button'> & { look?: Look }) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        'inline-flex h-7 shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border px-2.5 text-sm font-medium disabled:opacity-50',
        looks[look],
        className
      )}
    />
  )
}

/** A square button with an icon alone; the label is read out and shown on hover. */
export function IconButton({ label, className, children, ...rest }: ComponentProps<'button'> & { label: string; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={classNames(
        'inline-flex size-6 shrink-0 items-center justify-center rounded text-ink-dim hover:bg-hover hover:text-ink active:bg-pressed disabled:opacity-40 aria-pressed:bg-accent-soft aria-pressed:text-accent',
        className
      )}
    >
      {children}
    </button>
  )
}
