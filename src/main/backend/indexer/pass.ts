import { AppError } from '@shared/errors'
import type { ListPage } from '../bucket/bucket'
import { hourPrefix, lastAcceptedKey, laterKey } from './discover'
import type { ProjectFolder } from './discover'
import { emptyTally, indexPages } from './indexPages'
import type { IndexingContext, ListingProgress, Tally, WorkPage } from './indexPages'
import { pageObjects } from './indexStore'
import type { Listing } from './list'
import { completenessName, isInScope, placeOf, wholeBucket } from './scope'
import type { Scope } from './scope'
import { walkNewestFirst } from './walk'
import type { WalkStep } from './walk'

/** Looks at what a pass lists, to compare it with the index afterwards. */
export interface PassObserver {
  /** Called with every page before the index is asked. */
  listed(objects: WorkPage['objects']): void
}

/** How a pass over a whole project is made. */
export interface PassOptions {
  /** A prefix listed at or after this instant (milliseconds) is passed by: what a pass that was interrupted had done. */
  readonly relistBeforeMs: number
  readonly observer?: PassObserver
  /** Kept by the caller when the pass may fail; a new one when not given. */
  readonly tally?: Tally
  /** Ends after so many of the newest objects and records no progress: the first look at a project. */
  readonly onlyNewest?: number
  /** Prefixes opened ahead at once. */
  readonly parallel?: number
}

/** What a pass needs. */
export interface PassContext extends IndexingContext {
  readonly listing: Listing
  /** What of the bucket is asked for; everything when not given. */
  readonly scope?: Scope
}

/** What a finished pass found. */
export interface PassResult {
  readonly tally: Tally
  /** Everything that was in the bucket at this instant (milliseconds) is in the index, or there with a reason. */
  readonly completeAsOfMs: number
}

/**
 * Lists all of one project, newest first, and indexes what is missing. Stopped at any point and begun again it goes on with the
 * prefixes not yet done. Rejects with what stopped it.
 */
export async function runPass(folder: ProjectFolder, context: PassContext, options: PassOptions): Promise<PassResult> {
  const pass = new Pass(folder, context, options)
  return await pass.run()
}

class Pass {
  readonly #folder: ProjectFolder
  readonly #context: PassContext
  readonly #options: PassOptions
  readonly #doneAtMs = new Map<string, number>()
  readonly #beganAtMs: number
  readonly #sinceMs: number | null
  #completeAsOfMs: number
  /** Last key of the newest prefix that holds a key which may move the cursor. */
  #newestKey: string | null = null

  constructor(folder: ProjectFolder, context: PassContext, options: PassOptions) {
    this.#folder = folder
    this.#context = context
    this.#options = options
    this.#beganAtMs = context.nowMs()
    this.#completeAsOfMs = this.#beganAtMs
    this.#sinceMs = (context.scope ?? wholeBucket).sinceMs
    for (const { prefix, completeAtUs } of context.store.prefixStates(folder.project)) {
      if (completeAtUs !== null && prefix !== folder.prefix) this.#doneAtMs.set(prefix, completeAtUs / 1000)
    }
  }

