import { everything } from '@shared/model/bringIn'
import type { BringIn, BringInEstimate, BringInState } from '@shared/model/bringIn'
import { readChoice, saveChoice } from './choiceFile'
import { estimateOf } from './estimate'
import type { BucketSample } from './estimate'
import type { Indexing } from './indexing'
import { countIndexed, scopeOf } from './scope'

/** A bucket with more than this to fetch is not brought in before a person said how much of it. */
export interface AskLimits {
  readonly objects: number
  readonly bytes: number
}

const defaultLimits: AskLimits = { objects: 100_000, bytes: 2 * 1024 ** 3 }
/** So long a sample answers for the bucket. */
const sampleKeptMs = 10 * 60_000

/** Keeps what a person chose to bring in, knows what it would take, and whether a large new bucket waits for a choice. */
export class BringInKeeper {
  readonly #folder: string
  readonly #indexing: Indexing
  readonly #limits: AskLimits
  #choice: BringIn
  /** `sizing` = nobody chose, and nobody knows yet how much there is. */
  #stage: 'sizing' | 'asked' | 'settled'
  #sample: BucketSample | null = null
  #sampling: Promise<BucketSample> | null = null

  constructor(folder: string, indexing: Indexing, limits: AskLimits = defaultLimits) {
    this.#folder = folder
    this.#indexing = indexing
    this.#limits = limits
    const saved = readChoice(folder)
    this.#choice = saved ?? everything
    this.#stage = saved === null && isFresh(indexing) ? 'sizing' : 'settled'
  }

  state(): BringInState {
    return { choice: this.#choice, isAsked: this.#stage === 'asked' }
  }

  get isSettled(): boolean {
    return this.#stage === 'settled'
  }

  get isSizing(): boolean {
    return this.#stage === 'sizing'
  }

  /** Takes a choice; what begins from now on keeps to it. Nothing is deleted. */
  choose(choice: BringIn): void {
    saveChoice(this.#folder, choice)
    this.#choice = choice
    this.#stage = 'settled'
    this.#indexing.scope = scopeOf(choice)
  }

  /** What bringing in takes from a day on (`null` = all of it), in every project; asks the bucket at most every ten minutes. */
  async estimate(sinceDay: string | null, signal: AbortSignal): Promise<BringInEstimate> {
    const sample = await this.#currentSample(signal)
    const { store } = this.#indexing
    return estimateOf(sample, sinceDay, ({ prefix }, sinceMs) => countIndexed(store.countByPrefix(prefix), sinceMs))
  }

  /** Finds out how much there is: a small bucket needs no choice. Does nothing when that is settled. */
  async size(signal: AbortSignal): Promise<void> {
    if (this.#stage !== 'sizing') return
    const { projects } = await this.estimate(null, signal)
    const gets = projects.reduce((sum, project) => sum + project.gets, 0)
    // What a snapshot brought along need not be fetched.
    const bytes = projects.reduce((sum, project) => sum + (project.bytes * project.gets) / Math.max(1, project.objects), 0)
    const isLarge = gets > this.#limits.objects || bytes > this.#limits.bytes || projects.some(({ isAtLeast }) => isAtLeast)
    if (this.#stage === 'sizing') this.#stage = isLarge ? 'asked' : 'settled'
  }

  async #currentSample(signal: AbortSignal): Promise<BucketSample> {
    const nowMs = this.#indexing.clock.nowMs()
    if (this.#sample !== null && nowMs - this.#sample.madeAtMs < sampleKeptMs) return this.#sample
    this.#sampling ??= this.#indexing.sample(signal).finally(() => { this.#sampling = null })
    this.#sample = await this.#sampling
    return this.#sample
  }
}

// A first look leaves no trace of a listing that was whole.
function isFresh({ store }: Indexing): boolean {
  return store.projects().every((project) => store.prefixStates(project).length === 0)
}
