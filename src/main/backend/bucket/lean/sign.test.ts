import { describe, expect, it } from 'vitest'
import { emptyBodyHash, LeanSigner } from './sign'

const s3Keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const suiteKeys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const may2013 = { region: 'us-east-1', service: 's3', nowMs: Date.UTC(2013, 4, 24) }
const august2015 = { region: 'us-east-1', service: 'service', nowMs: Date.UTC(2015, 7, 30, 12, 36) }
const host = 'examplebucket.s3.amazonaws.com'

function signatureOf(headers: Record<string, string>): string {
  return headers['authorization']?.split('Signature=')[1] ?? ''
}

describe('a signature', () => {
  const signer = new LeanSigner()

  it('of a GET of an object is the one that AWS publishes', () => {
    const headers = { range: 'bytes=0-9', 'x-amz-content-sha256': emptyBodyHash }
    const signed = signer.sign({ host, path: '/test.txt', query: '', headers }, s3Keys, may2013)
    expect(signed['authorization']).toBe('AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41')
    expect(signed['x-amz-date']).toBe('20130524T000000Z')
  })

  it.each([
    ['of a listing', 'max-keys=2&prefix=J', '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
    ['of a sub-resource', 'lifecycle=', 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543']
  ])('%s too', (_name, query, signature) => {
    const headers = { 'x-amz-content-sha256': emptyBodyHash }
    expect(signatureOf(signer.sign({ host, path: '/', query, headers }, s3Keys, may2013))).toBe(signature)
  })

  it.each([
    ['get-vanilla', '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['get-vanilla-query-order-key-case', 'Param1=value1&Param2=value2', 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500']
  ])('is that of the test suite: %s', (_name, query, signature) => {
    expect(signatureOf(signer.sign({ host: 'example.amazonaws.com', path: '/', query, headers: {} }, suiteKeys, august2015))).toBe(signature)
  })

  it('changes with the day, the region and the key, and comes back with them', () => {
    const get = { host, path: '/k', query: '', headers: {} }
    const places = [may2013, { ...may2013, region: 'eu-west-3' }, { ...may2013, nowMs: may2013.nowMs + 86_400_000 }, { ...may2013, nowMs: may2013.nowMs + 1000 }]
    const first = places.map((place) => signatureOf(signer.sign(get, s3Keys, place)))
    expect(new Set(first).size).toBe(4)
    expect(signatureOf(signer.sign(get, suiteKeys, may2013))).not.toBe(first[0])
    expect(places.map((place) => signatureOf(signer.sign(get, s3Keys, place)))).toEqual(first)
  })

  it('covers the token of a session', () => {
    const signed = signer.sign({ host, path: '/k', query: '', headers: {} }, { ...s3Keys, sessionToken: 'token' }, may2013)
    expect(signed['x-amz-security-token']).toBe('token')
    expect(signed['authorization']).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token,')
  })
})
