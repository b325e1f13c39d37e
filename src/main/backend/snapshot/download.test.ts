import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { BucketError } from '../bucket/bucketError'
import { Refusal } from '../database/copy/inspectFile'
import { asRefusal } from './download'

describe('an error of a download', () => {
  it('of whatever bit was flipped in packed data is the snapshot’s', () => {
    const text = Array.from({ length: 150 }, (_, n) => `row ${n * n} of the table which is the same in other words ${Math.sin(n)}`).join('\n')
    const codes = new Map<string, number>()
    let flips = 0
    for (const quality of [1, 9]) {
      const packed = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } })
      for (let at = 0; at < packed.length; at += 3) {
        const bytes = Buffer.from(packed)
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8))
        flips += 1
        try {
          brotliDecompressSync(bytes, { maxOutputLength: text.length + 1024 })
        } catch (error) {
          expect(asRefusal(error), String(error)).toBeInstanceOf(Refusal)
          const code = String((error as NodeJS.ErrnoException).code)
          codes.set(code, (codes.get(code) ?? 0) + 1)
        }
      }
    }
    console.log(`flipped bits: ${flips}, ${codes.size} kinds of damage: ${[...codes.keys()].join(' ')}`)
    expect(codes.size).toBeGreaterThan(5)
  })

  it('of the disk, of the way or of whoever stopped it stays what it is', () => {
    const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', errno: -28, syscall: 'write' })
    const stopped = Object.assign(new Error('aborted'), { code: 'ABORT_ERR', name: 'AbortError' })
    const away = new BucketError('unreachable', { bucket: 'b', key: 'k' })
    for (const error of [full, stopped, away, new Error('ours')]) expect(asRefusal(error)).toBe(error)
    expect(asRefusal(new BucketError('not-found', { bucket: 'b', key: 'k' }))).toBeInstanceOf(Refusal)
    expect(asRefusal(new Refusal('header', 'x'))).toMatchObject({ reason: 'header' })
  })
})
