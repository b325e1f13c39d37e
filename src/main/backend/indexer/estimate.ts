import type { BringInEstimate, ProjectEstimate } from '@shared/model/bringIn'
import type { ListPage } from '../bucket/bucket'
import { compareKeys } from '../burr/key'
import type { ProjectFolder } from './discover'
import { listOnePage, listPages } from './list'
import type { Listing } from './list'
import { inParallel } from './parallel'
import { countDays, countSince, gapsOf, keyAt, placeIn, putTogether, samplePage } from './sample'
import type { DayCount, Gap, SamplePage, Sampled } from './sample'

/** How thoroughly a bucket is sampled. */
export interface SampleOptions {
  /** S3's clock, milliseconds. */
  readonly nowMs: () => number
  /** Listing pages read in all, about; 600 when not given. */
  readonly pages?: number
  /** Keys of one page; as many as S3 gives (1,000) when not given. */
  readonly pageKeys?: number
}

/** What sampling one folder found. */
export interface FolderSample {
  readonly folder: ProjectFolder
  readonly sampled: Sampled
  /** Objects behind all dates: of projects with a slash in their name. */
  readonly behind: ReadonlyMap<number, DayCount>
  readonly isAtLeast: boolean
}

/** What sampling a bucket found; numbers for any range come from it without further requests. */
export interface BucketSample {
  readonly folders: readonly FolderSample[]
  readonly pagesRead: number
  readonly madeAtMs: number
}

/** Where a page is asked for: at an instant, or right behind a key. */
interface Place {
  readonly fromMs: number | null
  readonly afterKey?: string
}

const keysPerPage = 1000
const defaultPages = 600
const fewestPages = 12
const mostPages = 300
const parallelFolders = 4
const probesAtOnce = 8
const fewestAtOnce = 2
const tailPages = 10
/** What may still be hidden between the pages, as part of all. */
const goodEnough = 0.01

/** Reads some pages of every folder, more where there is more, so that the rest can be reckoned. Rejects as listings do. */
export async function sampleBucket(listing: Listing, folders: readonly ProjectFolder[], options: SampleOptions): Promise<BucketSample> {
  let pagesRead = 0
  const samplers = folders.map((folder) => new FolderSampler(listing, folder, options, () => { pagesRead += 1 }))
  await inParallel(samplers, parallelFolders, (sampler) => sampler.begin())
  const large = samplers.filter((sampler) => sampler.hasGaps)
  const each = Math.min(mostPages, Math.max(fewestPages, Math.floor((options.pages ?? defaultPages) / Math.max(1, large.length))))
  await inParallel(large, parallelFolders, (sampler) => sampler.refine(each))
  return { folders: samplers.map((sampler) => sampler.result()), pagesRead, madeAtMs: options.nowMs() }
}

class FolderSampler {
  readonly #listing: Listing
  readonly #folder: ProjectFolder
  readonly #options: SampleOptions
  readonly #onPage: () => void
  readonly #pages: SamplePage[] = []
  readonly #behind = new Map<number, DayCount>()
  #isAtLeast = false
  #probes = 0

  constructor(listing: Listing, folder: ProjectFolder, options: SampleOptions, onPage: () => void) {
    this.#listing = listing
    this.#folder = folder
    this.#options = options
    this.#onPage = onPage
  }

