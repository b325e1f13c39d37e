import { setImmediate as turn } from 'node:timers/promises'
import type { IndexStore } from './indexStore'
import type { IngestResult, ListingProgress, PreparedBatch } from './ingest'
import { groupByRun, takeSlice } from './ingestSlices'

/** The thread answers between two transactions; each is to take about so long. */
const sliceMs = 50

/** Progress that is asked for when it is about to be written. */
export type ProgressToWrite = readonly (() => ListingProgress | null)[]

type Slice = Pick<PreparedBatch, 'objects' | 'setAside'>

/** Writes batches in transactions of about the same time, all objects of a run in the same one, the progress with the last. */
export class SliceWriter {
  readonly #store: Pick<IndexStore, 'ingest' | 'savePrefixState'>
  readonly #onWritten: (result: IngestResult) => void
  #sliceObjects: number

  constructor(store: Pick<IndexStore, 'ingest' | 'savePrefixState'>, onWritten: (result: IngestResult) => void, firstObjects: number) {
    this.#store = store
    this.#onWritten = onWritten
    this.#sliceObjects = firstObjects
  }

  async write({ objects, setAside }: Slice, progress: ProgressToWrite): Promise<void> {
    const groups = groupByRun(objects)
    for (let isLast = false; !isLast; ) {
      const slice = takeSlice(groups, this.#sliceObjects)
      isLast = groups.length === 0
      this.#writeSlice({ objects: slice, setAside: isLast ? setAside : [] }, isLast ? progress : [])
      // Here the thread answers calls, and takes what the store has sent.
      if (!isLast) await turn()
    }
  }

  #writeSlice(batch: Slice, finished: ProgressToWrite): void {
    const [first, ...others] = latestByPrefix(finished.flatMap((read) => read() ?? []))
    if (batch.objects.length + batch.setAside.length === 0 && first === undefined) return
    const startedMs = performance.now()
    this.#onWritten(this.#store.ingest({ ...batch, ...(first === undefined ? {} : { listing: first }) }))
    for (const { project, prefix, cursor, completeAtUs } of others) this.#store.savePrefixState({ project, prefix, cursor, completeAtUs, dueUs: null })
    const tookMs = performance.now() - startedMs
    const fitting = (Math.max(1, batch.objects.length) * sliceMs) / Math.max(tookMs, 0.1)
    this.#sliceObjects = Math.round(Math.min(Math.max(fitting, this.#sliceObjects / 2, 8), this.#sliceObjects * 2, 1000))
  }
}

function latestByPrefix(progress: readonly ListingProgress[]): ListingProgress[] {
  return [...new Map(progress.map((one) => [`${one.project}\n${one.prefix}`, one])).values()]
}
