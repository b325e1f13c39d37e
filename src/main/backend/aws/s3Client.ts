import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { S3Client } from '@aws-sdk/client-s3'
import { BucketError } from '../bucket/bucketError'
import { askBucketRegion } from '../bucket/s3Bucket'
import type { S3ClientSource } from '../bucket/s3Bucket'
import type { Credentials } from './credentials'

/** Longest waits of a client, in milliseconds. */
export interface ClientTimeouts {
  readonly connectionTimeoutMs: number
  /** Without any byte, also in the middle of a body. */
  readonly socketTimeoutMs: number
  /** Until the headers of an answer. */
  readonly requestTimeoutMs: number
}

/** Five seconds to connect, twenty of silence, a minute for headers. */
export const defaultTimeouts: ClientTimeouts = { connectionTimeoutMs: 5000, socketTimeoutMs: 20_000, requestTimeoutMs: 60_000 }

/** Everything a client depends on. */
export interface S3ClientOptions {
  readonly bucket: string
  readonly credentials: Credentials
  /** Whose other settings the SDK takes; `null` = those of the default profile. */
  readonly profile?: string | null | undefined
  /** Where to ask AWS for the bucket's own region, which then holds; for another store the region to name. */
  readonly regionHint: string
  /** `null` = AWS. */
  readonly endpointUrl: string | null
  readonly forcePathStyle: boolean
  readonly maxConcurrency: number
  readonly timeouts?: ClientTimeouts | undefined
  readonly maxAttempts?: number | undefined
  /** Told of every request truly sent, by the name of its command. */
  readonly onRequest: (commandName: string) => void
}

/** A client that is made at the first request, so that start-up never pays for the SDK. */
export function createS3ClientSource(options: S3ClientOptions): S3ClientSource {
  checkBucketAndEndpoint(options)
  let open: Promise<S3Client> | null = null
  let region = options.endpointUrl === null ? null : options.regionHint
  const made: S3Client[] = []

  const make = async (at: string): Promise<S3Client> => {
    const client = await createClient(options, at)
    made.push(client)
    return client
  }

  const connect = async (): Promise<S3Client> => {
    if (region !== null) return await make(region)
    const asking = await make(options.regionHint)
    const found = await askBucketRegion(asking, options.bucket) ?? options.regionHint
    region = found
    return found === options.regionHint ? asking : await make(found)
  }

  return {
    client: () => {
      open ??= connect().catch((error: unknown) => {
        open = null
        throw error
      })
      return open
    },
    region: () => region,
    moveTo: (to) => {
      if (to === region) return
      region = to
      // The client before is only closed at the end: others' requests may be under way on it.
      open = null
    },
    forgetCredentials: () => { options.credentials.refused() },
    close: () => {
      for (const client of made.splice(0)) client.destroy()
      open = null
    }
  }
}

async function createClient(options: S3ClientOptions, region: string): Promise<S3Client> {
  const [{ S3Client }, { NodeHttpHandler }] = await Promise.all([import('@aws-sdk/client-s3'), import('@smithy/node-http-handler')])
  const timeouts = options.timeouts ?? defaultTimeouts
  const sockets = { keepAlive: true, maxSockets: options.maxConcurrency }
  const custom = options.endpointUrl !== null
  const client = new S3Client({
    region,
    credentials: options.credentials.provide,
    forcePathStyle: options.forcePathStyle,
    // The SDK would be redirected anew at every request; the bucket moves once, and remembers.
    followRegionRedirects: false,
    maxAttempts: options.maxAttempts ?? 5,
    retryMode: 'standard',
    // R2, B2 and others refuse the newer checksums.
    requestChecksumCalculation: custom ? 'WHEN_REQUIRED' : 'WHEN_SUPPORTED',
    responseChecksumValidation: custom ? 'WHEN_REQUIRED' : 'WHEN_SUPPORTED',
    requestHandler: new NodeHttpHandler({
      connectionTimeout: timeouts.connectionTimeoutMs,
      socketTimeout: timeouts.socketTimeoutMs,
      requestTimeout: timeouts.requestTimeoutMs,
      throwOnRequestTimeout: true,
      // Waiting for a free socket is how concurrency is kept, so it is nothing to warn about.
      socketAcquisitionWarningTimeout: 2 ** 31 - 1,
      httpAgent: new HttpAgent(sockets),
      httpsAgent: new HttpsAgent(sockets)
    }),
    ...(options.endpointUrl === null ? {} : { endpoint: options.endpointUrl }),
    ...(typeof options.profile === 'string' ? { profile: options.profile } : {})
  })
  // Below the SDK's retries, hence once a request that truly goes out.
  client.middlewareStack.add((next, context) => (args) => {
    options.onRequest(context.commandName ?? '')
    return next(args)
  }, { step: 'finalizeRequest', priority: 'low', name: 'countRequests' })
  return client
}

function checkBucketAndEndpoint(options: S3ClientOptions): void {
  const subject = { bucket: options.bucket }
  if (options.bucket.endsWith('--x-s3')) throw new BucketError('directory-bucket', subject)
  if (options.endpointUrl !== null && !isAcceptableEndpoint(options.endpointUrl)) throw new BucketError('insecure-endpoint', subject)
}

/** Whether an endpoint may be spoken to: https anywhere, plain http only on this computer or in a private network. */
export function isAcceptableEndpoint(endpointUrl: string): boolean {
  if (!URL.canParse(endpointUrl)) return false
  const { protocol, hostname } = new URL(endpointUrl)
  if (protocol === 'https:') return true
  return protocol === 'http:' && isPrivateHost(hostname)
}

/** Whether a host is this computer. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|\[::1\]|127(\.\d+){3})$/i.test(hostname)
}

/** Whether a host is this computer, a private address or a name that only the own network knows. */
export function isPrivateHost(hostname: string): boolean {
  if (isLoopback(hostname) || /^(\[f[cd][0-9a-f]{2}:.*\]|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2})$/i.test(hostname)) return true
  if (/^[\d.]+$/.test(hostname) || hostname.includes(':')) return false
  return !hostname.includes('.') || /\.(local|internal|lan|home\.arpa)$/i.test(hostname)
}
