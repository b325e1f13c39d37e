import type { S3Client } from '@aws-sdk/client-s3'
import type { S3ClientSource } from '../s3Bucket'
import type { SigningKeys } from './sign'

/** Where the SDK would send a request for an object of the bucket, and what it would ask for. */
export interface LeanPlace {
  /** Scheme, host and port. */
  readonly origin: string
  readonly host: string
  /** What stands before a key, with a slash at the end. */
  readonly basePath: string
  /** What a GetObject asks besides. */
  readonly getHeaders: Readonly<Record<string, string>>
}

/** Everything that one request by hand needs. */
export interface LeanAccess extends LeanPlace {
  readonly keys: SigningKeys
  readonly region: string
  /** The clock of S3 as the SDK has learnt it, milliseconds since 1970. */
  readonly nowMs: number
}

/** Takes from the SDK's client what it has resolved; the place is asked once a client, the rest at every request. */
export class LeanAccessSource {
  readonly #bucket: string
  readonly #source: S3ClientSource
  readonly #places = new WeakMap<S3Client, Promise<LeanPlace | null>>()

  constructor(bucket: string, source: S3ClientSource) {
    this.#bucket = bucket
    this.#source = source
  }

  /** `null` = the SDK does not say where it would go. Rejects with what its client and its credentials reject with. */
  async resolve(): Promise<LeanAccess | null> {
    const client = await this.#source.client()
    const [place, keys, region] = await Promise.all([this.#placeOf(client), client.config.credentials(), client.config.region()])
    return place === null ? null : { ...place, keys, region, nowMs: Date.now() + client.config.systemClockOffset }
  }

  #placeOf(client: S3Client): Promise<LeanPlace | null> {
    let place = this.#places.get(client)
    if (place === undefined) {
      place = askPlace(client, this.#bucket).catch(() => null)
      this.#places.set(client, place)
    }
    return place
  }
}

/** Lets the SDK build a request that is never sent: its endpoint rules know path style, dual stack, FIPS and the rest. */
async function askPlace(client: S3Client, bucket: string): Promise<LeanPlace | null> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3')
  const command = new GetObjectCommand({ Bucket: bucket, Key: 'k' })
  let built: unknown
  command.middlewareStack.add(() => (args) => {
    built = args.request
    return Promise.resolve({ response: undefined, output: { $metadata: {} } })
  }, { step: 'build', priority: 'low', name: 'buildOnly' })
  await client.send(command)
  if (!isBuilt(built) || !built.path.endsWith('/k')) return null
  const port = built.port === undefined ? '' : `:${String(built.port)}`
  // The port of the scheme is left out of what is signed, as it is of the Host header.
  const { origin, host } = new URL(`${built.protocol}//${built.hostname}${port}`)
  const asksChecksum = Object.entries(built.headers).some(([name, value]) => name.toLowerCase() === 'x-amz-checksum-mode' && value === 'ENABLED')
  return { origin, host, basePath: built.path.slice(0, -1), getHeaders: asksChecksum ? { 'x-amz-checksum-mode': 'ENABLED' } : {} }
}

interface Built {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number | undefined
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

function isBuilt(request: unknown): request is Built {
  return typeof request === 'object' && request !== null && 'hostname' in request && 'protocol' in request && 'headers' in request
    && 'path' in request && typeof request.path === 'string'
}
