import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import type { Bucket } from '../bucket/bucket'
import { BucketError } from '../bucket/bucketError'
import { Refusal } from '../database/copy/inspectFile'
import type { Manifest } from './manifest'
import { Meter } from './pack'

/** How a snapshot is fetched. */
export interface DownloadOptions {
  readonly bucket: Bucket
  readonly manifest: Manifest
  /** A file that does not exist yet. */
  readonly target: string
  readonly signal: AbortSignal
  /** Told the packed bytes that have come. */
  onBytes?(bytes: number): void
}

const tries = 3

/**
 * Fetches the parts of a snapshot and unpacks them into a file, a piece at a time. The file is not opened: it is as long as the
 * manifest says and has its hash, or a {@link Refusal} is thrown.
 */
export async function downloadSnapshot(options: DownloadOptions): Promise<void> {
  const { manifest, target, signal } = options
  const packed = new Meter()
  const brotli = createBrotliDecompress({ chunkSize: 256 * 1024 })
  const raw = new CappedMeter(manifest.rawSizeBytes)
  try {
    await pipeline(Readable.from(fetchParts(options)), packed, brotli, raw, createWriteStream(target, { flags: 'wx', mode: 0o600 }), { signal })
  } catch (error) {
    throw asRefusal(error)
  }
  if (packed.digest() !== manifest.sha256 || packed.bytes !== manifest.sizeBytes) throw new Refusal('damaged', 'Its bytes are not those that were stored.')
  // Bytes behind the end of the packed data are passed over in silence by whoever unpacks.
  if (brotli.bytesWritten !== manifest.sizeBytes) throw new Refusal('damaged', 'It has more in it than an index.')
  if (raw.bytes !== manifest.rawSizeBytes || raw.digest() !== manifest.rawSha256) throw new Refusal('damaged', 'What it unpacks to is not what was packed.')
}

async function* fetchParts(options: DownloadOptions): AsyncGenerator<Uint8Array, void, undefined> {
  const { manifest } = options
  const folder = manifest.key.slice(0, manifest.key.lastIndexOf('/') + 1)
  let doneBytes = 0
  let next: Promise<Uint8Array> | null = null
  for (const [index, part] of manifest.parts.entries()) {
    const bytes = await (next ?? fetchPart(`${folder}${part.name}`, part, options))
    const following = manifest.parts[index + 1]
    // The next part travels while this one is unpacked.
    next = following === undefined ? null : fetchPart(`${folder}${following.name}`, following, options)
    next?.catch(() => undefined)
    doneBytes += bytes.length
    options.onBytes?.(doneBytes)
    yield bytes
  }
}

async function fetchPart(key: string, part: Manifest['parts'][number], { bucket, signal }: DownloadOptions): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt += 1) {
    const { bytes } = await bucket.get(key, { signal, expectedSizeBytes: part.sizeBytes })
    if (createHash('sha256').update(bytes).digest('hex') === part.sha256) return bytes
    if (attempt >= tries) throw new Refusal('damaged', 'A part of it is not what was stored.')
  }
}

class CappedMeter extends Meter {
  readonly #limitBytes: number

  constructor(limitBytes: number) {
    super()
    this.#limitBytes = limitBytes
  }

  override _transform(chunk: Buffer, encoding: BufferEncoding, done: (error: Error | null, chunk?: Buffer) => void): void {
    if (this.bytes + chunk.length > this.#limitBytes) done(new Refusal('too-large', 'It unpacks to more than it says.'))
    else super._transform(chunk, encoding, done)
  }
}

/** What came of a download that failed: a {@link Refusal} when the snapshot is to blame, else the error as it is. */
export function asRefusal(error: unknown): unknown {
  if (error instanceof Refusal) return error
  if (error instanceof BucketError) {
    const isOfSnapshot = error.reason === 'not-found' || error.reason === 'damaged' || error.reason === 'too-large'
    return isOfSnapshot ? new Refusal('damaged', error.reason === 'not-found' ? 'A part of it is missing in the bucket.' : error.message) : error
  }
  return isUnpackError(error) ? new Refusal('damaged', `It cannot be unpacked (${error.code}).`) : error
}

// Brotli has some thirty words for damage, such as ERR_DICTIONARY and ERR__ERROR_FORMAT_PADDING_1. Zlib numbers its errors, as
// the system does; only the system's name a call.
function isUnpackError(error: unknown): error is Error & { readonly code: string } {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false
  if (/^(Z_|ERR_BROTLI|ERR_ZLIB|ERR_BUFFER)/.test(error.code)) return true
  return error.code.startsWith('ERR_') && 'errno' in error && typeof error.errno === 'number' && !('syscall' in error)
}
