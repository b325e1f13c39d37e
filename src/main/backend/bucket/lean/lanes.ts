import { S3Client } from '@aws-sdk/client-s3'
import { createCredentials } from '../../aws/credentials'
import type { AwsCredentialIdentity } from '../../aws/credentials'
import { createS3ClientSource } from '../../aws/s3Client'
import type { ClientTimeouts } from '../../aws/s3Client'
import type { Bucket } from '../bucket'
import { RequestMeter } from '../requestMeter'
import { S3Bucket } from '../s3Bucket'
import type { S3ClientSource } from '../s3Bucket'
import { testPatience } from '../testStore'
import { leanBucket } from './leanBucket'

/** The two ways to a bucket, for tests that every one of them has to pass. */
export const lanes = ['sdk', 'lean'] as const

/** One of {@link lanes}. */
export type Lane = (typeof lanes)[number]

/** How a test opens a bucket. */
export interface LaneOptions {
  readonly lane: Lane
  readonly endpointUrl: string
  readonly bucket?: string
  readonly fetchCredentials?: () => Promise<AwsCredentialIdentity>
  readonly timeouts?: ClientTimeouts
  /** Asks for checksums, as the SDK does by itself only of AWS. */
  readonly checksums?: boolean
}

/** The keys with which tests sign. */
export const testKeys = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' }

const quick = { connectionTimeoutMs: 2000, socketTimeoutMs: 500, requestTimeoutMs: 1000 }

/** The waits of the app. */
export const patient = { connectionTimeoutMs: 5000, socketTimeoutMs: 20_000, requestTimeoutMs: 60_000 }

/** A bucket by one of the two ways, with little patience. */
export function openLane(options: LaneOptions): Bucket {
  const name = options.bucket ?? 'b'
  const meter = new RequestMeter()
  const source = createS3ClientSource({
    bucket: name,
    credentials: createCredentials({ profile: null, fetch: options.fetchCredentials ?? (() => Promise.resolve(testKeys)) }),
    regionHint: 'us-east-1',
    endpointUrl: options.endpointUrl,
    forcePathStyle: true,
    maxConcurrency: 8,
    maxAttempts: 2,
    timeouts: options.timeouts ?? quick,
    onRequest: meter.sent
  })
  const used = options.checksums === true ? withChecksums(source, options.endpointUrl) : source
  const inner = new S3Bucket(name, used, meter, testPatience)
  return options.lane === 'sdk' ? inner : leanBucket(inner, { source: used, meter, maxConnections: 8, timeouts: options.timeouts ?? quick })
}

function withChecksums(source: S3ClientSource, endpoint: string): S3ClientSource {
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: testKeys, maxAttempts: 2 })
  return { ...source, client: () => Promise.resolve(client), close: () => { client.destroy() } }
}
