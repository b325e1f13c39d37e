import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import type { z } from 'zod'
import { createBrotliDecompress } from 'node:zlib'
import { AppError } from '@shared/errors'
import { annotationLine, endLine, lineLimitBytes, magic, manifestLine, mostObjects, objectLine, rawLimitBytes, unpackRatioLimit } from './fileFormat'
import { beginsWith } from './kindOfPath'
import type { FilePart } from './writeFile'

const lineFeed = 0x0a

/** How a file is read. */
export interface ReadOptions {
  readonly signal: AbortSignal
  /** Most bytes that may be unpacked, below what no file may exceed. */
  readonly maxRawBytes?: number
  /** Told the packed bytes that were read. */
  onBytes?(bytes: number): void
}

/**
 * Reads a file that anyone may have made, a part at a time: every line is checked against its schema, and the hash at the end
 * against all that was given. Throws `damaged` or `too-large`; what was given before that must be thrown away.
 */
export async function* readPortableFile(path: string, options: ReadOptions): AsyncGenerator<FilePart, void, undefined> {
  if (!(await beginsWith(path, magic))) throw damaged('It is not a portable snapshot.')
  const pieces = new Pieces(path, options)
  const hash = createHash('sha256')
  try {
    const first = await pieces.line()
    if (first === null) throw damaged('It is empty.')
    const manifest = parsed(manifestLine, first, 'Its first line')
    hash.update(first).update('\n')
    yield { manifest }
    let objects = 0
    let annotations = 0
    for (;;) {
      const line = await pieces.line()
      if (line === null) throw damaged('It is cut off.')
      if (line.subarray(0, 7).toString('latin1') === '{"end":') {
        await finish(pieces, parsed(endLine, line, 'Its last line').end, hash.digest('hex'))
        if (objects !== manifest.objects || annotations !== manifest.annotations) throw damaged('It holds something else than it says.')
        return
      }
      hash.update(line).update('\n')
      if (line.subarray(0, 14).toString('latin1') === '{"annotation":') {
        annotations++
        yield parsed(annotationLine, line, 'An annotation')
        continue
      }
      const { size, ...object } = parsed(objectLine, line, 'An object')
      if ((objects += 1) > Math.min(mostObjects, manifest.objects)) throw damaged('It holds more than it says.')
      const bytes = await pieces.take(size)
      hash.update(bytes).update(await pieces.take(1))
      yield { ...object, bytes }
    }
  } finally {
    pieces.close()
  }
}

async function finish(pieces: Pieces, claimed: string, found: string): Promise<void> {
  if (claimed !== found) throw damaged('Its bytes are not those that were written.')
  if ((await pieces.line()) !== null) throw damaged('Something stands behind its end.')
  if (!pieces.isAllRead()) throw damaged('Something stands behind its end.')
}

function parsed<Schema extends z.ZodType>(schema: Schema, line: Uint8Array, what: string): z.output<Schema> {
  try {
    const result = schema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line)))
    if (result.success) return result.data
    throw damaged(`${what} is not understood (${result.error.issues[0]?.path.join('.') ?? ''}).`)
  } catch (error) {
    throw error instanceof AppError ? error : damaged(`${what} cannot be read.`)
  }
}

function damaged(why: string): AppError {
  return new AppError({ code: 'damaged', message: `The file cannot be opened: ${why}`, action: 'Ask for it again.' })
}

/** Unpacked bytes in the pieces that are asked for; holds no more than one of them and a chunk. */
class Pieces {
  readonly #chunks: AsyncIterator<Buffer>
  readonly #brotli = createBrotliDecompress({ chunkSize: 256 * 1024 })
  readonly #source: ReturnType<typeof createReadStream>
  readonly #options: ReadOptions
  readonly #sizeBytes: number
  #parts: Buffer[] = []
  #heldBytes = 0
  #rawBytes = 0
  #packedBytes = 0

  constructor(path: string, options: ReadOptions) {
    this.#options = options
    this.#sizeBytes = statSync(path).size - magic.length
    this.#source = createReadStream(path, { start: magic.length, highWaterMark: 256 * 1024 })
    this.#source.on('data', (chunk) => {
      this.#packedBytes += chunk.length
      options.onBytes?.(this.#packedBytes)
    })
    this.#source.on('error', (error) => this.#brotli.destroy(error))
    this.#source.pipe(this.#brotli)
    this.#chunks = this.#brotli[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  /** The next line without its end; `null` = there is nothing more. */
  async line(): Promise<Buffer | null> {
    let searched = 0
    for (;;) {
      const joined = this.#joined()
      const end = joined.indexOf(lineFeed, searched)
      if (end >= 0) {
        this.#parts = [joined.subarray(end + 1)]
        this.#heldBytes = joined.length - end - 1
        return joined.subarray(0, end)
      }
      if (joined.length > lineLimitBytes) throw damaged('A line in it is too long.')
      searched = joined.length
      if (await this.#more()) continue
      if (joined.length > 0) throw damaged('It is cut off.')
      return null
    }
  }

  /** Exactly so many bytes. */
  async take(bytes: number): Promise<Buffer> {
    while (this.#heldBytes < bytes) if (!(await this.#more())) throw damaged('It is cut off.')
    const joined = this.#joined()
    this.#parts = [joined.subarray(bytes)]
    this.#heldBytes = joined.length - bytes
    return joined.subarray(0, bytes)
  }

  /** Whether the packed stream ended where the file does. */
  isAllRead(): boolean {
    return this.#brotli.bytesWritten === this.#sizeBytes
  }

  close(): void {
    this.#source.destroy()
    this.#brotli.destroy()
  }

  #joined(): Buffer {
    if (this.#parts.length !== 1) this.#parts = [Buffer.concat(this.#parts)]
    return this.#parts[0] ?? Buffer.alloc(0)
  }

  async #more(): Promise<boolean> {
    this.#options.signal.throwIfAborted()
    const { done, value } = await this.#chunks.next().catch((error: unknown) => Promise.reject(asDamage(error)))
    if (done === true) return false
    this.#rawBytes += value.length
    this.#parts.push(value)
    this.#heldBytes += value.length
    if (this.#rawBytes > Math.min(rawLimitBytes, this.#options.maxRawBytes ?? rawLimitBytes)) throw tooLarge('It unpacks to more than there is room for.')
    if (this.#rawBytes > this.#packedBytes * unpackRatioLimit + 1024 ** 2) throw tooLarge('It unpacks to far more than logs do.')
    return true
  }
}

function tooLarge(why: string): AppError {
  return new AppError({ code: 'too-large', message: `The file cannot be opened: ${why}` })
}

function asDamage(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(Z_|ERR_)/.test(code) ? damaged(`It cannot be unpacked (${code}).`) : error
}
