import { NodeHttpHandler } from '@smithy/node-http-handler'
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'

/** A real AWS client for a local server: path style, no retries, short timeouts. */
export function testClient(endpointUrl: string, config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    endpoint: endpointUrl,
    forcePathStyle: true,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'first', secretAccessKey: 'secret' },
    requestHandler: new NodeHttpHandler({ connectionTimeout: 1000, socketTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true }),
    ...config
  })
}
