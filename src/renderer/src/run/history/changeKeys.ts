import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { letterKeysOn } from '../../keyboard/actions'

/** What the keys of an open history do. */
export interface ChangeKeys {
  readonly go: (way: -1 | 1) => void
  readonly close: () => void
  readonly dock: RefObject<HTMLElement | null>
}

/**
 * While a history is open, `[` and `]` go to the change before and after: they are taken before the run list's own meaning of
 * them. Escape inside it closes it.
 */
export function useChangeKeys(keys: ChangeKeys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null) return
      if (!press(event, latest.current)) return
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [])
}

function press({ key, target }: KeyboardEvent, { go, close, dock }: ChangeKeys): boolean {
  if (key === 'Escape') {
    if (!(target instanceof Node) || dock.current?.contains(target) !== true) return false
    close()
    return true
  }
  const isTyping = target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  if ((key !== '[' && key !== ']') || isTyping || !letterKeysOn()) return false
  go(key === '[' ? -1 : 1)
  return true
}
