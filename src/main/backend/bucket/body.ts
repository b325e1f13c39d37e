import { BucketError } from './bucketError'
import type { RequestSubject } from './bucketError'

/** What the headers promised about a body that is still to come. */
export interface BodyToRead {
  readonly stream: AsyncIterable<Uint8Array> & { destroy(error?: Error): unknown }
  /** The Content-Length; `undefined` when the store gave none. */
  readonly promisedBytes: number | undefined
}

/** Limits and wiring of one read. */
export interface BodyLimits {
  readonly subject: RequestSubject
  readonly expectedBytes: number | undefined
  readonly maxBytes: number
  /** No byte for so long ends the read with `timed-out`. */
  readonly idleTimeoutMs: number
  readonly signal: AbortSignal | undefined
  /** Told of every chunk, also of those of a read that fails later. */
  readonly onBytes: (count: number) => void
}

/** The whole body in memory, or a `BucketError`; the socket is free afterwards either way. */
export async function readBody(body: BodyToRead, limits: BodyLimits): Promise<Uint8Array> {
  const { stream } = body
  const stop = (): unknown => stream.destroy(new BucketError('cancelled', limits.subject))
  const stalled = setTimeout(() => stream.destroy(new BucketError('timed-out', limits.subject)), limits.idleTimeoutMs)
  limits.signal?.addEventListener('abort', stop, { once: true })
  try {
    checkPromise(body.promisedBytes, limits)
    if (limits.signal?.aborted === true) throw new BucketError('cancelled', limits.subject)
    const bytes = await collect(stream, limits, stalled)
    checkLength(bytes.byteLength, body.promisedBytes, limits)
    return bytes
  } catch (error) {
    stream.destroy()
    throw error
  } finally {
    clearTimeout(stalled)
    limits.signal?.removeEventListener('abort', stop)
  }
}

async function collect(stream: AsyncIterable<Uint8Array>, limits: BodyLimits, stalled: NodeJS.Timeout): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    stalled.refresh()
    length += chunk.byteLength
    limits.onBytes(chunk.byteLength)
    if (length > limits.maxBytes) throw new BucketError('too-large', limits.subject)
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length)
}

function checkPromise(promised: number | undefined, limits: BodyLimits): void {
  if (promised !== undefined && promised > limits.maxBytes) throw new BucketError('too-large', limits.subject)
  if (promised !== undefined) checkLength(promised, limits.expectedBytes, limits)
}

function checkLength(length: number, promised: number | undefined, limits: BodyLimits): void {
  for (const due of [promised, limits.expectedBytes]) {
    if (due !== undefined && due !== length) {
      throw new BucketError('damaged', limits.subject, { detail: `${String(length)} bytes instead of ${String(due)}` })
    }
  }
}
