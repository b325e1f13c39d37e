import { z } from 'zod'
import { AppError } from '@shared/errors'
import type { SnapshotRow } from '@shared/model/snapshot'
import type { CopyFacts, ProjectCoverage } from '../database/copy/takeCopy'
import type { Installation } from './installation'
import { manifestName, partName, readSnapshotKey } from './snapshotKey'

/** Largest manifest in bytes. */
export const manifestLimitBytes = 64 * 1024
/** Largest packed index that is read. */
export const packedLimitBytes = 2 * 1024 ** 3
/** Largest index that is unpacked. */
export const rawLimitBytes = 8 * 1024 ** 3
/** An index packs to a quarter; what unpacks to so many times its size is a bomb. */
const unpackRatioLimit = 60

const count = z.int().min(0)
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const timeUs = z.int().min(0)
// A key may name a year that no longer counts exactly.
const anyTimeUs = z.number()

const part = z.strictObject({ name: z.string().max(32), sizeBytes: z.int().min(1).max(64 * 1024 ** 2), sha256: hash })

const fields = {
  format: z.literal(1),
  key: z.string().max(1024),
  bucket: z.string().max(255),
  scope: z.string().max(64),
  schema: z.int().min(1),
  schemaPrint: hash,
  installId: z.string().regex(/^[0-9a-f]{32}$/),
  computer: z.string().max(100),
  appVersion: z.string().max(64),
  takenUs: timeUs,
  generation: count,
  codec: z.literal('brotli'),
  sizeBytes: z.int().min(1).max(packedLimitBytes),
  sha256: hash,
  rawSizeBytes: z.int().min(512).max(rawLimitBytes),
  rawSha256: hash,
  parts: z.array(part).min(1).max(256),
  rows: z.record(z.string().max(64), count),
  projects: count,
  runs: count,
  steps: count,
  objects: count,
  completeAsOfUs: timeUs.nullable(),
  /** The newest projects, as many as there is room for. */
  coverage: z.array(z.strictObject({ project: z.string().max(1024), runs: count, completeAtUs: anyTimeUs.nullable(), newestUs: anyTimeUs.nullable() })).max(1000)
}

const unsigned = z.strictObject(fields)
const signed = z.strictObject({ ...fields, signature: hash })

/** What is told of a snapshot beside it; it is written last, so what has none is no snapshot. */
export type Manifest = z.output<typeof signed>

/** What a manifest is made of. */
export interface ManifestParts {
  readonly key: string
  readonly bucket: string
  readonly appVersion: string
  readonly takenUs: number
  readonly facts: CopyFacts
  readonly packed: Pick<Manifest, 'sizeBytes' | 'sha256' | 'rawSizeBytes' | 'rawSha256' | 'parts'>
  readonly completeAsOfUs: number | null
}

/** The signed text of a manifest. */
export function writeManifest(parts: ManifestParts, installation: Installation): { readonly manifest: Manifest; readonly text: string } {
  const { key, bucket, appVersion, takenUs, facts, packed, completeAsOfUs } = parts
  const place = readSnapshotKey(key)
  if (place === null) throw new Error(`${key} is no key of a snapshot.`)
  let coverage = newestFirst(facts.projects)
  for (;;) {
    const content = unsigned.parse({
      format: 1, key, bucket, scope: place.scope, schema: facts.schema, schemaPrint: facts.schemaPrint,
      installId: installation.installId, computer: installation.computer, appVersion, takenUs, generation: facts.generation,
      codec: 'brotli', ...packed, rows: facts.rows,
      projects: facts.projects.length, runs: facts.runs, steps: facts.steps, objects: facts.objects, completeAsOfUs, coverage
    })
    const manifest = { ...content, signature: installation.sign(JSON.stringify(content)) }
    const text = `${JSON.stringify(manifest)}\n`
    if (Buffer.byteLength(text) <= manifestLimitBytes) return { manifest, text }
    coverage = coverage.slice(0, Math.floor(coverage.length / 2))
  }
}

function newestFirst(projects: readonly ProjectCoverage[]): ProjectCoverage[] {
  return projects.toSorted((a, b) => (b.newestUs ?? 0) - (a.newestUs ?? 0)).slice(0, 1000)
}

/** Reads a manifest that anyone may have written; `damaged`, with words, unless it is one and belongs where it lies. */
export function readManifest(bytes: Uint8Array, place: { readonly key: string; readonly bucket: string }): Manifest {
  const manifest = parse(bytes)
  const named = readSnapshotKey(place.key)
  if (manifest.key !== place.key || manifest.bucket !== place.bucket || named?.file !== manifestName) throw refused('It belongs to another place.')
  if (manifest.installId !== named.installId || manifest.schema !== named.schema || manifest.scope !== named.scope) throw refused('It does not fit the place it lies in.')
  if (manifest.parts.some(({ name }, index) => name !== partName(index))) throw refused('It points at something else than its own parts.')
  if (manifest.parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) !== manifest.sizeBytes) throw refused('Its sizes do not add up.')
  if (manifest.rawSizeBytes > manifest.sizeBytes * unpackRatioLimit + 1024 ** 2) throw refused('It would unpack to far more than an index does.')
  return manifest
}

/** Whether this installation wrote the manifest, and with it named the bytes it stands for. */
export function isOwnManifest(manifest: Manifest, installation: Installation): boolean {
  const { signature, ...content } = manifest
  return manifest.installId === installation.installId && installation.isSigned(JSON.stringify(content), signature)
}

/** A snapshot as lists show it. */
export function toSnapshotRow(manifest: Manifest, more: { readonly isOwn: boolean; readonly storedUs: number; readonly problem: string | null }): SnapshotRow {
  const { key, installId, computer, appVersion, takenUs, sizeBytes, rawSizeBytes, projects, runs, steps, objects, completeAsOfUs } = manifest
  return { key, installId, computer, appVersion, takenUs, sizeBytes, rawSizeBytes, projects, runs, steps, objects, completeAsOfUs, ...more }
}

function parse(bytes: Uint8Array): Manifest {
  if (bytes.length > manifestLimitBytes) throw refused('Its manifest is too long.')
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw refused('Its manifest cannot be read.')
  }
  const parsed = signed.safeParse(value)
  if (!parsed.success) throw refused(`Its manifest is not understood (${parsed.error.issues[0]?.path.join('.') ?? ''}).`)
  return parsed.data
}

function refused(message: string): AppError {
  return new AppError({ code: 'damaged', message })
}
