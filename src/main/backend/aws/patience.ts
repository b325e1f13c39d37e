/** A time that something may take, in which waiting for a person does not count. */
export class Patience {
  /** Resolves when the time is over; never after {@link close}. */
  readonly ended: Promise<void>
  #end: () => void = () => undefined
  #leftMs: number
  #sinceMs = 0
  #timer: NodeJS.Timeout | undefined

  constructor(limitMs: number) {
    this.#leftMs = limitMs
    this.ended = new Promise((resolve) => { this.#end = resolve })
    this.#run()
  }

  /** Does what a person takes their time for. */
  async without<Result>(part: () => Promise<Result>): Promise<Result> {
    clearTimeout(this.#timer)
    this.#leftMs -= performance.now() - this.#sinceMs
    try {
      return await part()
    } finally {
      this.#run()
    }
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#leftMs = Infinity
  }

  #run(): void {
    if (this.#leftMs === Infinity) return
    this.#sinceMs = performance.now()
    this.#timer = setTimeout(this.#end, Math.max(0, this.#leftMs))
  }
}
