import type { IncomingHttpHeaders } from 'node:http'
import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** Whether S3 gave a checksum of the whole body, by which {@link matchesChecksum} can tell. */
export function hasChecksum(headers: IncomingHttpHeaders): boolean {
  return checksums.some(([name]) => {
    const due = headers[`x-amz-checksum-${name}`]
    return typeof due === 'string' && !/-\d+$/.test(due)
  })
}

/** Whether a whole body is the one of which S3 knows a checksum; also when S3 knows none, or one of parts. */
export function matchesChecksum(headers: IncomingHttpHeaders, body: Uint8Array): boolean {
  for (const [name, sum] of checksums) {
    const due = headers[`x-amz-checksum-${name}`]
    // “…-3” is the checksum of checksums of parts, which no one can tell from the body alone.
    if (typeof due === 'string' && !/-\d+$/.test(due) && due !== sum(body)) return false
  }
  return true
}

const checksums: readonly (readonly [string, (body: Uint8Array) => string])[] = [
  ['crc32', (body) => base64Of32(crc32(body))],
  ['crc64nvme', crc64nvme],
  ['crc32c', (body) => base64Of32(crc32c(body))],
  ['sha256', (body) => hash('sha256', body, 'base64')],
  ['sha1', (body) => hash('sha1', body, 'base64')]
]

function base64Of32(sum: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(sum >>> 0)
  return bytes.toString('base64')
}

// One table of 64-bit values as two of 32 bits: BigInt would be a hundred times slower.
interface Table {
  readonly high: Uint32Array
  readonly low: Uint32Array
}

function tableOf(polynomialHigh: number, polynomialLow: number): Table {
  const high = new Uint32Array(256)
  const low = new Uint32Array(256)
  for (let byte = 0; byte < 256; byte += 1) {
    let [h, l] = [0, byte]
    for (let bit = 0; bit < 8; bit += 1) {
      const carry = l & 1
      l = (l >>> 1) | (h << 31)
      h >>>= 1
      if (carry === 1) [h, l] = [h ^ polynomialHigh, l ^ polynomialLow]
    }
    high[byte] = h
    low[byte] = l
  }
  return { high, low }
}

const nvme = tableOf(0x9a6c9329, 0xac4bc9b5)
const castagnoli = tableOf(0, 0x82f63b78).low

function crc64nvme(body: Uint8Array): string {
  let [high, low] = [-1, -1]
  for (const byte of body) {
    const at = (low ^ byte) & 0xff
    low = ((low >>> 8) | (high << 24)) ^ (nvme.low[at] ?? 0)
    high = (high >>> 8) ^ (nvme.high[at] ?? 0)
  }
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32BE(~high >>> 0)
  bytes.writeUInt32BE(~low >>> 0, 4)
  return bytes.toString('base64')
}

function crc32c(body: Uint8Array): number {
  let sum = -1
  for (const byte of body) sum = (sum >>> 8) ^ (castagnoli[(sum ^ byte) & 0xff] ?? 0)
  return ~sum
}
