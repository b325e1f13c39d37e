import { randomBytes } from 'node:crypto'
import { ownPrefix } from '../bucket/bucket'

/** All snapshots of all installations lie under this. */
export const snapshotRoot = `${ownPrefix}index/`

/** What a snapshot covers: all projects of the bucket. */
export const wholeBucket = 'all'

/** The last part of a manifest's key. */
export const manifestName = 'manifest.json'

/** A key of ours, read. */
export interface SnapshotKey {
  /** Everything up to and including the slash before the file's name. */
  readonly folder: string
  readonly scope: string
  readonly schema: number
  readonly installId: string
  readonly file: string
}

const grammar = /^(burr-desktop\/v1\/index\/([a-z0-9-]{1,64})\/s(\d{1,6})\/([0-9a-f]{32})\/\d{8}T\d{9}Z-[0-9a-f]{8}\/)(manifest\.json|index\.db\.br\.\d{4})$/

/** Reads a key; `null` for one that we would not write. */
export function readSnapshotKey(key: string): SnapshotKey | null {
  const match = grammar.exec(key)
  if (match === null) return null
  const [, folder = '', scope = '', schema = '', installId = '', file = ''] = match
  return { folder, scope, schema: Number(schema), installId, file }
}

/** A folder in the bucket for a snapshot taken now: nobody else can come by the same. */
export function newSnapshotFolder(schema: number, installId: string, now: Date = new Date()): string {
  const instant = now.toISOString().replaceAll(/[-:.]/g, '')
  return `${snapshotRoot}${wholeBucket}/s${schema}/${installId}/${instant}-${randomBytes(4).toString('hex')}/`
}

/** Name of the n-th part of the packed index, from 0. */
export function partName(index: number): string {
  return `index.db.br.${String(index).padStart(4, '0')}`
}
