import { open } from 'node:fs/promises'
import type { SnapshotRow } from '@shared/model/snapshot'
import type { Bucket } from '../bucket/bucket'
import type { ProjectCoverage } from '../database/copy/takeCopy'
import type { Installation } from './installation'
import { toSnapshotRow, writeManifest } from './manifest'
import { putOnce } from './putOnce'
import { manifestName, newSnapshotFolder } from './snapshotKey'
import { takeSnapshot } from './takeSnapshot'
import type { TakenSnapshot, TakeOptions } from './takeSnapshot'
import { cancelled } from './threadWork'
import { makeWorkFolder, removeWorkFolder } from './workFolder'

/** How an index is published. */
export interface PublishOptions extends Omit<TakeOptions, 'workFolder'>, StoreOptions {}

/** How a snapshot that was taken is stored. */
export interface StoreOptions extends Pick<TakeOptions, 'signal' | 'onProgress'> {
  readonly bucket: Bucket
  readonly installation: Installation
  readonly appVersion: string
  readonly backoffMs?: number
  /** The clock of this computer, which may be wrong. */
  readonly nowMs?: () => number
}

/** A snapshot that is in the bucket now. */
export interface PublishedSnapshot {
  readonly row: SnapshotRow
  /** The generation of the index it holds. */
  readonly generation: number
}

/**
 * Takes the index and stores it: its parts first, the manifest last. Ended anywhere before that it leaves at most parts that
 * nobody looks at, which {@link pruneSnapshots} removes after a day.
 */
export async function publishSnapshot(options: PublishOptions): Promise<PublishedSnapshot> {
  const workFolder = makeWorkFolder(options.workspace)
  try {
    const takenUs = nowOf(options) * 1000
    const taken = await takeSnapshot({ ...options, workFolder })
    return { row: await storeSnapshot(taken, takenUs, options), generation: taken.facts.generation }
  } catch (error) {
    throw options.signal.aborted ? cancelled() : error
  } finally {
    removeWorkFolder(workFolder)
  }
}

/** Stores a snapshot under a key that nobody else can come by: its parts first, the manifest last. */
export async function storeSnapshot({ path, facts, packed }: TakenSnapshot, takenUs: number, options: StoreOptions): Promise<SnapshotRow> {
  const { bucket, installation, appVersion } = options
  const folder = newSnapshotFolder(facts.schema, installation.installId, new Date(nowOf(options)))
  await putParts(folder, { path, packed }, options)
  const key = `${folder}${manifestName}`
  const { manifest, text } = writeManifest({ key, bucket: bucket.name, appVersion, takenUs, facts, packed, completeAsOfUs: completeAsOf(facts.projects) }, installation)
  await putOnce(bucket, key, Buffer.from(text), putOptions('application/json', options))
  return toSnapshotRow(manifest, { isOwn: true, storedUs: nowOf(options) * 1000, problem: null })
}

function nowOf({ nowMs }: StoreOptions): number {
  return (nowMs ?? Date.now)()
}

async function putParts(folder: string, taken: Pick<TakenSnapshot, 'path' | 'packed'>, options: StoreOptions): Promise<void> {
  const totalBytes = taken.packed.sizeBytes
  const file = await open(taken.path, 'r')
  try {
    let doneBytes = 0
    for (const { name, sizeBytes } of taken.packed.parts) {
      options.onProgress?.({ phase: 'uploading', doneBytes, totalBytes })
      const bytes = Buffer.alloc(sizeBytes)
      await file.read(bytes, 0, sizeBytes, doneBytes)
      await putOnce(options.bucket, `${folder}${name}`, bytes, putOptions('application/octet-stream', options))
      doneBytes += sizeBytes
    }
    options.onProgress?.({ phase: 'uploading', doneBytes, totalBytes })
  } finally {
    await file.close()
  }
}

// Only what a listing of every project has confirmed is complete.
function completeAsOf(projects: readonly ProjectCoverage[]): number | null {
  const instants = projects.map(({ completeAtUs }) => completeAtUs)
  return instants.length === 0 || instants.includes(null) ? null : Math.min(...instants.map((instant) => instant ?? 0))
}

function putOptions(contentType: string, { signal, backoffMs }: StoreOptions): Parameters<typeof putOnce>[3] {
  return { contentType, signal, ...(backoffMs === undefined ? {} : { backoffMs }) }
}
