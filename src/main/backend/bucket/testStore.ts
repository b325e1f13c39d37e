import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCredentials } from '../aws/credentials'
import { createS3ClientSource } from '../aws/s3Client'
import type { S3ClientOptions } from '../aws/s3Client'
import { RequestMeter } from './requestMeter'
import { S3Bucket } from './s3Bucket'
import type { BodyPatience } from './s3Bucket'

/** A store for tests that answers whatever the test says, and remembers what was asked. */
export interface TestStore {
  readonly endpointUrl: string
  readonly asked: { readonly method: string; readonly url: string }[]
  stop(): Promise<void>
}

/** Starts a {@link TestStore} on a free local port; `nth` counts the requests from 1. */
export async function startTestStore(answer: (request: IncomingMessage, response: ServerResponse, nth: number) => void): Promise<TestStore> {
  const asked: { method: string; url: string }[] = []
  const server = createServer((request, response) => {
    asked.push({ method: request.method ?? '', url: request.url ?? '' })
    answer(request, response, asked.length)
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  return {
    endpointUrl: `http://127.0.0.1:${String(port)}`,
    asked,
    stop: () => new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => { resolve() })
    })
  }
}

/** Patience for tests: quarter of a second of silence, next to no waiting. */
export const testPatience: BodyPatience = { idleTimeoutMs: 250, tries: 5, backoffMs: 5 }

/** A bucket named `b` at an endpoint, with keys that mean nothing. */
export function openTestBucket(endpointUrl: string, more: Partial<S3ClientOptions> & { patience?: BodyPatience } = {}): S3Bucket {
  const meter = new RequestMeter()
  const source = createS3ClientSource({
    bucket: 'b',
    credentials: createCredentials({ profile: null, fetch: () => Promise.resolve({ accessKeyId: 'AKIATEST', secretAccessKey: 'test' }) }),
    regionHint: 'us-east-1',
    endpointUrl,
    forcePathStyle: true,
    maxConcurrency: 8,
    maxAttempts: 2,
    onRequest: meter.sent,
    ...more
  })
  return new S3Bucket('b', source, meter, more.patience ?? testPatience)
}

/** The XML of a listing page of `b`; every part can be replaced. */
export function listXml(keys: readonly string[], more: { name?: string; keyCount?: string; truncated?: string; token?: string; extra?: string } = {}): string {
  const contents = keys.map((key) => `<Contents><Key>${key}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>1</Size></Contents>`)
  return `<?xml version="1.0"?><ListBucketResult><Name>${more.name ?? 'b'}</Name>`
    + (more.keyCount ?? `<KeyCount>${String(keys.length)}</KeyCount>`)
    + (more.truncated ?? '<IsTruncated>false</IsTruncated>')
    + (more.token === undefined ? '' : `<NextContinuationToken>${more.token}</NextContinuationToken>`)
    + contents.join('') + (more.extra ?? '') + '</ListBucketResult>'
}
