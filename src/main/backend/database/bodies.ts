import { hash } from 'node:crypto'
import { brotliCompressSync, brotliDecompressSync, constants, crc32 } from 'node:zlib'
import { statement, transact } from './connection'
import type { AnyDatabase, WriteDatabase } from './connection'

/** A body as it lies in content.db. */
export interface EncodedBody {
  /** First 8 bytes of SHA-256 over key and ETag. */
  readonly checkHash: Uint8Array
  /** 0 = as it came, 1 = brotli. */
  readonly codec: 0 | 1
  readonly rawBytes: number
  readonly bytes: Uint8Array
}

/** Which object a body is asked for. */
export interface BodyName {
  readonly objectId: number
  readonly key: string
  readonly etag: string
}

const params = { [constants.BROTLI_PARAM_QUALITY]: 1 }
/** Output is gathered in pieces of about what is expected: small ones come from Node's pool and cost no allocation of their own. */
const chunkBytes = { least: 1024, most: 64 * 1024 }
const slackBytes = 1024

/** What a body is known by, whatever number its object has: the first 8 bytes of SHA-256 over key and ETag. */
export function checkHash(key: string, etag: string): Uint8Array {
  return Buffer.from(hash('sha256', `${key}\n${etag}`, 'hex').slice(0, 16), 'hex')
}

/** Compresses a body; pure and slow enough (36 µs for 5 KB) to be worth another thread. */
export function encodeBody(key: string, etag: string, bytes: Uint8Array): EncodedBody {
  const chunkSize = Math.min(Math.max(bytes.length >>> 1, chunkBytes.least), chunkBytes.most)
  const packed = brotliCompressSync(bytes, { params, chunkSize })
  const isSmaller = packed.length < bytes.length
  return {
    checkHash: checkHash(key, etag),
    codec: isSmaller ? 1 : 0,
    rawBytes: bytes.length,
    bytes: isSmaller ? packed : bytes
  }
}

/** A body and the object it belongs to. */
export interface StoredBody {
  readonly objectId: number
  readonly body: EncodedBody
  /** What counts as its last use, UTC microseconds: for one that nobody asked for, when it was written. */
  readonly usedUs: number
}

/** Stores bodies in one transaction of content.db; a body that is there already is replaced and stays pinned. */
export function storeBodies(db: WriteDatabase, bodies: readonly StoredBody[]): void {
  if (bodies.length === 0) return
  const sql = `/* storeBody */ INSERT INTO body (object_id, check_hash, codec, raw_bytes, last_used_us, bytes, sum)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (object_id) DO UPDATE SET check_hash = excluded.check_hash, codec = excluded.codec,
      raw_bytes = excluded.raw_bytes, last_used_us = excluded.last_used_us, bytes = excluded.bytes, sum = excluded.sum`
  const insert = statement<unknown[]>(db.content, sql)
  transact(db.content, () => {
    for (const { objectId, body, usedUs } of bodies) {
      insert.run(objectId, body.checkHash, body.codec, body.rawBytes, usedUs, body.bytes, sumOf(body.checkHash, body.bytes))
    }
  })
}

/** CRC-32 of what is stored: a few bits that change on the disk make another body that unpacks just as well. */
function sumOf(hash: Uint8Array, bytes: Uint8Array): number {
  return crc32(bytes, crc32(hash))
}

interface BodyTableRow {
  readonly check_hash: Uint8Array
  readonly codec: number
  readonly raw_bytes: number
  readonly bytes: Uint8Array
  readonly sum: number | null
}

/** The bytes of an object; `null` when they are not on this disk, belong to another object, or are damaged. */
export function readBody(db: AnyDatabase, name: BodyName): Uint8Array | null {
  const sql = '/* readBody */ SELECT check_hash, codec, raw_bytes, bytes, sum FROM body WHERE object_id = ?'
  const row = statement<[number], BodyTableRow>(db.content, sql).get(name.objectId)
  if (row === undefined || Buffer.compare(row.check_hash, checkHash(name.key, name.etag)) !== 0) return null
  if (row.sum !== null && row.sum !== sumOf(row.check_hash, row.bytes)) return null
  if (row.codec === 0) return row.bytes
  try {
    const bytes = brotliDecompressSync(row.bytes, { maxOutputLength: row.raw_bytes + slackBytes })
    return bytes.length === row.raw_bytes ? bytes : null
  } catch {
    // A damaged body is a missing body: it can be fetched again.
    return null
  }
}
