import { createHash, createHmac } from 'node:crypto'
import type { AwsCredentialIdentity } from './credentials'

/** A request to sign; the body is text, the path has no query. */
export interface RequestToSign {
  readonly url: URL
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly region: string
  readonly service: string
  readonly now: Date
}

/** The headers that make a POST one of AWS's own (Signature Version 4), those given included. */
export function signedHeaders(request: RequestToSign, credentials: AwsCredentialIdentity): Record<string, string> {
  const stamp = request.now.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const day = stamp.slice(0, 8)
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.url.host,
    'x-amz-date': stamp,
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken })
  }
  const names = Object.keys(headers).toSorted()
  const signedNames = names.join(';')
  const canonical = ['POST', request.url.pathname, '', ...names.map((name) => `${name}:${headers[name] ?? ''}`), '', signedNames, sha256(request.body)].join('\n')
  const scope = `${day}/${request.region}/${request.service}/aws4_request`
  const key = [day, request.region, request.service, 'aws4_request'].reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${credentials.secretAccessKey}`)
  const signature = hmac(key, ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n')).toString('hex')
  const { host: _host, ...sent } = headers
  return { ...sent, authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${signedNames}, Signature=${signature}` }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
