import type { ListedObject, ListPage } from '../bucket/bucket'
import type { ListedObject as KnownListedObject } from '../database/discovery'
import type { PrefixState } from '../database/prefixState'
import type { IngestResult, PreparedBatch } from './ingest'

/** How many objects of one hour (or of a project, for strays) the index holds that are not gone. */
export interface PrefixCount {
  readonly prefix: string
  readonly count: number
}

/** All that discovery asks of the index and writes into it; each call is one transaction. */
export interface IndexStore {
  /** Those not dealt with yet; `nowUs` decides whose time to try again has come. */
  unknownObjects(listed: readonly KnownListedObject[], nowUs: number): KnownListedObject[]
  ingest(batch: PreparedBatch): IngestResult
  prefixState(project: string, prefix: string): PrefixState | null
  prefixStates(project: string): PrefixState[]
  savePrefixState(state: PrefixState): void
  projects(): string[]
  /** How many of them are in the index with other bytes. */
  countRewritten(listed: readonly KnownListedObject[]): number
  /** Counts of all prefixes that begin with this text. */
  countByPrefix(beginning: string): PrefixCount[]
  /** Keys of one prefix that are not gone. */
  keysOfPrefix(prefix: string): string[]
  /** Notes that objects are no more in the bucket; their rows stay. */
  markGone(keys: readonly string[]): void
}

/** A listed object as the index keeps it. */
export function toKnown(object: ListedObject): KnownListedObject {
  return { key: object.key, sizeBytes: object.sizeBytes, etag: object.etag, lastModifiedUs: object.lastModified.getTime() * 1000 }
}

/** All objects of a page as the index keeps them. */
export function pageObjects(page: Pick<ListPage, 'objects'>): KnownListedObject[] {
  return page.objects.map(toKnown)
}