  get hasGaps(): boolean {
    return gapsOf(putTogether(this.#pages)).length > 0
  }

  /** The oldest page, and where that is not all, one of yesterday and one of what is ahead of now. */
  async begin(): Promise<void> {
    let last = await this.#probe({ fromMs: null })
    const nowMs = Math.floor(this.#options.nowMs() / 1000) * 1000
    for (const fromMs of [nowMs - 86_400_000, nowMs + 3_600_000]) {
      if (!last.isLast && fromMs > (last.times.at(-1) ?? 0)) last = await this.#probe({ fromMs })
    }
    // Before the dates lie many strays, or clocks are far ahead: on from where the last page ended.
    while (!last.isLast && this.#probes < fewestPages) last = await this.#probe({ fromMs: last.times.at(-1) ?? last.fromMs, afterKey: last.lastKey })
    this.#isAtLeast ||= !last.isLast
  }

  async refine(pages: number): Promise<void> {
    while (this.#probes < pages) {
      const sampled = putTogether(this.#pages)
      const counted = sampled.stretches.reduce((sum, stretch) => sum + stretch.objects, 0)
      const gaps = gapsOf(sampled).sort((a, b) => b.mostObjects - a.mostObjects)
      if (gaps.reduce((sum, gap) => sum + gap.mostObjects, 0) <= goodEnough * counted) return
      // The fewer are left, the more each has to learn from the one before.
      const next = gaps.slice(0, Math.min(probesAtOnce, Math.max(fewestAtOnce, Math.floor((pages - this.#probes) / 12)), pages - this.#probes))
      await Promise.all(next.map((gap, at) => this.#probe(this.#placeOf(gap, at))))
    }
  }

  result(): FolderSample {
    return { folder: this.#folder, sampled: putTogether(this.#pages), behind: this.#behind, isAtLeast: this.#isAtLeast }
  }

  // A gap of a page or two is read from its beginning: then it is known and not reckoned.
  #placeOf(gap: Gap, at: number): Place {
    const fromMs = placeIn(gap, this.#probes + at)
    const isSmall = gap.mostObjects <= 1.5 * (this.#options.pageKeys ?? keysPerPage)
    return isSmall || fromMs <= gap.fromMs ? { fromMs: gap.fromMs, afterKey: gap.afterKey } : { fromMs }
  }

  async #probe({ fromMs, afterKey }: Place): Promise<SamplePage> {
    this.#probes += 1
    this.#onPage()
    const { prefix } = this.#folder
    const startAfter = afterKey ?? (fromMs === null ? undefined : keyAt(this.#folder, fromMs))
    const page = await listOnePage(this.#listing, { prefix, startAfter, maxKeys: this.#options.pageKeys })
    const behind = `${prefix}:`
    const dated = page.objects.filter(({ key }) => compareKeys(key, behind) < 0)
    const isLast = page.nextContinuationToken === undefined || dated.length < page.objects.length
    const sample = samplePage(this.#folder, dated, { fromMs, continues: afterKey !== undefined, isLast })
    this.#pages.push(sample)
    if (isLast) await this.#countBehind(page, behind)
    return sample
  }

  async #countBehind(page: ListPage, behind: string): Promise<void> {
    if (this.#behind.size > 0) return
    if (page.nextContinuationToken === undefined) {
      countDays(page.objects.filter(({ key }) => compareKeys(key, behind) > 0), this.#behind)
      return
    }
    let pages = 0
    for await (const { objects, nextContinuationToken } of listPages(this.#listing, { prefix: this.#folder.prefix, startAfter: behind })) {
      this.#onPage()
      countDays(objects, this.#behind)
      pages += 1
      if (nextContinuationToken === undefined || pages < tailPages) continue
      this.#isAtLeast = true
      return
    }
  }
}

/** What a range takes, folder by folder; `indexedOf` tells how much of a folder is in the index from an instant on. */
export function estimateOf(sample: BucketSample, sinceDay: string | null, indexedOf: (folder: ProjectFolder, sinceMs: number | null) => number): BringInEstimate {
  const sinceMs = sinceDay === null ? null : Date.parse(`${sinceDay}T00:00:00Z`)
  return {
    sinceDay,
    projects: sample.folders.map((each) => projectEstimate(each, sinceMs, indexedOf(each.folder, sinceMs))),
    pagesRead: sample.pagesRead,
    madeAtUs: Math.round(sample.madeAtMs * 1000)
  }
}

function projectEstimate({ folder, sampled, behind, isAtLeast }: FolderSample, sinceMs: number | null, indexed: number): ProjectEstimate {
  const { objects, bytes, newestMs } = countSince(sampled, sinceMs)
  let [allObjects, allBytes] = [objects, bytes]
  for (const [day, count] of behind) {
    if (sinceMs !== null && day < sinceMs) continue
    allObjects += count.objects
    allBytes += count.bytes
  }
  const rounded = Math.round(allObjects)
  return {
    project: folder.project,
    objects: rounded,
    bytes: Math.round(allBytes),
    indexed: Math.min(indexed, rounded),
    lists: listsFor(rounded),
    gets: Math.max(0, rounded - indexed),
    newestUs: newestMs === null ? null : Math.round(newestMs * 1000),
    isExact: !isAtLeast && gapsOf(sampled).length === 0,
    isAtLeast
  }
}

/** A project whose pages are so few is listed in one go: once for its newest, once whole. */
const undivided = 2

/** Listing pages that bringing in so many objects takes: large projects are divided by date, which costs some more. */
function listsFor(objects: number): number {
  const pages = Math.max(1, Math.ceil(objects / keysPerPage))
  return pages <= undivided ? 2 * pages : Math.ceil(pages * 1.3) + 12
}
