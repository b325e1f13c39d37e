import type { BucketRequestCounts } from './bucket'

/** Sums up what was truly sent: given to the client as its `onRequest`, read through the bucket. */
export class RequestMeter {
  readonly #counts = { list: 0, get: 0, head: 0, put: 0, delete: 0, bytes: 0 }

  /** Counts one request by the SDK's name of its command. */
  readonly sent = (commandName: string): void => {
    if (commandName.startsWith('List')) this.#counts.list += 1
    else if (commandName.startsWith('Get')) this.#counts.get += 1
    else if (commandName.startsWith('Head')) this.#counts.head += 1
    else if (commandName.startsWith('Delete')) this.#counts.delete += 1
    else this.#counts.put += 1
  }

  readonly received = (sizeBytes: number): void => {
    this.#counts.bytes += sizeBytes
  }

  read(): BucketRequestCounts {
    return { ...this.#counts }
  }
}
