import { createHash } from 'node:crypto'
import type { FetchedObject } from '../indexer/ingestObject'
import { closeDatabase, openWriter } from '../database/open'
import { createAnnotation } from '../database/userAnnotations'
import { readSums } from '../database/portableReads'
import { UserStore } from '../database/userStore'
import { ingest } from '../indexer/ingest'
import { TextFill } from '../indexer/textFill'
import type { FileAnnotation } from './fileFormat'

/** What goes into a workspace of its own. */
export type WorkspacePart = { readonly object: FetchedObject } | { readonly annotation: FileAnnotation }

/** How it is filled, and what is told meanwhile. */
export interface FillOptions {
  readonly signal: AbortSignal
  /** Told when all rows are there: from then on it can be read, while words are still filled in. */
  onRows?(sums: WorkspaceSums): void
  /** `false` = no words for the search. */
  readonly withWords?: boolean
}

/** What a workspace holds. */
export interface WorkspaceSums {
  readonly projects: number
  readonly runs: number
  readonly steps: number
  readonly annotations: number
}

const objectsAtOnce = 400
const bytesAtOnce = 8 * 1024 ** 2
const wordsSliceMs = 200

/** Makes a workspace of objects as Burr wrote them, in a folder that does not exist yet, by the same way as those of a bucket. */
export async function fillWorkspace(folder: string, parts: AsyncIterable<WorkspacePart>, options: FillOptions): Promise<WorkspaceSums> {
  const db = openWriter(folder)
  try {
    // Thrown away when it is not finished: nothing of it need survive a power cut.
    for (const connection of [db.index, db.content]) connection.pragma('synchronous = OFF')
    const annotations: FileAnnotation[] = []
    let batch: FetchedObject[] = []
    let bytes = 0
    const flush = (): void => {
      ingest(db, { objects: batch, setAside: [] })
      batch = []
      bytes = 0
    }
    for await (const part of parts) {
      options.signal.throwIfAborted()
      if ('annotation' in part) {
        annotations.push(part.annotation)
        continue
      }
      batch.push(part.object)
      bytes += part.object.bytes.length
      if (batch.length < objectsAtOnce && bytes < bytesAtOnce) continue
      flush()
      await new Promise((resolve) => setImmediate(resolve))
    }
    flush()
    saveAnnotations(folder, annotations)
    const sums = { ...readSums(db), annotations: annotations.length }
    options.onRows?.(sums)
    if (options.withWords !== false) await fillWords(db, options.signal)
    return sums
  } finally {
    closeDatabase(db)
  }
}

function saveAnnotations(folder: string, annotations: readonly FileAnnotation[]): void {
  if (annotations.length === 0) return
  const store = new UserStore(folder)
  try {
    store.write((writer) => {
      for (const { createdUs, updatedUs, ...words } of annotations) {
        const { annotationId } = createAnnotation(writer, words, createdUs)
        writer.user.prepare('/* keepUpdated */ UPDATE annotation SET updated_us = ? WHERE annotation_id = ?').run(updatedUs, annotationId)
      }
    })
  } finally {
    store.close()
  }
}

async function fillWords(db: ReturnType<typeof openWriter>, signal: AbortSignal): Promise<void> {
  const fill = new TextFill(db, { isBusy: () => false })
  try {
    while (fill.work(wordsSliceMs)) {
      signal.throwIfAborted()
      await new Promise((resolve) => setImmediate(resolve))
    }
  } finally {
    fill.close()
  }
}

/** An object that comes from no bucket, as the index takes it. */
export function toFetched(object: { readonly key: string; readonly bytes: Uint8Array; readonly modifiedUs: number; readonly tracker: string | null }): FetchedObject {
  const { key, bytes, modifiedUs, tracker } = object
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`
  const listed = { key, sizeBytes: bytes.length, etag, lastModifiedUs: modifiedUs }
  return { listed, bytes, metadata: tracker === null ? {} : { tracker_id: tracker } }
}
