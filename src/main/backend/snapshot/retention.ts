import type { Bucket } from '../bucket/bucket'
import { listFolders, newestFirst } from './listSnapshots'
import type { SnapshotFolder } from './listSnapshots'

/** What is kept and of whom. */
export interface RetentionOptions {
  readonly installId: string
  /** So many of the newest snapshots stay; the newest of all stays even with 0. */
  readonly keep: number
  readonly signal: AbortSignal
}

/** Parts without a manifest may be those of a publication that is under way. */
const unfinishedForMs = 24 * 3_600_000

/**
 * Removes the older snapshots of one installation, found by listing, so that nothing leaks over restarts. The manifest goes
 * first: what is half removed is no snapshot any more. Gives the keys of the manifests removed.
 */
export async function pruneSnapshots(bucket: Bucket, { installId, keep, signal }: RetentionOptions): Promise<string[]> {
  const { folders, nowMs } = await listFolders(bucket, signal)
  const own = folders.filter((folder) => folder.installId === installId)
  const removed: string[] = []
  for (const folder of newestFirst(own.filter(({ manifest }) => manifest !== null)).slice(Math.max(1, keep))) {
    await removeFolder(bucket, folder, signal)
    if (folder.manifest !== null) removed.push(folder.manifest.key)
  }
  const isForgotten = ({ parts }: SnapshotFolder): boolean => parts.every(({ lastModified }) => lastModified.getTime() < nowMs - unfinishedForMs)
  for (const folder of own.filter((each) => each.manifest === null && isForgotten(each))) await removeFolder(bucket, folder, signal)
  return removed
}

async function removeFolder(bucket: Bucket, { manifest, parts }: SnapshotFolder, signal: AbortSignal): Promise<void> {
  if (manifest !== null) await bucket.delete(manifest.key, { signal })
  for (const { key } of parts) await bucket.delete(key, { signal })
}
