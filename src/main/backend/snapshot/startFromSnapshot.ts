import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { toErrorShape } from '@shared/errors'
import type { RestoreOutcome, SnapshotProgress, SnapshotRow } from '@shared/model/snapshot'
import type { Bucket } from '../bucket/bucket'
import { Refusal } from '../database/copy/inspectFile'
import { takeInstanceLock } from '../database/instanceLock'
import { currentFiles } from '../database/currentFiles'
import { closeDatabase, openReader } from '../database/open'
import { readTotals } from '../database/counters'
import type { Installation } from './installation'
import { readSnapshots } from './listSnapshots'
import type { KnownSnapshot } from './listSnapshots'
import { adoptIndex, prepareRestore } from './restore'
import { readSetAside, setAside } from './setAside'
import type { SnapshotPrograms } from './takeSnapshot'
import { cancelled } from './threadWork'

/** What a start from a snapshot needs. */
export interface StartOptions {
  /** Folder of the workspace; it may not exist yet. */
  readonly workspace: string
  readonly bucket: Bucket
  readonly installation: Installation
  readonly programs: SnapshotPrograms
  readonly signal: AbortSignal
  onProgress?(progress: SnapshotProgress): void
  /** Longest wait for the list of snapshots. */
  readonly listLimitMs?: number
  readonly freeBytes?: () => Promise<number>
}

const none = { here: 0, missing: 0 }
const mostTried = 5

/**
 * Gives an empty workspace the newest good snapshot of the bucket. Bad ones are set aside and the next is tried. `null` when the
 * workspace is not empty; rejects only with `index-busy` and when the signal is aborted: without a snapshot the app goes on anyway.
 * The workspace must not be open. Afterwards the bucket is to be compared with the index.
 */
export async function startFromSnapshot(options: StartOptions): Promise<RestoreOutcome | null> {
  const { workspace } = options
  mkdirSync(workspace, { recursive: true, mode: 0o700 })
  if (!isEmptyWorkspace(workspace)) return null
  const lock = takeInstanceLock(workspace)
  try {
    return await tryAll(options)
  } finally {
    lock.close()
  }
}

/** Whether a workspace has no index, or one that has never seen an object. */
export function isEmptyWorkspace(workspace: string): boolean {
  if (!existsSync(join(workspace, currentFiles(workspace).index))) return true
  try {
    const db = openReader(workspace)
    try {
      const { projects, objects } = readTotals(db)
      return projects === 0 && objects === 0
    } finally {
      closeDatabase(db)
    }
  } catch {
    // Whoever opens it for writing will say what is wrong with it.
    return false
  }
}

async function tryAll(options: StartOptions): Promise<RestoreOutcome> {
  const words: string[] = []
  const end = (snapshot: SnapshotRow | null, bodies = none): RestoreOutcome => ({ atUs: Date.now() * 1000, snapshot, words, bodies, isStart: true })
  let found: readonly KnownSnapshot[]
  try {
    found = await candidates(options)
  } catch (error) {
    requireWanted(options.signal)
    words.push(`The snapshots of the bucket could not be listed: ${toErrorShape(error).message}`)
    return end(null)
  }
  if (found.length === 0) words.push('The bucket has no snapshot that this program can start from.')
  for (const { manifest, row } of found.slice(0, mostTried)) {
    try {
      const prepared = await prepareRestore({ ...options, manifest, isOwn: row.isOwn })
      adoptIndex(options.workspace, prepared)
      words.push(`Started from the snapshot that ${row.isOwn ? 'this computer' : row.computer} took at ${when(row)}.`)
      return end(row, prepared.bodies)
    } catch (error) {
      requireWanted(options.signal)
      words.push(`The snapshot of ${row.computer} of ${when(row)} was set aside: ${toErrorShape(error).message}`)
      if (error instanceof Refusal) setAside(options.workspace, row.key, error.message)
      else if (!isOfOneSnapshot(error)) break
    }
  }
  return end(null)
}

// What is complete comes before what is only newer: an index that has just begun knows little.
async function candidates(options: StartOptions): Promise<KnownSnapshot[]> {
  const { bucket, installation, workspace, listLimitMs = 20_000 } = options
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(listLimitMs)])
  const { snapshots } = await readSnapshots({ bucket, installation, signal, setAside: readSetAside(workspace) })
  const isComplete = ({ row }: KnownSnapshot): boolean => row.completeAsOfUs !== null
  const good = snapshots.filter(({ row }) => row.problem === null)
  return [...good.filter(isComplete), ...good.filter((each) => !isComplete(each))]
}

function requireWanted(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled()
}

// A full disk or a lost network will not be better with the next one.
function isOfOneSnapshot(error: unknown): boolean {
  const { code } = toErrorShape(error)
  return code === 'not-found' || code === 'damaged' || code === 'too-large' || code === 'access-denied'
}

function when(row: SnapshotRow): string {
  return `${new Date(row.takenUs / 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
