import { setTimeout as sleep } from 'node:timers/promises'
import { FakeS3 } from '../s3/fakeS3'
import { makeManyRuns } from './manyRuns'
import { runHere, temporaryFolder } from './onAppNode'
import { median, report, say } from './report'
import type { AloneResult, PublishResult, RestoreResult } from './snapshotProcess'
import { benchBucket } from './stub/listing'

const bench = 'snapshot'
const rounds = 3
/** Runs that make an index of about 500 MB, and one of about 100 MB. */
const sizes = { large: 750_000, small: 150_000 }

/** P-12, with the sizes taken by `args[0]` (1 = all): a snapshot of a large index is taken while lists are read and polls go on; a smaller one is restored on an empty computer. */
export async function benchSnapshot(args: readonly string[]): Promise<void> {
  const share = Number(args[0] ?? 1)
  await publishing(Math.round(sizes.large * share))
  await restoring(Math.round(sizes.small * share))
}

async function publishing(runs: number): Promise<void> {
  await withIndex(runs, async ({ dataFolder, endpointUrl, index }) => {
    const results: { made: PublishResult; alone: AloneResult }[] = []
    for (let round = 0; round < rounds; round += 1) {
      say(`publishing, round ${String(round + 1)} of ${String(rounds)} …`)
      const made = await runHere<PublishResult>('snapshotProcess.ts', { do: 'publish', dataFolder, endpointUrl })
      results.push({ made, alone: await runHere<AloneResult>('snapshotProcess.ts', { do: 'pack-alone', file: index }) })
    }
    const of = (value: (result: (typeof results)[number]) => number): number => median(results.map(value))
    const ratio = of(({ made, alone }) => made.ms / alone.ms)
    const [first] = results
    const megabytes = (first?.made.rawSizeBytes ?? 0) / 1e6
    report({ bench, what: 'P-12 snapshot by VACUUM INTO and packing alone', value: of(({ made }) => made.ms), unit: 'ms', ceiling: of(({ alone }) => alone.ms), ratio, goal: '≤ 1.3', reached: ratio <= 1.3, indexMb: megabytes, packedMb: (first?.made.sizeBytes ?? 0) / 1e6 })
    const readerMs = of(({ made }) => made.busyReadMaxMs)
    report({ bench, what: 'P-12 longest wait for a page of runs meanwhile', value: readerMs, unit: 'ms', idle: of(({ made }) => made.idleReadMaxMs), p99: of(({ made }) => made.busyReadP99), goal: '≤ 50', reached: readerMs <= 50 })
    const indexerMs = of(({ made }) => made.busyStatusMaxMs)
    report({ bench, what: 'P-12 longest wait for the thread that polls meanwhile', value: indexerMs, unit: 'ms', polls: of(({ made }) => made.polls), goal: '≤ 100', reached: indexerMs <= 100 })
    report({ bench, what: 'P-12 longest pause of the main thread', value: of(({ made }) => made.longestPauseMs), unit: 'ms', goal: '≤ 50', reached: of(({ made }) => made.longestPauseMs) <= 50 })
  })
}

async function restoring(runs: number): Promise<void> {
  await withIndex(runs, async ({ dataFolder, endpointUrl, keys }) => {
    const { rawSizeBytes } = await runHere<PublishResult>('snapshotProcess.ts', { do: 'publish', dataFolder, endpointUrl })
    const parts = keys().filter((key) => !key.endsWith('.json'))
    const results: { restored: RestoreResult; alone: AloneResult }[] = []
    for (let round = 0; round < rounds; round += 1) {
      say(`restoring, round ${String(round + 1)} of ${String(rounds)} …`)
      const folder = temporaryFolder()
      try {
        const restored = await runHere<RestoreResult>('snapshotProcess.ts', { do: 'restore', dataFolder: folder.path, endpointUrl })
        results.push({ restored, alone: await runHere<AloneResult>('snapshotProcess.ts', { do: 'unpack-alone', folder: folder.path, urls: parts.map((key) => `${endpointUrl}/${benchBucket}/${key}`) }) })
      } finally {
        folder.remove()
      }
    }
    const ratio = median(results.map(({ restored, alone }) => restored.ms / alone.ms))
    report({ bench, what: 'runs on screen from someone else’s snapshot, by downloading, unpacking and checking alone', value: median(results.map(({ restored }) => restored.ms)), unit: 'ms', ceiling: median(results.map(({ alone }) => alone.ms)), ratio, goal: '≤ 3', reached: ratio <= 3, indexMb: rawSizeBytes / 1e6 })
  })
}

interface MadeIndex {
  readonly dataFolder: string
  readonly endpointUrl: string
  /** File of the index. */
  readonly index: string
  readonly keys: () => readonly string[]
}

async function withIndex(runs: number, work: (made: MadeIndex) => Promise<void>): Promise<void> {
  const folder = temporaryFolder()
  try {
    const { port, index } = await makeManyRuns(folder.path, runs)
    const fake = await startedOn(port)
    try {
      await work({ dataFolder: folder.path, endpointUrl: fake.endpointUrl, index, keys: () => fake.bucket.keys() })
    } finally {
      await fake.stop()
    }
  } finally {
    folder.remove()
  }
}

// The workspace is named by its store's address, so the store has to have the one that was indexed; its process may still be ending.
async function startedOn(port: number): Promise<FakeS3> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await FakeS3.start({ bucket: benchBucket, port })
    } catch (error) {
      if (attempt >= 100) throw error
      await sleep(100)
    }
  }
}
