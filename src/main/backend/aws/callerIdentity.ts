import { BucketError } from '../bucket/bucketError'
import { toBucketError } from '../bucket/sdkError'
import type { AwsCredentialIdentity } from './credentials'
import { signedHeaders } from './signature'

/** Who AWS takes us for. */
export interface CallerIdentity {
  readonly accountId: string
  readonly arn: string
}

/** Asks STS who the credentials belong to; needs no permission. Rejects with a `BucketError`. The package that has this call is not ours, so it is sent by hand. */
export async function askCallerIdentity(credentials: AwsCredentialIdentity, region: string, endpointUrl: string = stsEndpoint(region)): Promise<CallerIdentity> {
  const url = new URL('/', endpointUrl)
  const body = 'Action=GetCallerIdentity&Version=2011-06-15'
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
  const answer = await send(url, body, signedHeaders({ url, body, headers, region, service: 'sts', now: new Date() }, credentials))
  const [accountId, arn] = [tag(answer.text, 'Account'), tag(answer.text, 'Arn')]
  if (answer.status === 200 && accountId !== null && arn !== null) return { accountId, arn }
  throw toBucketError({ Code: tag(answer.text, 'Code') ?? '', $metadata: { httpStatusCode: answer.status } }, 'head-bucket', { bucket: '' })
}

/** The regional STS, also in China. */
export function stsEndpoint(region: string): string {
  return `https://sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
}

async function send(url: URL, body: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, { method: 'POST', body, headers, redirect: 'error', signal: AbortSignal.timeout(10_000) })
    return { status: response.status, text: (await response.text()).slice(0, 20_000) }
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    if (error instanceof Error && error.name === 'TimeoutError') throw new BucketError('timed-out', { bucket: '' })
    throw toBucketError(cause, 'head-bucket', { bucket: '' })
  }
}

function tag(xml: string, name: string): string | null {
  return new RegExp(`<${name}>([^<]{1,2048})</${name}>`).exec(xml)?.[1] ?? null
}
