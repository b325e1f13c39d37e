import type { RunKey } from '@shared/model/run'
import type { WriteDatabase } from '../database/connection'
import { findRunId } from '../database/readRun'
import { readRunObjects } from '../database/runObjects'
import type { ListedObject } from '../database/discovery'
import type { IndexStore } from './indexStore'
import type { Fetcher } from './fetch'
import type { FetchedObject } from './ingest'
import { inParallel } from './parallel'

const atOnce = 16

/** Brings the bodies of a run that are not on this disk; `not-found` when the index has no such run. */
export async function fetchBodies(
  db: WriteDatabase,
  run: RunKey,
  context: { readonly store: IndexStore; readonly fetcher: Fetcher; readonly signal: AbortSignal }
): Promise<{ readonly fetched: number; readonly missing: number }> {
  const absent = readRunObjects(db, findRunId(db, run)).filter((object) => object.hasBody === 0)
  const got: FetchedObject[] = []
  await inParallel(absent, atOnce, async ({ key, sizeBytes, etag }) => {
    // The index does not read the date again for an object that it knows.
    const listed: ListedObject = { key, sizeBytes, etag, lastModifiedUs: 0 }
    const fetched = await context.fetcher.fetch(listed, context.signal)
    if (fetched.kind === 'body') got.push(fetched)
  })
  if (got.length > 0) context.store.ingest({ objects: got, setAside: [] })
  return { fetched: got.length, missing: absent.length - got.length }
}
