import type { RunKey } from '@shared/model/run'
import type { RequestCounter } from '../bucket/requestMeter'
import type { ListedObject } from '../database/discovery'
import type { Fetcher } from './fetch'
import type { IndexStore } from './indexStore'
import type { IngestBatch } from './ingest'
import type { Prepare } from './preparer'

/** How far a listing has come, as it is saved with the rows that it led to. */
export type ListingProgress = NonNullable<IngestBatch['listing']>

/** A part of a listing in the order in which it is to be dealt with. */
export interface WorkPage {
  readonly objects: readonly ListedObject[]
  /** Asked when this part and all before it are in the index; `null` = nothing to record. */
  readonly progress: (() => ListingProgress | null) | null
}

/** What was done with the objects of some listings. */
export interface Tally {
  listed: number
  indexed: number
  ignored: number
  failed: number
  /** Named by a listing and not in the index before. */
  found: number
  /** Deleted between listing and fetching. */
  vanished: number
}

/** What indexing needs and whom it tells. */
export interface IndexingContext {
  readonly store: IndexStore
  readonly fetcher: Fetcher
  readonly signal: AbortSignal
  /** Whose requests these are. */
  readonly job?: RequestCounter | undefined
  /** S3's clock, milliseconds. */
  readonly nowMs: () => number
  /** Whether failed objects are tried again although their time has not come. */
  readonly retryNow?: boolean
  /** Where objects are read and compressed; in the calling thread when not given. */
  readonly prepare?: Prepare
  /** Most objects that are gathered before they are written; 1,000 when not given. */
  readonly batchObjects?: number
  readonly onIngested?: (changed: { readonly runs: readonly RunKey[]; readonly projects: readonly string[] }) => void
  readonly onProgress?: (tally: Readonly<Tally>) => void
}

/** A tally with nothing in it. */
export function emptyTally(): Tally {
  return { listed: 0, indexed: 0, ignored: 0, failed: 0, found: 0, vanished: 0 }
}
