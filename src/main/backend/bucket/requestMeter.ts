import type { BucketRequestCounts } from './bucket'

/** Sums up what was truly sent: given to the client as its `onRequest`, read through the bucket. */
export class RequestMeter {
  readonly #counts = { list: 0, get: 0, head: 0, put: 0, delete: 0, bytes: 0 }

  /** Counts one request by the SDK's name of its command. */
  readonly sent = (commandName: string): void => { this.sentMany(commandName, 1) }

  /** Counts requests of one kind that another thread has sent. */
  sentMany(commandName: string, count: number): void {
    if (commandName.startsWith('List')) this.#counts.list += count
    else if (commandName.startsWith('Get')) this.#counts.get += count
    else if (commandName.startsWith('Head')) this.#counts.head += count
    else if (commandName.startsWith('Delete')) this.#counts.delete += count
    else this.#counts.put += count
  }

  readonly received = (sizeBytes: number): void => {
    this.#counts.bytes += sizeBytes
  }

  read(): BucketRequestCounts {
    return { ...this.#counts }
  }
}
