import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Tone } from '../../ui/status'

/** The action of the selected step and how it is shown; the boxes that change listen to it, the others are left alone. */
export interface Current {
  readonly action: string | null
  readonly tone: Tone
}

/** Holds what is current for one graph on screen. */
export class CurrentStore {
  private current: Current = { action: null, tone: 'ok' }
  private readonly listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  get(): Current {
    return this.current
  }

  set(current: Current): void {
    if (current.action === this.current.action && current.tone === this.current.tone) return
    this.current = current
    for (const listener of this.listeners) listener()
  }
}

/** The store of the graph a box stands in. */
export const CurrentContext = createContext(new CurrentStore())

/** The tone of an action when it is current, else `null`. */
export function useCurrentTone(action: string): Tone | null {
  const store = useContext(CurrentContext)
  return useSyncExternalStore(store.subscribe, () => (store.get().action === action ? store.get().tone : null))
}

/** Whether a transition leaves the current action. */
export function useLeavesCurrent(from: string): boolean {
  const store = useContext(CurrentContext)
  return useSyncExternalStore(store.subscribe, () => store.get().action === from)
}