  async run(): Promise<PassResult> {
    const tally = this.#options.tally ?? emptyTally()
    const { onlyNewest } = this.#options
    await indexPages(onlyNewest === undefined ? this.#work() : this.#newest(onlyNewest), this.#context, tally)
    if (onlyNewest === undefined) this.#finish()
    return { tally, completeAsOfMs: this.#completeAsOfMs }
  }

  async *#work(): AsyncGenerator<WorkPage, void, undefined> {
    const { listing, nowMs } = this.#context
    const isDone = (prefix: string): boolean => (this.#doneAtMs.get(prefix) ?? Number.NEGATIVE_INFINITY) >= this.#options.relistBeforeMs
    const walk = { nowMs, isDone, sinceMs: this.#sinceMs, ...(this.#options.parallel === undefined ? {} : { parallel: this.#options.parallel }) }
    for await (const step of walkNewestFirst(listing, this.#folder, walk)) yield* this.#step(step)
  }

  async *#newest(most: number): AsyncGenerator<WorkPage, void, undefined> {
    let left = most
    for await (const { objects } of this.#work()) {
      yield { objects: objects.slice(0, left), progress: null }
      left -= objects.length
      if (left <= 0) return
    }
  }

  async *#step(step: WalkStep): AsyncGenerator<WorkPage, void, undefined> {
    switch (step.kind) {
      case 'skipped':
        this.#completeAsOfMs = Math.min(this.#completeAsOfMs, this.#doneAtMs.get(step.prefix) ?? 0)
        return
      case 'loose':
        yield this.#page(step, false, null)
        return
      case 'leaf':
        yield* this.#leaf(step.prefix, step.listedAtMs, step.pages)
        return
      case 'stream':
        yield* this.#stream(step.prefix, step.listedAtMs, step.pages)
    }
  }

  *#leaf(prefix: string, listedAtMs: number, pages: readonly ListPage[]): Generator<WorkPage, void, undefined> {
    for (const page of pages) this.#options.observer?.listed(this.#objectsOf(page))
    const newest = pages.reduce<string | null>((found, page) => this.#lastKey(page) ?? found, null)
    const done = this.#done(prefix, listedAtMs, newest)
    const backwards = pages.toReversed()
    for (const [at, page] of backwards.entries()) {
      yield { objects: this.#objectsOf(page).reverse(), progress: at === backwards.length - 1 ? done : null }
    }
  }

  async *#stream(prefix: string, listedAtMs: number, pages: AsyncIterable<ListPage>): AsyncGenerator<WorkPage, void, undefined> {
    let newest: string | null = null
    for await (const page of pages) {
      newest = this.#lastKey(page) ?? newest
      const isLast = page.nextContinuationToken === undefined
      yield this.#page(page, true, isLast ? this.#done(prefix, listedAtMs, newest) : null)
    }
  }

  #page(page: Pick<ListPage, 'objects'>, newestLast: boolean, progress: WorkPage['progress']): WorkPage {
    const objects = this.#objectsOf(page)
    this.#options.observer?.listed(objects)
    return { objects: newestLast ? [...objects].reverse() : objects, progress }
  }

  #objectsOf(page: Pick<ListPage, 'objects'>): ReturnType<typeof pageObjects> {
    const objects = pageObjects(page)
    return this.#sinceMs === null ? objects : objects.filter(({ key }) => isInScope(key, this.#sinceMs))
  }

  #lastKey(page: ListPage): string | null {
    return lastAcceptedKey(this.#folder, page.objects.map((object) => object.key), this.#context.nowMs())
  }

  /** What is recorded when a prefix is in the index: the first one with keys of the past gives a new project its cursor. */
  #done(prefix: string, listedAtMs: number, newest: string | null): () => ListingProgress | null {
    const isNewest = this.#newestKey === null && newest !== null
    if (isNewest) this.#newestKey = newest
    const { project, prefix: root } = this.#folder
    return () => {
      if (isNewest && this.#rootState().cursor === null && prefix !== root) this.#saveCursor(newest)
      // One that reaches back beyond the scope was not listed whole.
      return prefix === root || placeOf(this.#folder, prefix, this.#sinceMs) === 'partly' ? null : { project, prefix, cursor: null, completeAtUs: listedAtMs * 1000 }
    }
  }

  #saveCursor(cursor: string): void {
    this.#context.store.savePrefixState({ ...this.#rootState(), cursor })
  }

  #finish(): void {
    if (this.#context.signal.aborted) throw new AppError({ code: 'cancelled', message: 'The listing was cancelled.' })
    const state = this.#rootState()
    // Everything is in the index: only now may the cursor jump over what a poll has not listed by itself.
    const cursor = laterKey(state.cursor, this.#newestKey ?? hourPrefix(this.#folder, this.#beganAtMs))
    const completeAtUs = this.#completeAsOfMs * 1000
    const name = completenessName(this.#folder, this.#sinceMs)
    if (name === state.prefix) {
      this.#context.store.savePrefixState({ ...state, cursor, completeAtUs })
      return
    }
    this.#context.store.savePrefixState({ ...state, cursor })
    this.#context.store.savePrefixState({ ...state, prefix: name, cursor: null, completeAtUs })
  }

  #rootState(): NonNullable<ReturnType<PassContext['store']['prefixState']>> {
    const { project, prefix } = this.#folder
    return this.#context.store.prefixState(project, prefix) ?? { project, prefix, cursor: null, completeAtUs: null, dueUs: null }
  }
}
