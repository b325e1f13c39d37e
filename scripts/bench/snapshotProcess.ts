import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { constants, createBrotliCompress, createBrotliDecompress } from 'node:zlib'
import Database from 'better-sqlite3'
import { BackendThreads } from './backendThreads'
import { percentile } from './report'

/** What a process of the snapshot bench is to do. */
type Order =
  | { readonly do: 'publish' | 'restore'; readonly dataFolder: string; readonly endpointUrl: string }
  | { readonly do: 'pack-alone'; readonly file: string }
  | { readonly do: 'unpack-alone'; readonly folder: string; readonly urls: readonly string[] }

/** A publication, and how long others waited meanwhile. */
export interface PublishResult {
  readonly ms: number
  readonly sizeBytes: number
  readonly rawSizeBytes: number
  readonly idleReadMaxMs: number
  readonly busyReadP99: number
  readonly busyReadMaxMs: number
  readonly busyStatusMaxMs: number
  readonly longestPauseMs: number
  readonly polls: number
}

/** From the start of the backend to the first list that shows a project. */
export interface RestoreResult {
  readonly ms: number
}

/** The ceiling: what has to be done at least. */
export interface AloneResult {
  readonly ms: number
}

const reads = 200
// Here nobody fills in what a window may leave out.
const firstPage = { project: 'bench-00', includeNeverStepped: false, filter: '', sort: { by: 'active', descending: true }, tree: false, count: true, limit: 100 }
const order = JSON.parse(process.argv[2] ?? '{}') as Order
process.send?.(await work())
process.disconnect()

function work(): Promise<PublishResult | RestoreResult | AloneResult> {
  switch (order.do) {
    case 'publish':
      return publish(order)
    case 'restore':
      return restore(order)
    case 'pack-alone':
      return packAlone(order.file)
    case 'unpack-alone':
      return unpackAlone(order.folder, order.urls)
  }
}

async function timed(doing: () => Promise<unknown>): Promise<number> {
  const beganAt = performance.now()
  await doing()
  return performance.now() - beganAt
}

async function publish({ dataFolder, endpointUrl }: { readonly dataFolder: string; readonly endpointUrl: string }): Promise<PublishResult> {
  const threads = new BackendThreads({ dataFolder, endpointUrl, concurrency: 32, intervalMs: 1000 })
  await threads.until(({ connection }) => connection === 'connected')
  const page = () => threads.call('reader', 'runs.list', firstPage)
  const idle: number[] = []
  for (let read = 0; read < reads; read += 1) idle.push(await timed(page))
  const pauses = monitorEventLoopDelay({ resolution: 5 })
  pauses.enable()
  const polls = new Set<number | null>()
  const [busyReads, busyStatus]: [number[], number[]] = [[], []]
  let isDone = false
  const beganAt = performance.now()
  const doing = threads.call<{ readonly snapshot: { readonly sizeBytes: number; readonly rawSizeBytes: number } }>('indexer', 'snapshots.create').finally(() => { isDone = true })
  const ending = doing.then(() => performance.now())
  while (!isDone) {
    busyReads.push(await timed(page))
    busyStatus.push(await timed(async () => polls.add((await threads.status()).lastPollUs)))
    await sleep(5)
  }
  const { snapshot } = await doing
  const ms = (await ending) - beganAt
  const longestPauseMs = pauses.max / 1e6
  await threads.close()
  return {
    ms, sizeBytes: snapshot.sizeBytes, rawSizeBytes: snapshot.rawSizeBytes, idleReadMaxMs: Math.max(...idle), busyReadP99: percentile(busyReads, 0.99),
    busyReadMaxMs: Math.max(...busyReads), busyStatusMaxMs: Math.max(...busyStatus), longestPauseMs, polls: polls.size - 1
  }
}

async function restore({ dataFolder, endpointUrl }: { readonly dataFolder: string; readonly endpointUrl: string }): Promise<RestoreResult> {
  const beganAt = performance.now()
  const threads = new BackendThreads({ dataFolder, endpointUrl, concurrency: 32, intervalMs: 60_000, startsFromSnapshot: true })
  while (!(await hasRuns(threads))) await sleep(10)
  const ms = performance.now() - beganAt
  await threads.close()
  return { ms }
}

async function hasRuns(threads: BackendThreads): Promise<boolean> {
  const reply = JSON.parse(await threads.callText('reader', 'runs.list', firstPage)) as { ok: boolean; value?: { readonly runs: readonly unknown[] } }
  return reply.ok && (reply.value?.runs.length ?? 0) > 0
}

/** VACUUM INTO and packing, one after the other, with nothing checked, hashed or sent. */
async function packAlone(file: string): Promise<AloneResult> {
  const copy = join(dirname(file), 'alone.db')
  const packed = `${copy}.br`
  try {
    const ms = await timed(async () => {
      const db = new Database(file, { readonly: true })
      db.prepare('VACUUM INTO ?').run(copy)
      db.close()
      const brotli = createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 2 }, chunkSize: 256 * 1024 })
      await pipeline(createReadStream(copy, { highWaterMark: 1024 * 1024 }), brotli, createWriteStream(packed))
    })
    return { ms }
  } finally {
    for (const made of [copy, packed]) rmSync(made, { force: true })
  }
}

/** Downloading, unpacking with both hashes, and one look through by SQLite. */
async function unpackAlone(folder: string, urls: readonly string[]): Promise<AloneResult> {
  const raw = join(folder, 'alone.db')
  const ms = await timed(async () => {
    const [packedHash, rawHash] = [createHash('sha256'), createHash('sha256')]
    await pipeline(
      Readable.from(download(urls, packedHash)),
      createBrotliDecompress({ chunkSize: 256 * 1024 }),
      async function* hashed(chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          rawHash.update(chunk)
          yield chunk
        }
      },
      createWriteStream(raw)
    )
    const db = new Database(raw, { readonly: true })
    const found = db.pragma('integrity_check(1)', { simple: true })
    db.close()
    if (found !== 'ok') throw new Error(`The snapshot is not sound: ${String(found)}`)
  })
  rmSync(raw, { force: true })
  return { ms }
}

async function* download(urls: readonly string[], hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for (const url of urls) {
    const response = await fetch(url, { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0' } })
    if (!response.ok) throw new Error(`${url}: ${String(response.status)}`)
    const bytes = Buffer.from(await response.arrayBuffer())
    hash.update(bytes)
    yield bytes
  }
}
