import type { ListedObject } from '../bucket/bucket'
import { parseKey } from '../burr/key'
import { addHours, countHours, rhythmClock } from './rhythm'
import type { HourCounts } from './rhythm'
import { hourPrefix, keyTimeMs } from './discover'
import type { ProjectFolder } from './discover'

const dayMs = 86_400_000

/** Objects of one day and what they weigh. */
export interface DayCount {
  objects: number
  bytes: number
}

/** One listing page by its times (milliseconds, ascending): it names every object from `fromMs` to its last one. */
export interface SamplePage {
  readonly fromMs: number
  /** It goes on right behind the last key of the page before. */
  readonly continues: boolean
  readonly times: readonly number[]
  readonly sizes: readonly number[]
  readonly hours: HourCounts
  readonly lastKey: string
  /** Nothing with a date comes after it. */
  readonly isLast: boolean
}

/** A stretch of time of which every object is known. Times in milliseconds; `toMs` infinite at the end of the listing. */
export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
  readonly lastKey: string
  readonly objects: number
  /** Objects a millisecond of the rhythm's clock, over the beginning and over the end of the page: a burst may lie in one of them. */
  readonly startDensity: number
  readonly endDensity: number
  /** Its objects are the first of this page. */
  readonly page: SamplePage
}

/** The key after which a listing begins at this instant; it has whole seconds. */
export function keyAt(folder: ProjectFolder, instantMs: number): string {
  return `${hourPrefix(folder, instantMs)}${new Date(instantMs).toISOString().slice(14, 19)}`
}

/** A page of one folder, without what is not of its project. */
export function samplePage(folder: ProjectFolder, objects: readonly ListedObject[], page: Pick<SamplePage, 'continues' | 'isLast'> & { readonly fromMs: number | null }): SamplePage {
  const times: number[] = []
  const sizes: number[] = []
  for (const { key, sizeBytes } of objects) {
    const timeMs = keyTimeMs(folder, key)
    if (timeMs === null) continue
    times.push(timeMs)
    sizes.push(sizeBytes)
  }
  const fromMs = page.fromMs ?? times[0] ?? 0
  const hours = countHours(times, fromMs, times.at(-1) ?? fromMs)
  return { continues: page.continues, isLast: page.isLast, fromMs, times, sizes, hours, lastKey: objects.at(-1)?.key ?? '' }
}

/** Pages of one folder put together: stretches in order of time (what two pages name is counted in the later one), and its rhythm. */
export interface Sampled {
  readonly stretches: readonly Stretch[]
  readonly clock: (instantMs: number) => number
}

/** Puts the pages of one folder together. */
export function putTogether(pages: readonly SamplePage[]): Sampled {
  const clock = clockOf(pages)
  const sorted = [...pages].sort((a, b) => a.fromMs - b.fromMs || Number(a.continues) - Number(b.continues))
  const stretches = sorted.map((page, at) => {
    const next = sorted[at + 1]
    return stretchOf(page, next === undefined || next.continues ? Number.POSITIVE_INFINITY : next.fromMs, clock)
  })
  return { stretches, clock }
}

function clockOf(pages: readonly SamplePage[]): Sampled['clock'] {
  return rhythmClock(addHours(pages.map(({ hours }) => hours)))
}

function stretchOf(page: SamplePage, beforeMs: number, clock: Sampled['clock']): Stretch {
  const { fromMs, times, lastKey, isLast } = page
  const cut = (times.at(-1) ?? 0) < beforeMs ? -1 : times.findIndex((timeMs) => timeMs >= beforeMs)
  const objects = cut < 0 ? times.length : cut
  const lastMs = times.at(-1) ?? fromMs
  const third = Math.ceil(times.length / 3)
  const densityOf = (number: number, from: number, to: number): number => number / Math.max(1, clock(to) - clock(from))
  return {
    fromMs,
    toMs: isLast ? Number.POSITIVE_INFINITY : lastMs,
    lastKey,
    objects,
    startDensity: densityOf(third, fromMs, times[third - 1] ?? lastMs),
    endDensity: densityOf(third, times.at(-third - 1) ?? fromMs, lastMs),
    page
  }
}

