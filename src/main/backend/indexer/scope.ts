import type { BringIn } from '@shared/model/bringIn'
import { compareKeys, parseKey } from '../burr/key'
import { dateDepth } from './discover'
import type { ProjectFolder } from './discover'

/** Which part of a bucket is listed and fetched. */
export interface Scope {
  /** Whether a project is listed at all; one with a slash in its name goes with the folder it lies in. */
  readonly isChosen: (project: string) => boolean
  /** Keys of before this instant (milliseconds UTC) are not fetched; `null` = none is too old. */
  readonly sinceMs: number | null
}

/** Everything. */
export const wholeBucket: Scope = { isChosen: () => true, sinceMs: null }

/** The scope of a choice. */
export function scopeOf({ projects, sinceDay }: BringIn): Scope {
  const chosen = projects === null ? null : new Set(projects)
  return {
    isChosen: (project) => chosen === null || chosen.has(project) || chosen.has(project.split('/', 1)[0] ?? ''),
    sinceMs: sinceDay === null ? null : Date.parse(`${sinceDay}T00:00:00Z`)
  }
}

/** The listing prefix of the first day that is in scope. */
export function firstDayPrefix(folder: ProjectFolder, sinceMs: number): string {
  return `${folder.prefix}${new Date(sinceMs).toISOString().slice(0, 10).replaceAll('-', '/')}/`
}

/** How a prefix of dates stands to the scope. */
export function placeOf(folder: ProjectFolder, prefix: string, sinceMs: number | null): 'inside' | 'partly' | 'outside' {
  const depth = dateDepth(folder, prefix)
  if (sinceMs === null || depth === null) return 'inside'
  if (depth === 0) return 'partly'
  const first = firstDayPrefix(folder, sinceMs)
  const order = compareKeys(prefix.slice(0, first.length), first.slice(0, prefix.length))
  if (order !== 0) return order < 0 ? 'outside' : 'inside'
  return depth >= 3 ? 'inside' : 'partly'
}

/** Whether an object is new enough; what is none of Burr's keys is counted in any scope. */
export function isInScope(key: string, sinceMs: number | null): boolean {
  if (sinceMs === null) return true
  const parsed = parseKey(key)
  return parsed.kind === 'stray' || parsed.timeUs >= sinceMs * 1000
}

/** Whether the objects of an hour (or, for strays, of a project's folder) were all asked for. */
export function isHourInScope(hourPrefix: string, sinceMs: number | null): boolean {
  return sinceMs === null || (dayOf(hourPrefix) ?? Number.NEGATIVE_INFINITY) >= sinceMs
}

/** How many of a folder's known objects lie in the scope; strays are not counted. */
export function countIndexed(counts: readonly { readonly prefix: string; readonly count: number }[], sinceMs: number | null): number {
  return counts.reduce((sum, { prefix, count }) => (dayOf(prefix) !== null && isHourInScope(prefix, sinceMs) ? sum + count : sum), 0)
}

/** The day that the prefix of an hour lies in; `null` = it is another prefix. */
function dayOf(hourPrefix: string): number | null {
  const [, year, month, day] = /\/(\d{4})\/(\d{2})\/(\d{2})\/\d{2}\/$/.exec(hourPrefix) ?? []
  return year === undefined ? null : Date.UTC(Number(year), Number(month) - 1, Number(day))
}

/** Under what name it is kept that a folder was listed whole as far back as the scope goes. */
export function completenessName(folder: ProjectFolder, sinceMs: number | null): string {
  return sinceMs === null ? folder.prefix : `${folder.prefix}${sinceWord}${new Date(sinceMs).toISOString().slice(0, 10)}`
}

/** Whether a name of {@link completenessName} speaks for a scope: one that goes back as far or farther does. */
export function coversScope(folder: ProjectFolder, name: string, sinceMs: number | null): boolean {
  if (name === folder.prefix) return true
  if (sinceMs === null || !name.startsWith(folder.prefix + sinceWord)) return false
  return Date.parse(name.slice(folder.prefix.length + sinceWord.length)) <= sinceMs
}

// No prefix of a walk ends like this: those end with a slash.
const sinceWord = 'since '
