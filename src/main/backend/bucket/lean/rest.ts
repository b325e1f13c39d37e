/** So many refusals in a row that the SDK then had no trouble with. */
const refusalsInARow = 16
const restMs = 10_000

/** Lets the lean lane rest where it does not help: a store whose answers are never plain would cost every request twice. */
export class LeanRest {
  readonly #nowMs: () => number
  #refusals = 0
  #untilMs = Number.NEGATIVE_INFINITY

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  isResting(): boolean {
    return this.#nowMs() < this.#untilMs
  }

  worked(): void {
    this.#refusals = 0
  }

  /** The SDK got what the lane did not take. */
  wasRefused(): void {
    this.#refusals += 1
    if (this.#refusals < refusalsInARow) return
    this.#refusals = 0
    this.#untilMs = this.#nowMs() + restMs
  }
}
