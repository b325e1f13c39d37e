import { AppError } from '@shared/errors'
import type { Settings } from '@shared/model/settings'
import type { Bucket } from '../bucket/bucket'
import { isLeanLaneOn, leanBucket } from '../bucket/lean/leanBucket'
import { RequestMeter } from '../bucket/requestMeter'
import { S3Bucket } from '../bucket/s3Bucket'
import type { BodyPatience } from '../bucket/s3Bucket'
import { createCredentials } from './credentials'
import type { CredentialFetcher, Credentials, MfaAsker } from './credentials'
import type { Environment } from './profileFiles'
import { placeOf } from './place'
import { createS3ClientSource } from './s3Client'
import type { ClientTimeouts } from './s3Client'

/** The settings that say which bucket, and by whom. */
export type ConnectionSettings = Pick<Settings, 'profile' | 'bucket' | 'region' | 'endpointUrl' | 'forcePathStyle' | 'awsMaxConcurrency'> & Partial<Pick<Settings, 'extraPath'>>

/** Things a test or a check sets otherwise than the app. */
export interface ConnectOptions {
  readonly environment?: Environment | undefined
  readonly timeouts?: ClientTimeouts | undefined
  readonly maxAttempts?: number | undefined
  readonly patience?: BodyPatience | undefined
  /** Asks for the code of a device where a profile wants one. */
  readonly mfa?: MfaAsker | undefined
  readonly fetchCredentials?: CredentialFetcher | undefined
}

/** A bucket ready to be asked, and what it was opened with. */
export interface Connection {
  readonly bucket: Bucket
  readonly credentials: Credentials
  readonly profile: string | null
  /** The store in force; `null` = AWS. */
  readonly endpointUrl: string | null
  /** The region of the settings, the environment or the profile, before the bucket was asked. */
  readonly regionHint: string
  /** Finds the bucket's region (one request on AWS), and with it that the bucket is there. */
  findRegion(): Promise<string | null>
  close(): void
}

/**
 * Opens the bucket of the settings. Reads the profile's files and sends nothing: the first request pays.
 * Rejects with `not-configured`, or a `BucketError` for a directory bucket or an endpoint without https.
 */
export async function connect(settings: ConnectionSettings, options: ConnectOptions = {}): Promise<Connection> {
  if (settings.bucket === '') throw new AppError({ code: 'not-configured', message: 'No bucket is chosen yet.', action: 'Choose a bucket in the settings.' })
  // The SDK's advice to move to a newer Node is for whoever builds the app, not for who runs it.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'
  const place = await placeOf(settings, options.environment ?? process.env)
  const credentials = createCredentials({ profile: settings.profile, extraPath: settings.extraPath, mfa: options.mfa, fetch: options.fetchCredentials })
  const meter = new RequestMeter()
  const source = createS3ClientSource({
    bucket: settings.bucket,
    credentials,
    profile: settings.profile,
    regionHint: place.region,
    endpointUrl: place.endpointUrl,
    forcePathStyle: settings.forcePathStyle ?? place.endpointUrl !== null,
    maxConcurrency: settings.awsMaxConcurrency,
    timeouts: options.timeouts,
    maxAttempts: options.maxAttempts,
    onRequest: meter.sent
  })
  const s3 = new S3Bucket(settings.bucket, source, meter, options.patience)
  const lean = { source, meter, maxConnections: settings.awsMaxConcurrency, timeouts: options.timeouts }
  const bucket = isLeanLaneOn(options.environment ?? process.env) ? leanBucket(s3, lean) : s3
  return {
    bucket,
    credentials,
    profile: settings.profile,
    endpointUrl: place.endpointUrl,
    regionHint: place.region,
    findRegion: () => s3.findRegion(),
    close: () => { bucket.close() }
  }
}
