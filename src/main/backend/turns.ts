/** Does one thing at a time in the order asked for, and lets others through while one of them takes long. */
export class Turns {
  #last: Promise<void> = Promise.resolve()
  #isLong: Promise<void>
  #beLong: () => void = () => undefined

  constructor() {
    this.#isLong = this.#nextLong()
  }

  /** Does the work when all before it has ended; rejects with its error, which does not stop what comes after. */
  async take(work: () => Promise<void> | void): Promise<void> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => undefined)
    await done
  }

  /** A part of the turn under way that may take minutes. */
  async long<Result>(part: () => Promise<Result>): Promise<Result> {
    this.#beLong()
    try {
      return await part()
    } finally {
      this.#isLong = this.#nextLong()
    }
  }

  /** Resolves when all turns asked for so far have ended. */
  ended(): Promise<void> {
    return this.#last
  }

  /** Resolves when all turns have ended, or one turned out to be a long one. */
  async answerable(): Promise<void> {
    await Promise.race([this.#last, this.#isLong])
  }

  #nextLong(): Promise<void> {
    return new Promise((resolve) => {
      this.#beLong = resolve
    })
  }
}
