/** S3's clock, told by the Date header of its answers and carried on by ours in between. */
export class ServerClock {
  readonly #localMs: () => number
  #offsetMs = 0

  constructor(localMs: () => number = Date.now) {
    this.#localMs = localMs
  }

  /** A Date header, milliseconds since 1970. */
  readonly observe = (serverDateMs: number): void => {
    this.#offsetMs = serverDateMs - this.#localMs()
  }

  /** Milliseconds since 1970. */
  readonly nowMs = (): number => this.#localMs() + this.#offsetMs
}
