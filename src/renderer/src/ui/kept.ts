import { useCallback, useState } from 'react'

/** State that is kept in this window's storage under a name; a kept value that `read` refuses (`undefined`) is replaced by `initial`. */
export function useKept<Value>(name: string, initial: Value, read: (kept: unknown) => Value | undefined): [Value, (value: Value) => void] {
  const [value, setValue] = useState<Value>(() => {
    try {
      const text = localStorage.getItem(name)
      return (text === null ? undefined : read(JSON.parse(text))) ?? initial
    } catch {
      return initial
    }
  })
  const keep = useCallback(
    (next: Value) => {
      setValue(next)
      localStorage.setItem(name, JSON.stringify(next))
    },
    [name]
  )
  return [value, keep]
}

/** Reader for {@link useKept}: takes true and false. */
export const keptBoolean = (kept: unknown): boolean | undefined => (typeof kept === 'boolean' ? kept : undefined)

/** Reader for {@link useKept}: takes finite numbers. */
export const keptNumber = (kept: unknown): number | undefined => (typeof kept === 'number' && Number.isFinite(kept) ? kept : undefined)
