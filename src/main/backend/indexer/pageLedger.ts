/** One part of a listing: so many objects are still to be dealt with, and what may be recorded once none is. */
export interface Section<Progress> {
  open: number
  /** No further object will be added. */
  isClosed: boolean
  readonly progress: Progress | null
}

/** Keeps the parts of a listing in order, so that progress is recorded only as far as there is no gap. */
export class PageLedger<Progress> {
  readonly #sections: Section<Progress>[] = []

  /** Adds the next part; it counts as unfinished until it is closed and all its objects are settled. */
  add(progress: Progress | null): Section<Progress> {
    const section = { open: 0, isClosed: false, progress }
    this.#sections.push(section)
    return section
  }

  /** Takes the progress of all finished parts before the first unfinished one, oldest first. */
  takeFinished(): Progress[] {
    const finished: Progress[] = []
    for (;;) {
      const first = this.#sections[0]
      if (first === undefined || !first.isClosed || first.open > 0) return finished
      this.#sections.shift()
      if (first.progress !== null) finished.push(first.progress)
    }
  }

  get isEmpty(): boolean {
    return this.#sections.length === 0
  }
}
