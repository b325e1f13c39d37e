import type { RunKey } from '@shared/model/run'
import type { WriteDatabase } from '../database/connection'
import { missingBodies, restoreBodies } from '../database/missingBodies'
import type { Fetcher } from './fetch'
import { prepareObject } from './ingest'
import type { FetchedObject } from './ingest'
import type { IndexStore } from './indexStore'
import { inParallel } from './parallel'

const atOnce = 16

/** Brings the bodies of a run that are not on this disk; `not-found` when the index has no such run. */
export async function fetchBodies(
  db: WriteDatabase,
  run: RunKey,
  context: { readonly store: IndexStore; readonly fetcher: Fetcher; readonly signal: AbortSignal }
): Promise<{ readonly fetched: number; readonly missing: number }> {
  const absent = missingBodies(db, run)
  const got: FetchedObject[] = []
  await inParallel(absent, atOnce, async (listed) => {
    const fetched = await context.fetcher.fetch(listed, context.signal)
    if (fetched.kind === 'body') got.push(fetched)
  })
  const known = new Map(absent.map(({ key, etag }) => [key, etag]))
  const isRewritten = ({ listed }: FetchedObject): boolean => known.get(listed.key) !== listed.etag
  const rewritten = got.filter(isRewritten)
  if (rewritten.length > 0) context.store.ingest({ objects: rewritten.map(prepareObject), setAside: [] })
  const stored = restoreBodies(db, got.filter((object) => !isRewritten(object))) + rewritten.length
  return { fetched: stored, missing: absent.length - stored }
}
