import { useSyncExternalStore } from 'react'

let message = ''
const listeners = new Set<() => void>()

/** Says something to screen readers, politely. */
export function announce(text: string): void {
  // The same words twice are read twice only when the text differs.
  message = text === message ? `${text}\u00A0` : text
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The one live region of the window. */
export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => message)
  return (
    <output aria-live="polite" className="sr-only">
      {text}
    </output>
  )
}
