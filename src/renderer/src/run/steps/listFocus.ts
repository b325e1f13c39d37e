import { useEffect, useRef } from 'react'

/** Whether a key was pressed where nothing else wants it: nowhere, or on a button of the list's own head. */
function isListKey({ target, key }: KeyboardEvent): boolean {
  if (target === document.body) return true
  const isButton = target instanceof Element && target.matches('button, a')
  return target instanceof Element && target.closest('[data-steps]') !== null && !target.matches('input, textarea, select') && !(isButton && key === 'Enter')
}

/** Lets the list answer keys while nothing has focus, as after a click on plain text. */
export function useKeysWithoutFocus(press: (event: KeyboardEvent) => boolean): void {
  const latest = useRef(press)
  useEffect(() => {
    latest.current = press
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isListKey(event) && !event.defaultPrevented && document.querySelector('dialog[open]') === null && latest.current(event)) {
        event.preventDefault()
      }
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
