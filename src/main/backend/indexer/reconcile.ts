import type { Bucket } from '../bucket/bucket'
import { BucketError } from '../bucket/bucketError'
import type { ListedObject } from '../database/discovery'
import { nameObject } from '../database/objectName'
import type { ProjectFolder } from './discover'
import { emptyTally } from './indexPages'
import type { Tally } from './indexPages'
import { listFolder, listPages } from './list'
import { inParallel } from './parallel'
import { runPass } from './pass'
import type { PassContext } from './pass'
import { addTo, concernsAll } from './poll'
import { isHourInScope } from './scope'

/** What a comparison of the bucket with the index found and did. */
export interface Reconciliation {
  /** Objects that listings named. */
  readonly listed: number
  /** Listed and not in the index before (also those that had failed). */
  readonly missing: number
  /** Of the missing and rewritten ones, those that are in the index now. */
  readonly repaired: number
  /** Known ones that came with other bytes, which Burr never writes. */
  readonly rewritten: number
  /** Known ones that are no more in the bucket; marked, their rows stay. */
  readonly gone: number
  /** Known ones that seem to be gone, not marked: so many of a project that a person must say so. */
  readonly goneUnconfirmed: number
  readonly ignored: number
  /** Could not be indexed, each with its reason. */
  readonly failed: number
  /** Projects that could not be compared, and why. */
  readonly failures: readonly { readonly project: string; readonly error: unknown }[]
  /** Everything in the bucket at this instant (milliseconds) is in the index; `null` when a project failed. */
  readonly completeAsOfMs: number | null
}

/** How a comparison is made. */
export interface ReconcileOptions {
  readonly bucket: Bucket
  readonly tally: Tally
}

/** A loss of more than this part of a project is reported and not believed. */
const believableLoss = 0.2
const parallelHeads = 8

/** Lists every project whole and anew, indexes what is missing or was rewritten, and marks what is gone. Rejects with what concerns all. */
export async function reconcile(folders: readonly ProjectFolder[], context: PassContext, options: ReconcileOptions): Promise<Reconciliation> {
  const sum = { rewritten: 0, gone: 0, goneUnconfirmed: 0 }
  const failures: { project: string; error: unknown }[] = []
  let completeAsOfMs = context.nowMs()
  for (const folder of folders) {
    const tally = emptyTally()
    try {
      const seen = new Seen(context, folder)
      const pass = await runPass(folder, context, { relistBeforeMs: Number.POSITIVE_INFINITY, observer: seen, tally })
      completeAsOfMs = Math.min(completeAsOfMs, pass.completeAsOfMs)
      sum.rewritten += seen.rewritten
      // Only now is it sure that every page of the project was a good one.
      await settleLosses(seen, context, options.bucket, sum)
    } catch (error) {
      if (concernsAll(error) || context.signal.aborted) throw error
      failures.push({ project: folder.project, error })
    } finally {
      addTo(options.tally, tally)
    }
  }
  const { listed, found, indexed, ignored, failed, vanished } = options.tally
  return {
    listed: listed - vanished,
    missing: found - vanished - sum.rewritten,
    repaired: indexed + ignored,
    ignored,
    failed,
    ...sum,
    failures,
    completeAsOfMs: failures.length === 0 ? completeAsOfMs : null
  }
}

/** What a pass named, counted by prefix: only where the counts differ are keys compared. */
class Seen {
  readonly #context: PassContext
  readonly #countByPrefix = new Map<string, number>()
  readonly #strays = new Set<string>()
  readonly folder: ProjectFolder
  rewritten = 0

  constructor(context: PassContext, folder: ProjectFolder) {
    this.#context = context
    this.folder = folder
  }

  listed(objects: readonly ListedObject[]): void {
    this.rewritten += this.#context.store.countRewritten(objects)
    for (const { key } of objects) {
      const { prefix, parsed } = nameObject(key)
      this.#countByPrefix.set(prefix, (this.#countByPrefix.get(prefix) ?? 0) + 1)
      if (parsed.kind === 'stray') this.#strays.add(key)
    }
  }

  /** Known keys that the pass did not name, and how many are known in all. */
  async lost(): Promise<{ keys: string[]; known: number }> {
    const keys: string[] = []
    let known = 0
    const sinceMs = this.#context.scope?.sinceMs ?? null
    for (const { prefix, count } of this.#context.store.countByPrefix(this.folder.prefix)) {
      if (!isHourInScope(prefix, sinceMs)) continue
      known += count
      if (count > (this.#countByPrefix.get(prefix) ?? 0)) keys.push(...(await this.#lostIn(prefix)))
    }
    return { keys, known }
  }

  async #lostIn(prefix: string): Promise<string[]> {
    const known = this.#context.store.keysOfPrefix(prefix)
    if (!this.#countByPrefix.has(prefix)) return known
    if (prefix === this.folder.prefix) return known.filter((key) => !this.#strays.has(key))
    const there = new Set<string>()
    for await (const page of listPages(this.#context.listing, { prefix })) for (const { key } of page.objects) there.add(key)
    return known.filter((key) => !there.has(key))
  }
}

/** Objects that lay under `data/` beside the projects and are gone; asked only where some are known. */
export async function settleLoose(context: PassContext, bucket: Bucket): Promise<number> {
  const known = context.store.keysOfPrefix('').filter((key) => key.startsWith('data/'))
  if (known.length === 0) return 0
  const there = new Set((await listFolder(context.listing, 'data/')).objects.map(({ key }) => key))
  return await markLost(known.filter((key) => !there.has(key)), context, bucket)
}

async function settleLosses(seen: Seen, context: PassContext, bucket: Bucket, sum: { gone: number; goneUnconfirmed: number }): Promise<void> {
  const { keys, known } = await seen.lost()
  if (keys.length > known * believableLoss) {
    sum.goneUnconfirmed += keys.length
    return
  }
  sum.gone += await markLost(keys, context, bucket)
}

async function markLost(keys: readonly string[], context: PassContext, bucket: Bucket): Promise<number> {
  const gone: string[] = []
  await inParallel(keys, parallelHeads, async (key) => {
    if (await isGone(bucket, key, context.signal)) gone.push(key)
  })
  if (gone.length > 0) context.store.markGone(gone)
  return gone.length
}

// Without the permission to list, S3 answers 403 for a key that is not there: that is no proof.
async function isGone(bucket: Bucket, key: string, signal: AbortSignal): Promise<boolean> {
  try {
    await bucket.head(key, { signal })
    return false
  } catch (error) {
    if (error instanceof BucketError && error.reason === 'not-found') return true
    if (concernsAll(error) || signal.aborted) throw error
    return false
  }
}
