import { setMaxListeners } from 'node:events'
import { AppError } from '@shared/errors'
import type { RunKey } from '@shared/model/run'
import type { WriteDatabase } from '../database/connection'
import type { RequestCounter } from '../bucket/requestMeter'
import { restoreBodies } from '../database/missingBodies'
import type { ListedObject } from '../database/objectName'
import type { Fetcher } from '../indexer/fetch'
import { maxAskedBytes } from '../indexer/fetchSize'
import { prepareObject } from '../indexer/ingest'
import type { FetchedObject } from '../indexer/ingest'
import type { IndexStore } from '../indexer/indexStore'
import { inParallel } from '../indexer/parallel'

const atOnce = 16

/** With what bodies are brought. */
export interface BringContext {
  readonly store: IndexStore
  readonly fetcher: Fetcher
  readonly signal: AbortSignal
  /** Whose requests these are. */
  readonly job?: RequestCounter | undefined
}

/** What became of bodies that were asked for. */
export interface Brought {
  readonly stored: number
  /** The bucket no longer has them; they are marked. */
  readonly gone: number
  /** Could not be had, and why the first of them. */
  readonly failed: number
  readonly reason: string | null
  /** Runs that were indexed anew because an object came with other bytes. */
  readonly changedRuns: readonly RunKey[]
}

/**
 * Brings bodies of objects that the index knows and stores them in one transaction. Rejects with what concerns all (sign-in, no
 * network, cancelled); what came until then is stored all the same.
 */
export async function bringBodies(db: WriteDatabase, absent: readonly ListedObject[], context: BringContext): Promise<Brought> {
  const got: FetchedObject[] = []
  const gone: string[] = []
  const reasons: string[] = []
  let trouble: unknown = null
  // Every request under way listens.
  setMaxListeners(0, context.signal)
  try {
    await inParallel(absent, atOnce, async (listed) => {
      const fetched = await context.fetcher.fetch(listed, context.signal, context.job, maxAskedBytes)
      if (fetched.kind === 'body') got.push(fetched)
      else if (fetched.kind === 'vanished') gone.push(listed.key)
      else reasons.push(fetched.reason)
    })
  } catch (error) {
    trouble = error
  }
  const stored = store(db, absent, got, context)
  if (gone.length > 0) context.store.markGone(gone)
  if (trouble !== null) throw trouble
  return { ...stored, gone: gone.length, failed: reasons.length, reason: reasons[0] ?? null }
}

function store(db: WriteDatabase, absent: readonly ListedObject[], got: readonly FetchedObject[], context: BringContext): Pick<Brought, 'stored' | 'changedRuns'> {
  const known = new Map(absent.map(({ key, etag }) => [key, etag]))
  const isRewritten = ({ listed }: FetchedObject): boolean => known.get(listed.key) !== listed.etag
  const rewritten = got.filter(isRewritten)
  const { changedRuns } = rewritten.length === 0 ? { changedRuns: [] } : context.store.ingest({ objects: rewritten.map(prepareObject), setAside: [] })
  return { stored: restoreBodies(db, got.filter((object) => !isRewritten(object))) + rewritten.length, changedRuns }
}

/** Says why nothing came, when it was the way to the bucket and not the objects. */
export function refuseNothing({ stored, failed, reason }: Brought): void {
  if (stored > 0 || failed === 0) return
  throw new AppError({ code: 'unreachable', message: reason ?? 'The bucket did not give them.', action: 'Try again when this computer is online and signed in.' })
}
