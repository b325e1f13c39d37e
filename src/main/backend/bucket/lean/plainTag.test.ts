import { hash } from 'node:crypto'
import type { Pool } from 'undici'
import { describe, expect, it } from 'vitest'
import { PlainTag } from './plainTag'
import { ask } from './wire'

const body = Buffer.alloc(5000, 'a')
const md5 = hash('md5', body, 'hex')
const other = hash('md5', 'other', 'hex')

describe('the tag of a body without a checksum', () => {
  it('is its MD5, or the body is not taken', () => {
    const tag = new PlainTag()
    expect(tag.fits('k', md5, {}, body)).toBe(true)
    expect(tag.fits('k', md5.toUpperCase(), {}, body)).toBe(true)
    expect(tag.fits('k', md5, {}, body.subarray(1))).toBe(false)
  })

  it('says nothing of parts, of a key of KMS or of one’s own, and where there is a checksum', () => {
    const tag = new PlainTag()
    expect(tag.fits('k', `${other}-3`, {}, body)).toBe(true)
    expect(tag.fits('k', other, { 'x-amz-server-side-encryption': 'aws:kms' }, body)).toBe(true)
    expect(tag.fits('k', other, { 'x-amz-server-side-encryption': 'aws:kms:dsse' }, body)).toBe(true)
    expect(tag.fits('k', other, { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }, body)).toBe(true)
    expect(tag.fits('k', other, { 'x-amz-checksum-crc32': 'AAAAAA==' }, body)).toBe(true)
    expect(tag.fits('k', other, { 'x-amz-checksum-crc32': 'AAAAAA==-2' }, body)).toBe(false)
    expect(tag.fits('l', other, { 'x-amz-server-side-encryption': 'AES256' }, body)).toBe(false)
  })

  it('is not asked any more of a store that makes it otherwise, and still of one where it mostly fits', () => {
    const answers = (good: number): boolean[] => {
      const tag = new PlainTag()
      for (let n = 0; n < good; n += 1) tag.fits(`good${n}`, md5, {}, body)
      return Array.from({ length: 20 }, (_, n) => tag.fits(`k${n}`, other, {}, body))
    }
    expect(answers(0).filter((isTaken) => !isTaken)).toHaveLength(16)
    expect(answers(3).filter((isTaken) => !isTaken)).toHaveLength(16)
    expect(answers(80)).not.toContain(true)
  })
})

describe('a request whose signal was aborted before', () => {
  it('is not sent', async () => {
    const refuse = (): never => { throw new Error('sent') }
    const pool = { dispatch: refuse } as unknown as Pool
    const get = { path: '/', headers: {}, signal: AbortSignal.abort(), accepts: refuse, maxBytes: 1, onSent: refuse }
    expect(await ask(pool, get)).toBeNull()
  })
})