/** Counts objects of any project by day: behind the dates lie projects with a slash in their name. */
export function countDays(objects: readonly ListedObject[], days: Map<number, DayCount>): void {
  for (const { key, sizeBytes } of objects) {
    const parsed = parseKey(key)
    if (parsed.kind !== 'stray') count(days, parsed.timeUs / 1000, sizeBytes)
  }
}

function count(days: Map<number, DayCount>, timeMs: number, bytes: number): void {
  const day = Math.floor(timeMs / dayMs) * dayMs
  const known = days.get(day)
  if (known === undefined) {
    days.set(day, { objects: 1, bytes })
    return
  }
  known.objects += 1
  known.bytes += bytes
}

/** A stretch of time that no page named, between two that were. */
export interface Gap {
  readonly fromMs: number
  readonly toMs: number
  /** The key it begins behind. */
  readonly afterKey: string
  /** How many objects are probably in it. */
  readonly objects: number
  /** How many when the denser of its ends is taken as the measure. */
  readonly mostObjects: number
}

/** The gaps between stretches, in order of time; nothing beyond the last one. */
export function gapsOf({ stretches, clock }: Sampled): Gap[] {
  const gaps: Gap[] = []
  const atLeast = suspicion * meanDensity(stretches, clock)
  for (const [at, right] of stretches.entries()) {
    const left = stretches[at - 1]
    if (left === undefined || right.fromMs <= left.toMs) continue
    const span = clock(right.fromMs) - clock(left.toMs)
    gaps.push({
      fromMs: left.toMs,
      toMs: right.fromMs,
      afterKey: left.lastKey,
      objects: ((left.endDensity + right.startDensity) / 2) * span,
      mostObjects: Math.max(left.endDensity, right.startDensity, atLeast) * span
    })
  }
  return gaps
}

/** A gap between two quiet ends may hide a busy day: as long as it is long it counts as at least this part of the mean. */
const suspicion = 0.5

function meanDensity(stretches: readonly Stretch[], clock: Sampled['clock']): number {
  let [objects, span] = [0, 1]
  for (const { fromMs, toMs, endDensity, startDensity, page } of stretches) {
    const next = Math.min(toMs, page.times.at(-1) ?? fromMs)
    objects += ((endDensity + startDensity) / 2) * (clock(next) - clock(fromMs))
    span += clock(next) - clock(fromMs)
  }
  return objects / span
}

/** Where in a gap the next page is asked for, in whole seconds: near its middle, at another hour of the day each time. */
export function placeIn({ fromMs, toMs }: Pick<Gap, 'fromMs' | 'toMs'>, nth: number): number {
  const spanMs = toMs - fromMs
  const phase = (nth * 0.618_033_988_75) % 1
  const middle = Math.floor((fromMs + spanMs / 2) / dayMs) * dayMs
  const placeMs = spanMs < 3 * dayMs ? fromMs + spanMs * (0.3 + 0.4 * phase) : middle + phase * dayMs
  return Math.floor(placeMs / 1000) * 1000
}

/** What stretches and the gaps between them hold from an instant on. */
export function countSince(sampled: Sampled, sinceMs: number | null): { objects: number; bytes: number; newestMs: number | null } {
  const from = sinceMs ?? Number.NEGATIVE_INFINITY
  const found = { objects: 0, bytes: 0, newestMs: null as number | null }
  const all = { objects: 0, bytes: 0 }
  for (const { page: { times, sizes }, objects } of sampled.stretches) {
    for (let at = 0; at < objects; at += 1) {
      const [timeMs = 0, bytes = 0] = [times[at], sizes[at]]
      all.objects += 1
      all.bytes += bytes
      if (timeMs < from) continue
      found.objects += 1
      found.bytes += bytes
      found.newestMs = Math.max(found.newestMs ?? timeMs, timeMs)
    }
  }
  for (const gap of gapsOf(sampled)) {
    const share = Math.min(1, Math.max(0, (gap.toMs - Math.max(gap.fromMs, from)) / (gap.toMs - gap.fromMs)))
    found.objects += gap.objects * share
    found.bytes += (gap.objects * share * all.bytes) / Math.max(1, all.objects)
  }
  return found
}
