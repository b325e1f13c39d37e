import { compareKeys, parseKey } from '../burr/key'

/** A folder under `data/` whose name is the name of a project (a project with a slash in its name lies deeper in one). */
export interface ProjectFolder {
  readonly project: string
  /** `data/<project>/`. */
  readonly prefix: string
}

/** A listing to make: from after a key, up to a key from which on nothing is asked for. */
export interface WindowListing extends ProjectFolder {
  readonly startAfter: string
  readonly endBefore: string
}

/** How far back a poll looks: uploads retried for minutes and clocks that are off a little. */
export const hotWindowMs = 2 * 3_600_000
/** How far back the half-hourly look goes: laptops that slept. */
export const warmWindowMs = 48 * 3_600_000
/** Every so often the warm window is listed. */
export const warmIntervalMs = 30 * 60_000
/** Every so often everything is listed. */
export const coldIntervalMs = 24 * 3_600_000
/** A key further ahead of S3's clock than this is indexed and moves nothing. */
export const clockAheadMs = 24 * 3_600_000

/** The folder of a project. */
export function projectFolder(project: string): ProjectFolder {
  return { project, prefix: `data/${project}/` }
}

/** The listing prefix of the hour an instant (milliseconds UTC) lies in. */
export function hourPrefix(folder: ProjectFolder, instantMs: number): string {
  const iso = new Date(instantMs).toISOString()
  return `${folder.prefix}${iso.slice(0, 10).replaceAll('-', '/')}/${iso.slice(11, 13)}/`
}

/** When the writer of a key of this folder began to write, or `null` when the key may not move a cursor: a stray or a key from the future. */
export function acceptedTimeMs(folder: ProjectFolder, key: string, nowMs: number): number | null {
  const parsed = parseKey(key)
  if (parsed.kind === 'stray' || parsed.project !== folder.project) return null
  const timeMs = parsed.timeUs / 1000
  return timeMs > nowMs + clockAheadMs ? null : timeMs
}

/** The last key of an ascending run that may move a cursor. */
export function lastAcceptedKey(folder: ProjectFolder, keys: readonly string[], nowMs: number): string | null {
  return keys.findLast((key) => acceptedTimeMs(folder, key, nowMs) !== null) ?? null
}

/** The one of two keys that S3 lists last; `null` = none. */
export function laterKey(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return compareKeys(a, b) >= 0 ? a : b
}

/** The listing that finds everything whose key time is inside the window before now, or before the cursor when that is older. */
export function windowListing(folder: ProjectFolder, cursor: string, nowMs: number, windowMs: number): WindowListing {
  const newestMs = Math.min(nowMs, acceptedTimeMs(folder, cursor, nowMs) ?? nowMs)
  return {
    ...folder,
    startAfter: hourPrefix(folder, newestMs - windowMs),
    endBefore: hourPrefix(folder, nowMs + clockAheadMs + 3_600_000)
  }
}

/** What is known of a project when a poll is planned; times in milliseconds. */
export interface FolderState {
  readonly folder: ProjectFolder
  /** Last key of a gap-free run; `null` before the newest objects were indexed. */
  readonly cursor: string | null
  /** As of when a listing of everything was complete. */
  readonly completeAtMs: number | null
  readonly warmAtMs: number | null
}

/** What a poll lists of one project. */
export type FolderPlan =
  | { readonly look: 'window'; readonly listing: WindowListing; readonly isWarm: boolean }
  /** Nothing is known yet: the back-fill begins with the newest. */
  | { readonly look: 'everything' }

/** What a poll lists, project by project, the one with the newest cursor first. */
export function planPoll(states: readonly FolderState[], nowMs: number): { readonly state: FolderState; readonly plan: FolderPlan }[] {
  return [...states]
    .sort((a, b) => cursorTimeMs(b, nowMs) - cursorTimeMs(a, nowMs))
    .map((state) => ({ state, plan: planFolder(state, nowMs) }))
}

function planFolder(state: FolderState, nowMs: number): FolderPlan {
  if (state.cursor === null) return { look: 'everything' }
  const isWarm = nowMs - (state.warmAtMs ?? 0) >= warmIntervalMs
  return { look: 'window', isWarm, listing: windowListing(state.folder, state.cursor, nowMs, isWarm ? warmWindowMs : hotWindowMs) }
}

/** Whether everything must be listed again. */
export function isColdDue(state: FolderState, nowMs: number): boolean {
  return state.completeAtMs === null || nowMs - state.completeAtMs >= coldIntervalMs
}

function cursorTimeMs(state: FolderState, nowMs: number): number {
  return state.cursor === null ? Number.POSITIVE_INFINITY : (acceptedTimeMs(state.folder, state.cursor, nowMs) ?? 0)
}

/** Sub-folders in the order they are dealt with: dates newest first, then dates behind `aheadPrefix` (the future), then the rest. */
export function newestFirst(prefixes: readonly string[], aheadPrefix: string): string[] {
  const dates = prefixes.filter(isDatePart).sort((a, b) => compareKeys(b, a))
  const isAhead = (prefix: string): boolean => compareKeys(prefix, aheadPrefix.slice(0, prefix.length)) > 0
  const odd = prefixes.filter((prefix) => !isDatePart(prefix))
  return [...dates.filter((prefix) => !isAhead(prefix)), ...dates.filter(isAhead), ...odd]
}

function isDatePart(prefix: string): boolean {
  return /\/\d{2}(?:\d{2})?\/$/.test(prefix)
}

/** How deep a prefix lies under its project: 0 the project itself, 1 a year … 4 an hour; `null` = none of these. */
export function dateDepth(folder: ProjectFolder, prefix: string): number | null {
  const rest = prefix.slice(folder.prefix.length)
  if (!/^(?:\d{4}\/(?:\d{2}\/){0,3})?$/.test(rest)) return null
  return rest === '' ? 0 : rest.split('/').length - 1
}
