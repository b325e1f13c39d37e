import type { ListPage } from '../bucket/bucket'
import { clockAheadMs, dateDepth, hourPrefix, newestFirst } from './discover'
import type { ProjectFolder } from './discover'
import { listFolder, listPages, oneAhead } from './list'
import type { Listing, ListRange } from './list'
import { firstDayPrefix, placeOf } from './scope'

/** Something a walk came to. */
export type WalkStep =
  /** A prefix without further division, its pages in S3's order. */
  | { readonly kind: 'leaf'; readonly prefix: string; readonly listedAtMs: number; readonly pages: readonly ListPage[] }
  /** One that is too large for the memory: its pages arrive one by one. */
  | { readonly kind: 'stream'; readonly prefix: string; readonly listedAtMs: number; readonly pages: AsyncIterable<ListPage> }
  /** Objects between the folders, where Burr writes none. */
  | { readonly kind: 'loose'; readonly prefix: string; readonly objects: ListPage['objects'] }
  /** Listed not long ago. */
  | { readonly kind: 'skipped'; readonly prefix: string }

/** How a walk goes. */
export interface WalkOptions {
  /** S3's clock, milliseconds. */
  readonly nowMs: () => number
  /** Whether a prefix was listed recently enough to pass by. */
  readonly isDone: (prefix: string) => boolean
  /** Folders of before this instant (milliseconds) are not opened; `null` or not given = all are. */
  readonly sinceMs?: number | null
  /** How many prefixes are opened ahead at once; 8 when not given. */
  readonly parallel?: number
}

/** A prefix with at most so many pages is not divided further. */
const wholePages = 4
/** The same on the way to the first leaf, where someone waits. */
const firstPages = 2
const parallelPrefixes = 8

type Opened = { readonly steps: readonly WalkStep[]; readonly children: readonly string[] }

/**
 * Lists all of a project, newest first, dividing by year, month, day and hour only where there is much. The first
 * leaf costs at most a dozen requests in a bucket of any size; afterwards several prefixes are opened ahead.
 */
export async function* walkNewestFirst(listing: Listing, folder: ProjectFolder, options: WalkOptions): AsyncGenerator<WalkStep, void, undefined> {
  const queue: string[] = [folder.prefix]
  const opening = new Map<string, Promise<Opened>>()
  let isFirst = true
  const open = (prefix: string): Promise<Opened> => {
    const known = opening.get(prefix)
    if (known !== undefined) return known
    const begun = openPrefix(listing, folder, prefix, { ...options, pages: isFirst ? firstPages : wholePages })
    // Only the one at the front is awaited; the failure of another is seen when its turn comes.
    begun.catch(() => undefined)
    opening.set(prefix, begun)
    return begun
  }
  for (;;) {
    const prefix = queue[0]
    if (prefix === undefined) return
    if (!isFirst) for (const ahead of queue.slice(0, options.parallel ?? parallelPrefixes)) void open(ahead)
    const { steps, children } = await open(prefix)
    opening.delete(prefix)
    queue.shift()
    queue.unshift(...children)
    for (const step of steps) {
      yield step
      if (step.kind === 'leaf' || step.kind === 'stream') isFirst = false
    }
  }
}

async function openPrefix(listing: Listing, folder: ProjectFolder, prefix: string, options: WalkOptions & { readonly pages: number }): Promise<Opened> {
  if (options.isDone(prefix)) return { steps: [{ kind: 'skipped', prefix }], children: [] }
  const listedAtMs = options.nowMs()
  const depth = dateDepth(folder, prefix)
  if (depth === null || depth === 4) return await openStream(listing, prefix, listedAtMs)
  // A year is divided at once: one whose months are few costs a request or two more, a full one saves wasted pages.
  const { sinceMs = null } = options
  const isPartly = sinceMs !== null && placeOf(folder, prefix, sinceMs) === 'partly'
  const startAfter = isPartly ? firstDayPrefix(folder, sinceMs) : undefined
  const whole = depth === 1 ? null : await wholePrefix(listing, { prefix, startAfter }, depth === 0 ? firstPages : options.pages)
  if (whole !== null) return { steps: [{ kind: 'leaf', prefix, listedAtMs, pages: whole }], children: [] }
  const { objects, commonPrefixes } = await listFolder(listing, prefix)
  const nowPrefix = hourPrefix(folder, options.nowMs() + clockAheadMs)
  const steps: WalkStep[] = objects.length === 0 ? [] : [{ kind: 'loose', prefix, objects }]
  const inScope = commonPrefixes.filter((child) => placeOf(folder, child, sinceMs) !== 'outside')
  return { steps, children: newestFirst(inScope, nowPrefix) }
}

/** All pages of a prefix, or `null` when it has more than so many. */
async function wholePrefix(listing: Listing, range: ListRange, most: number): Promise<ListPage[] | null> {
  const pages: ListPage[] = []
  for await (const page of listPages(listing, range)) {
    pages.push(page)
    if (page.nextContinuationToken !== undefined && pages.length >= most) return null
  }
  return pages
}

async function openStream(listing: Listing, prefix: string, listedAtMs: number): Promise<Opened> {
  const pages = oneAhead(listPages(listing, { prefix }))
  const first = await pages.next()
  if (first.done === true) return { steps: [], children: [] }
  if (first.value.nextContinuationToken === undefined) {
    return { steps: [{ kind: 'leaf', prefix, listedAtMs, pages: [first.value] }], children: [] }
  }
  return { steps: [{ kind: 'stream', prefix, listedAtMs, pages: withFirst(first.value, pages) }], children: [] }
}

async function* withFirst(first: ListPage, rest: AsyncIterable<ListPage>): AsyncGenerator<ListPage, void, undefined> {
  yield first
  yield* rest
}
