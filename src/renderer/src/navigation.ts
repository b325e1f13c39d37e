import { useMemo, useSyncExternalStore } from 'react'
import { formatRoute, parseRoute } from './route'
import type { Route } from './route'

const lastRouteKey = 'lastRoute'
const listeners = new Set<() => void>()
let nextEntry = Date.now()

function announce(): void {
  localStorage.setItem(lastRouteKey, location.hash)
  for (const listener of listeners) listener()
}

/** Begins listening to the address; opens where the window was last when the address names nothing. */
export function startNavigation(): void {
  if (location.hash === '') history.replaceState({ entry: nextEntry++ }, '', localStorage.getItem(lastRouteKey) ?? '#/projects')
  window.addEventListener('popstate', announce)
  window.addEventListener('hashchange', announce)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Goes to a route; `replace` leaves no step to come back to (selection, tabs). */
export function navigate(route: Route, how: { replace?: boolean } = {}): void {
  const hash = formatRoute(route)
  if (hash === location.hash) return
  if (how.replace === true) history.replaceState(history.state, '', hash)
  else history.pushState({ entry: nextEntry++ }, '', hash)
  announce()
}

/** The route the window is at. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  return useMemo(() => parseRoute(hash), [hash])
}

const memory = new Map<string, unknown>()

function entry(): number {
  const state = history.state as { entry?: number } | null
  if (typeof state?.entry === 'number') return state.entry
  const id = nextEntry++
  history.replaceState({ entry: id }, '')
  return id
}

/** What {@link remember} kept under this name for this step of the history (scroll, selection). */
export function recall<Value>(name: string): Value | undefined {
  return memory.get(`${entry()} ${name}`) as Value | undefined
}

/** Keeps a value for this step of the history, until the window closes. */
export function remember(name: string, value: unknown): void {
  memory.set(`${entry()} ${name}`, value)
}
