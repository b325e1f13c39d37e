type Wait = { readonly start: () => void; readonly isGivenUp: () => boolean }

/** Calls one at a time, newest first; one that was given up while it waited is never made. */
export class NewestFirst {
  private readonly waiting: Wait[] = []
  private isBusy = false

  /** Makes the call when its turn comes; rejects when the signal says that nobody wants it any more. */
  run<Value>(signal: AbortSignal, call: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(abandoned()), { once: true })
      this.waiting.push({
        isGivenUp: () => signal.aborted,
        start: () => void call().then(resolve, reject).finally(() => {
          this.isBusy = false
          this.next()
        })
      })
      this.next()
    })
  }

  private next(): void {
    if (this.isBusy) return
    for (let wait = this.waiting.pop(); wait !== undefined; wait = this.waiting.pop()) {
      if (wait.isGivenUp()) continue
      this.isBusy = true
      wait.start()
      return
    }
  }
}

const abandoned = (): DOMException => new DOMException('Nobody waits for this call any more.', 'AbortError')
