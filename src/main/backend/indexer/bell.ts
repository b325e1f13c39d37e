/** Wakes those who wait for something to change. */
export class Bell {
  #waiting: (() => void)[] = []

  ring(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }

  /** Waits until the condition holds; it is looked at again whenever the bell rings. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => { this.#waiting.push(resolve) })
    }
  }
}
