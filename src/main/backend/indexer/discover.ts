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
/** Keys so far ahead of S3's clock are still looked for by every poll; no key ahead of it moves a cursor. */
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

/** When the writer of a key of this folder began to write by its clock, or `null` for a stray and for another project's key. */
export function keyTimeMs(folder: ProjectFolder, key: string): number | null {
  const parsed = parseKey(key)
  return parsed.kind === 'stray' || parsed.project !== folder.project ? null : parsed.timeUs / 1000
}

/**
 * The last key of an ascending run that may move a cursor: one that is not ahead of S3's clock. With a cursor ahead
 * of it, the hours until then would be passed by after a break.
 */
export function lastAcceptedKey(folder: ProjectFolder, keys: readonly string[], nowMs: number): string | null {
  return keys.findLast((key) => (keyTimeMs(folder, key) ?? Number.POSITIVE_INFINITY) <= nowMs) ?? null
}

/** The instant up to which a cursor (a key, or the prefix of an hour) says that there is no gap; `null` when it says nothing. */
export function cursorTimeMs(folder: ProjectFolder, cursor: string): number | null {
  const rest = cursor.slice(folder.prefix.length)
  const [, year, month, day, hour] = /^(\d{4})\/(\d{2})\/(\d{2})\/(\d{2})\/$/.exec(rest) ?? []
  if (hour === undefined) return keyTimeMs(folder, cursor)
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour))
}

/** The one of two keys that S3 lists last; `null` = none. */
export function laterKey(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return compareKeys(a, b) >= 0 ? a : b
}

/** The listing that finds everything whose key time is inside the window before now, or before the cursor when that is older. */
export function windowListing(folder: ProjectFolder, cursor: string, nowMs: number, windowMs: number): WindowListing {
  const newestMs = Math.min(nowMs, cursorTimeMs(folder, cursor) ?? nowMs)
  return {
    ...folder,
    startAfter: hourPrefix(folder, newestMs - windowMs),
    endBefore: hourPrefix(folder, nowMs + clockAheadMs + 3_600_000)
  }
}

/** What is known of a project when a poll is planned; times in milliseconds. */
export interface FolderState {
  readonly folder: ProjectFolder
  /** Last key of a gap-free run, or the prefix of an hour; `null` before the newest objects were indexed. */
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
    .sort((a, b) => newestMs(b) - newestMs(a))
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

function newestMs(state: FolderState): number {
  return state.cursor === null ? Number.POSITIVE_INFINITY : (cursorTimeMs(state.folder, state.cursor) ?? 0)
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
