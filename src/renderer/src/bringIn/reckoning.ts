import type { BringIn, BringInEstimate } from '@shared/model/bringIn'

const dayMs = 86_400_000

/** How far back to go, as a person says it: whole days, everything, or from a date on. */
export const ranges = [
  { id: 'everything', words: 'Everything', days: null },
  { id: '7', words: 'The last 7 days', days: 7 },
  { id: '30', words: 'The last 30 days', days: 30 },
  { id: '90', words: 'The last 90 days', days: 90 },
  { id: '365', words: 'The last 365 days', days: 365 },
  { id: 'date', words: 'Since a day', days: null }
] as const

/** One of {@link ranges}. */
export type RangeId = (typeof ranges)[number]['id']

/** The first day (UTC) of so many days up to now. */
export function dayAgo(days: number, nowMs: number): string {
  return new Date(nowMs - days * dayMs).toISOString().slice(0, 10)
}

/** The range a saved first day stands for. */
export function rangeOf(sinceDay: string | null, nowMs: number): RangeId {
  if (sinceDay === null) return 'everything'
  return ranges.find(({ days }) => days !== null && dayAgo(days, nowMs) === sinceDay)?.id ?? 'date'
}

/** What a choice comes to. */
export interface Reckoning {
  readonly objects: number
  readonly bytes: number
  readonly indexed: number
  readonly lists: number
  readonly gets: number
  readonly isExact: boolean
  readonly isAtLeast: boolean
}

/** Sums up an estimate over the projects that are chosen. */
export function reckon(estimate: BringInEstimate, projects: BringIn['projects']): Reckoning {
  const chosen = estimate.projects.filter(({ project }) => projects === null || projects.includes(project))
  const sum = (part: 'objects' | 'bytes' | 'indexed' | 'lists' | 'gets'): number => chosen.reduce((total, each) => total + each[part], 0)
  return {
    objects: sum('objects'),
    bytes: sum('bytes'),
    indexed: sum('indexed'),
    // The folders under data/ are listed once more.
    lists: sum('lists') + 1,
    gets: sum('gets'),
    isExact: chosen.every(({ isExact }) => isExact),
    isAtLeast: chosen.some(({ isAtLeast }) => isAtLeast)
  }
}

/** What stands before a number that was reckoned. */
export function aboutWord({ isExact, isAtLeast }: Pick<Reckoning, 'isExact' | 'isAtLeast'>): string {
  return isAtLeast ? 'at least ' : isExact ? '' : '≈ '
}
