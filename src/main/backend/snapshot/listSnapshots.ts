import { AppError, toErrorShape } from '@shared/errors'
import type { SnapshotLeftover, SnapshotList, SnapshotRow } from '@shared/model/snapshot'
import type { Bucket, ListedObject } from '../bucket/bucket'
import { schemaPrints } from '../database/copy/schemaPrint'
import type { Installation } from './installation'
import { isOwnManifest, manifestLimitBytes, readManifest, toSnapshotRow } from './manifest'
import type { Manifest } from './manifest'
import { manifestName, readSnapshotKey, snapshotRoot } from './snapshotKey'

/** All objects of one snapshot, or of what was to be one. */
export interface SnapshotFolder {
  readonly folder: string
  readonly installId: string
  readonly manifest: ListedObject | null
  readonly parts: readonly ListedObject[]
}

/** The folders under our prefix, and the clock of the store. Nothing outside of it is ever listed or read. */
export async function listFolders(bucket: Bucket, signal: AbortSignal): Promise<{ readonly folders: SnapshotFolder[]; readonly nowMs: number }> {
  const found = new Map<string, { folder: string; installId: string; manifest: ListedObject | null; parts: ListedObject[] }>()
  let nowMs = Date.now()
  let continuationToken: string | undefined
  do {
    const page = await bucket.listPage({ prefix: snapshotRoot, continuationToken, signal })
    nowMs = page.serverDateMs
    for (const object of page.objects) {
      const key = readSnapshotKey(object.key)
      if (key === null) continue
      const { folder, installId } = key
      const known = found.get(folder) ?? { folder, installId, manifest: null, parts: [] }
      if (key.file === manifestName) known.manifest = object
      else known.parts.push(object)
      found.set(folder, known)
    }
    continuationToken = page.nextContinuationToken
  } while (continuationToken !== undefined)
  return { folders: [...found.values()], nowMs }
}

/** Folders with the newest manifest first, by the clock of the store: those of the writers may be a day off. */
export function newestFirst(folders: readonly SnapshotFolder[]): SnapshotFolder[] {
  const time = ({ manifest }: SnapshotFolder): number => manifest?.lastModified.getTime() ?? 0
  return folders.toSorted((a, b) => time(b) - time(a) || (a.folder < b.folder ? 1 : -1))
}

/** A manifest that was read, with what it says of its snapshot. */
export interface KnownSnapshot {
  readonly manifest: Manifest
  readonly row: SnapshotRow
}

/** Where snapshots are listed, and who asks. */
export interface ListContext {
  readonly bucket: Bucket
  readonly installation: Installation
  readonly signal: AbortSignal
  /** Manifests read before, by key and ETag; it grows. */
  readonly cache?: Map<string, Manifest | string>
  /** What is known against a snapshot from an earlier try, by the key of its manifest. */
  readonly setAside?: ReadonlyMap<string, string>
}

const mostRead = 500
const readAtOnce = 8

/** Reads the manifests of the newest 500 snapshots, everyone's. */
export async function readSnapshots(context: ListContext): Promise<{ readonly snapshots: readonly KnownSnapshot[]; readonly leftovers: readonly SnapshotLeftover[] }> {
  const { folders } = await listFolders(context.bucket, context.signal)
  const snapshots: KnownSnapshot[] = []
  const leftovers: SnapshotLeftover[] = []
  const leave = (folder: SnapshotFolder, why: string): void => void leftovers.push(leftover(folder, context.installation, why))
  const sorted = newestFirst(folders)
  for (let at = 0; at < Math.min(sorted.length, mostRead); at += readAtOnce) {
    const some = sorted.slice(at, Math.min(at + readAtOnce, mostRead))
    const read = await Promise.all(some.map((folder) => readOne(folder, context)))
    for (const [index, folder] of some.entries()) {
      const manifest = read[index]
      if (manifest === undefined || typeof manifest === 'string') leave(folder, manifest ?? 'It has no manifest: it is being written, or was never finished.')
      else snapshots.push({ manifest, row: rowOf(folder, manifest, context) })
    }
  }
  return { snapshots, leftovers }
}

/** All snapshots of the bucket as a screen shows them. */
export async function listSnapshots(context: ListContext): Promise<SnapshotList> {
  const { snapshots, leftovers } = await readSnapshots(context)
  return { snapshots: snapshots.map(({ row }) => row), leftovers }
}

/** A snapshot by the key of its manifest; `not-found` or `damaged`. */
export async function readSnapshot(key: string, context: ListContext): Promise<KnownSnapshot> {
  const place = readSnapshotKey(key)
  if (place?.file !== manifestName) throw new AppError({ code: 'not-found', message: 'There is no such snapshot.' })
  const { bucket, signal } = context
  const { bytes, lastModified } = await bucket.get(key, { signal, maxBytes: manifestLimitBytes })
  const manifest = readManifest(bytes, { key, bucket: bucket.name })
  const isOwn = isOwnManifest(manifest, context.installation)
  return { manifest, row: toSnapshotRow(manifest, { isOwn, storedUs: (lastModified?.getTime() ?? 0) * 1000, problem: problemOf(manifest) }) }
}

async function readOne(folder: SnapshotFolder, { bucket, signal, cache }: ListContext): Promise<Manifest | string | undefined> {
  const { manifest } = folder
  if (manifest === null) return undefined
  const name = `${manifest.key} ${manifest.etag}`
  const known = cache?.get(name)
  if (known !== undefined) return known
  try {
    const { bytes } = await bucket.get(manifest.key, { signal, maxBytes: manifestLimitBytes, expectedSizeBytes: manifest.sizeBytes })
    const read = readManifest(bytes, { key: manifest.key, bucket: bucket.name })
    cache?.set(name, read)
    return read
  } catch (error) {
    signal.throwIfAborted()
    const { code, message } = toErrorShape(error)
    if (code === 'sign-in-needed' || code === 'unreachable') throw error
    if (code === 'damaged') cache?.set(name, message)
    return message
  }
}

function rowOf(folder: SnapshotFolder, manifest: Manifest, context: ListContext): SnapshotRow {
  const isWhole = manifest.parts.every(({ name, sizeBytes }) => folder.parts.some((part) => part.key === `${folder.folder}${name}` && part.sizeBytes === sizeBytes))
  const problem = problemOf(manifest) ?? (isWhole ? null : 'Parts of it are missing in the bucket.') ?? context.setAside?.get(manifest.key) ?? null
  const isOwn = isOwnManifest(manifest, context.installation)
  return toSnapshotRow(manifest, { isOwn, storedUs: (folder.manifest?.lastModified.getTime() ?? 0) * 1000, problem })
}

function problemOf({ schema, schemaPrint }: Manifest): string | null {
  const known = schemaPrints.get(schema)
  if (known === undefined) return 'It was written by another version of Burr Desktop, which this one does not know.'
  return known === schemaPrint ? null : 'It declares something that an index does not.'
}

function leftover(folder: SnapshotFolder, installation: Installation, why: string): SnapshotLeftover {
  const sizeBytes = [...folder.parts, ...(folder.manifest === null ? [] : [folder.manifest])].reduce((sum, object) => sum + object.sizeBytes, 0)
  return { folder: folder.folder, isOwn: folder.installId === installation.installId, sizeBytes, why }
}
