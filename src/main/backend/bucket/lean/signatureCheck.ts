import { createHash, createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** What a request lacks to be signed as Signature Version 4 asks; `null` = nothing. Works from the raw request alone, as S3 does. */
export function signatureFault(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>, secret: string): string | null {
  const [path = '', query = ''] = (request.url ?? '').split('?')
  if (path !== path.split('/').map((part) => strict(decodeURIComponent(part))).join('/')) return `the path is not encoded as S3 does: ${path}`
  const authorization = /^AWS4-HMAC-SHA256 Credential=[^/]+\/((\d{8})\/([^/]+)\/([^/]+)\/aws4_request), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '')
  if (authorization === null) return 'the authorization is no such thing'
  const [, scope = '', day = '', region = '', service = '', signedNames = '', signature = ''] = authorization
  for (const name of ['host', 'x-amz-date', 'x-amz-content-sha256', ...Object.keys(request.headers).filter((header) => header.startsWith('x-amz-'))]) {
    if (!signedNames.split(';').includes(name)) return `${name} is not signed`
  }
  const pairs = query === '' ? [] : query.split('&').map((pair) => (pair.includes('=') ? pair : `${pair}=`))
  const headers = signedNames.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`).join('')
  const canonical = [request.method, path, pairs.sort().join('&'), headers, signedNames, String(request.headers['x-amz-content-sha256'])].join('\n')
  const text = ['AWS4-HMAC-SHA256', String(request.headers['x-amz-date']), scope, createHash('sha256').update(canonical).digest('hex')].join('\n')
  const key = [day, region, service, 'aws4_request'].reduce<Buffer>((before, part) => hmac(before, part), Buffer.from(`AWS4${secret}`))
  return hmac(key, text).toString('hex') === signature ? null : 'the signature is another one'
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function strict(text: string): string {
  return Array.from(Buffer.from(text), (byte) => (/[A-Za-z0-9\-._~]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)).join('')
}
