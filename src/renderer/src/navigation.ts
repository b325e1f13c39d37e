import { useMemo, useSyncExternalStore } from 'react'
import { formatRoute, parseRoute, projectRoute } from './route'
import type { Route } from './route'

const lastRouteKey = 'lastRoute'
const listeners = new Set<() => void>()
let nextEntry = Date.now()
let here = ''

interface EntryState {
  readonly entry: number
  /** The step of the history it was reached from; left out = not by a step forward. */
  readonly before?: number
  /** The address this step was reached from. */
  readonly from: string
}

function stateNow(): EntryState | null {
  const state = history.state as Partial<EntryState> | null
  return typeof state?.entry === 'number' && typeof state.from === 'string' ? (state as EntryState) : null
}

function announce(): void {
  forgetPending()
  // A step that a link made has no state of its own yet.
  if (stateNow() === null) history.replaceState({ entry: nextEntry++, from: here } satisfies EntryState, '')
  here = location.hash
  localStorage.setItem(lastRouteKey, location.hash)
  for (const listener of listeners) listener()
}

/** Chromium ignores more than 200 changes of the address in ten seconds, so one that moves on and on is written behind the window. */
const countedMs = 10_000
const freeWrites = 100
const writeEveryMs = 120
let writtenAtMs: readonly number[] = []
let pending: { readonly hash: string; readonly timer: ReturnType<typeof setTimeout> } | null = null

/** The address as the window follows it. */
const address = (): string => pending?.hash ?? location.hash

function forgetPending(): void {
  if (pending !== null) clearTimeout(pending.timer)
  pending = null
}

function write(hash: string): void {
  const nowMs = performance.now()
  writtenAtMs = [...writtenAtMs.filter((each) => each > nowMs - countedMs), nowMs]
  history.replaceState(history.state, '', hash)
  announce()
}

function writePending(): void {
  if (pending !== null) write(pending.hash)
}

function replaceAddress(hash: string): void {
  const nowMs = performance.now()
  const isBusy = writtenAtMs.filter((each) => each > nowMs - countedMs).length >= freeWrites
  if (pending === null && !isBusy) {
    write(hash)
    return
  }
  pending = { hash, timer: pending?.timer ?? setTimeout(writePending, writeEveryMs) }
  for (const listener of listeners) listener()
}

/** Begins listening to the address; opens where the window was last when the address names nothing. */
export function startNavigation(): void {
  if (location.hash === '') history.replaceState(null, '', localStorage.getItem(lastRouteKey) ?? '#/projects')
  announce()
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
  if (hash === address()) return
  if (how.replace === true) {
    replaceAddress(hash)
    return
  }
  writePending()
  history.pushState({ entry: nextEntry++, before: entry(), from: location.hash } satisfies EntryState, '', hash)
  announce()
}

/** Goes to the level above: back, when the window came from there (so that scroll and selection are as they were), else anew. */
export function goUp(route: Route): void {
  if (route.screen === 'projects') return
  const from = parseRoute(stateNow()?.from ?? '')
  writePending()
  const isAbove = route.screen === 'run' ? (from.screen === 'project' && from.project === route.run.project) || from.screen === 'annotations' || from.screen === 'search' : from.screen === 'projects' && stateNow()?.from !== ''
  if (isAbove) history.back()
  else navigate(route.screen === 'run' ? projectRoute(route.run.project) : { screen: 'projects' })
}

/** The run list this step of the history was opened from; `null` = it was not. */
export function cameFromList(): Extract<Route, { screen: 'project' }> | null {
  const from = parseRoute(stateNow()?.from ?? '')
  return from.screen === 'project' ? from : null
}

/** The route the window is at. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, address)
  return useMemo(() => parseRoute(hash), [hash])
}

const memory = new Map<string, unknown>()

function entry(): number {
  const state = stateNow()
  if (state !== null) return state.entry
  const id = nextEntry++
  history.replaceState({ entry: id, from: here } satisfies EntryState, '')
  return id
}

/** What {@link remember} kept under this name for this step of the history (scroll, selection). */
export function recall<Value>(name: string): Value | undefined {
  return memory.get(`${entry()} ${name}`) as Value | undefined
}

/** Keeps a value for the step of the history this one was reached from: what it will find when the window comes back. */
export function rememberBefore(name: string, value: unknown): void {
  const before = stateNow()?.before
  if (before !== undefined) memory.set(`${before} ${name}`, value)
}

/** Keeps a value for this step of the history, until the window closes. */
export function remember(name: string, value: unknown): void {
  memory.set(`${entry()} ${name}`, value)
}
