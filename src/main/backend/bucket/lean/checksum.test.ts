import { expect, it } from 'vitest'
import { matchesChecksum } from './checksum'

const body = Buffer.from('123456789')

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64')
}

// The check values that the catalogue of CRCs gives for these nine bytes, and the digests of sha256sum and sha1sum.
it.each([
  ['crc32', 'cbf43926'],
  ['crc32c', 'e3069283'],
  ['crc64nvme', 'ae8b14860a799888'],
  ['sha1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['sha256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225']
])('%s is reckoned as it is published, and a changed byte is seen', (name, hex) => {
  expect(matchesChecksum({ [`x-amz-checksum-${name}`]: base64(hex) }, body)).toBe(true)
  expect(matchesChecksum({ [`x-amz-checksum-${name}`]: base64(hex) }, Buffer.from('123456788'))).toBe(false)
})

it('takes what has no checksum, or one of parts', () => {
  expect(matchesChecksum({}, body)).toBe(true)
  expect(matchesChecksum({ 'x-amz-checksum-crc32': `${base64('00000000')}-3` }, body)).toBe(true)
})
