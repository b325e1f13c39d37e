import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { benchBucket } from './stub/listing'

/** A way to a bucket: the SDK as it comes, our bucket on the SDK, or our bucket with its lean lane. */
export type Way = 'stock' | 'sdk' | 'lean'

/** What to do, and how. */
export interface FetchOrder {
  readonly way: Way
  readonly endpointUrl: string
  readonly concurrency: number
  /** Objects to get; the listing is always whole. */
  readonly objects: number
}

/** What it took: `both` is a listing and the GETs of what it names at the same time. */
export interface FetchResult {
  readonly pages: number
  readonly listMs: number
  readonly listCpuUs: number
  readonly got: number
  readonly bothMs: number
  readonly bothCpuUs: number
  readonly rssMb: number
}

interface Reader {
  list(token: string | undefined): Promise<{ keys: readonly string[]; next: string | undefined }>
  get(key: string): Promise<number>
  close(): void
}

/** The part of the app's own connection that is measured; the app's sources are another type project. */
interface AppConnection {
  readonly bucket: {
    listPage(request: { prefix: string; continuationToken?: string | undefined }): Promise<{ objects: readonly { key: string }[]; nextContinuationToken?: string }>
    get(key: string): Promise<{ bytes: Uint8Array }>
    close(): void
  }
}

const order = JSON.parse(process.argv[2] ?? '{}') as FetchOrder
process.send?.(await measure(order))
process.disconnect()

async function measure({ way, endpointUrl, concurrency, objects }: FetchOrder): Promise<FetchResult> {
  const reader = way === 'stock' ? stockReader(endpointUrl) : await appReader(endpointUrl, concurrency)
  const { next } = await reader.list(undefined)
  await reader.list(next)
  const listing = meter()
  let pages = 0
  for (let token: string | undefined, more = true; more; more = token !== undefined && pages < 40) {
    const page = await reader.list(token)
    token = page.next
    pages += 1
  }
  const listed = listing()
  const both = meter()
  const got = await listAndGet(reader, concurrency, objects)
  const fetched = both()
  const result = { pages, listMs: listed.ms, listCpuUs: listed.cpuUs, got, bothMs: fetched.ms, bothCpuUs: fetched.cpuUs, rssMb: process.memoryUsage.rss() / 2 ** 20 }
  reader.close()
  return result
}

async function listAndGet(reader: Reader, concurrency: number, objects: number): Promise<number> {
  const keys = keysOf(reader)
  let begun = 0
  const worker = async (): Promise<void> => {
    while (begun < objects) {
      begun += 1
      const { done, value } = await keys.next()
      if (done === true) return
      await reader.get(value)
      got += 1
    }
  }
  let got = 0
  await Promise.all(Array.from({ length: concurrency }, worker))
  return got
}

async function* keysOf(reader: Reader): AsyncGenerator<string, void, undefined> {
  let page = reader.list(undefined)
  for (;;) {
    const { keys, next } = await page
    // The next page travels while this one is worked on.
    if (next !== undefined) page = reader.list(next)
    yield* keys
    if (next === undefined) return
  }
}

function meter(): () => { ms: number; cpuUs: number } {
  const startedMs = performance.now()
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return { ms: performance.now() - startedMs, cpuUs: user + system }
  }
}

function stockReader(endpoint: string): Reader {
  const client = new S3Client({ endpoint, forcePathStyle: true, region: 'us-east-1', credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' } })
  return {
    list: async (token) => {
      const page = await client.send(new ListObjectsV2Command({ Bucket: benchBucket, Prefix: 'data/', ContinuationToken: token }))
      return { keys: (page.Contents ?? []).map((object) => decodeURIComponent(object.Key ?? '')), next: page.NextContinuationToken }
    },
    get: async (key) => {
      const got = await client.send(new GetObjectCommand({ Bucket: benchBucket, Key: key }))
      return (await got.Body?.transformToByteArray())?.length ?? 0
    },
    close: () => { client.destroy() }
  }
}

async function appReader(endpointUrl: string, concurrency: number): Promise<Reader> {
  const source = new URL('../../src/main/backend/aws/connect.ts', import.meta.url).href
  const { connect } = (await import(source)) as { connect: (settings: object, options: object) => Promise<AppConnection> }
  const { bucket } = await connect(
    { profile: null, bucket: benchBucket, region: 'us-east-1', endpointUrl, forcePathStyle: true, awsMaxConcurrency: concurrency },
    { fetchCredentials: () => Promise.resolve({ accessKeyId: 'bench', secretAccessKey: 'bench' }) }
  )
  return {
    list: async (token) => {
      const page = await bucket.listPage({ prefix: 'data/', continuationToken: token })
      return { keys: page.objects.map((object) => object.key), next: page.nextContinuationToken }
    },
    get: async (key) => (await bucket.get(key)).bytes.byteLength,
    close: () => { bucket.close() }
  }
}
