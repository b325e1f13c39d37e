import type { BucketRequestCounts } from './bucket'

/** Who is told of requests that truly went out, and of what came back. */
export interface RequestCounter {
  /** One request, by the SDK's name of its command. */
  readonly sent: (commandName: string) => void
  readonly received: (sizeBytes: number) => void
}

/** Counts requests by kind: given to the client as its `onRequest` and read through the bucket, or kept by one piece of work. */
export class RequestMeter implements RequestCounter {
  readonly #counts = { list: 0, get: 0, head: 0, put: 0, delete: 0, bytes: 0 }

  readonly sent = (commandName: string): void => { this.sentMany(commandName, 1) }

  /** Counts requests of one kind that another thread or another piece of work has sent. */
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

  /** Counts what another meter counted as well. */
  add({ list, get, head, put, delete: deleted, bytes }: BucketRequestCounts): void {
    for (const [name, count] of Object.entries({ List: list, Get: get, Head: head, Put: put, Delete: deleted })) this.sentMany(name, count)
    this.received(bytes)
  }

  /** This meter, and the one of the piece of work that sends the request. */
  with(job: RequestCounter | undefined): RequestCounter {
    if (job === undefined) return this
    return {
      sent: (commandName) => {
        this.sent(commandName)
        job.sent(commandName)
      },
      received: (sizeBytes) => {
        this.received(sizeBytes)
        job.received(sizeBytes)
      }
    }
  }

  read(): BucketRequestCounts {
    return { ...this.#counts }
  }
}
