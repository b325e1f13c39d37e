import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3'

/** Where to write. */
export interface Endpoint {
  readonly bucket: string
  readonly endpointUrl?: string
  readonly region?: string
  /** Dummy keys of a local server; without them the usual AWS sign-in is used. */
  readonly dummyKeys?: boolean
}

/** A client for that endpoint: path style when an endpoint is given, no checksum trailers, few retries. */
export function clientFor(endpoint: Endpoint): S3Client {
  const local = endpoint.endpointUrl !== undefined
  return new S3Client({
    region: endpoint.region ?? process.env['AWS_REGION'] ?? 'us-east-1',
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint.endpointUrl === undefined ? {} : { endpoint: endpoint.endpointUrl, forcePathStyle: true }),
    ...(local && (endpoint.dummyKeys === true || process.env['AWS_ACCESS_KEY_ID'] === undefined)
      ? { credentials: { accessKeyId: 'demo', secretAccessKey: 'demo-secret' } }
      : {})
  })
}

/** Creates the bucket when it is not there. */
export async function ensureBucket(client: S3Client, bucket: string): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }))
  } catch {
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
  }
}
