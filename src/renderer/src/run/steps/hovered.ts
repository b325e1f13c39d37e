import { useSyncExternalStore } from 'react'

let hovered: string | null = null
const listeners = new Set<() => void>()

/** Tells which action the row below the pointer is of; `null` = none of the run that is shown. */
export function setHoveredAction(action: string | null): void {
  if (action === hovered) return
  hovered = action
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether the pointer is over a row of an action, so that its box in the graph can be marked; only boxes that change are drawn anew. */
export function useIsHovered(action: string): boolean {
  return useSyncExternalStore(subscribe, () => hovered === action)
}
