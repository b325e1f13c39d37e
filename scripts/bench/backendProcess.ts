import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { BackendThreads } from './backendThreads'
import { percentile } from './report'
import { readThreadTimes } from './threadTimes'
import type { ThreadTime } from './threadTimes'

/** What a process with the app's two threads is to do. */
export type BackendOrder = {
  readonly dataFolder: string
  readonly endpointUrl: string
  readonly concurrency: number
  readonly objects: number
} & ({ readonly do: 'index'; readonly polls: number; readonly words?: boolean } | { readonly do: 'first-run' } | { readonly do: 'reads'; readonly project: string; readonly deepCursor: string })

/** What indexing all took; the time is from the beginning of the job to its end, as the app keeps it. */
export interface IndexResult {
  readonly jobMs: number
  readonly cpuUs: number
  readonly peakRssMb: number
  readonly longestPauseMs: number
  readonly requests: { readonly list: number; readonly get: number; readonly head: number }
  /** The busiest threads of the process, busiest first; empty where the system does not tell. */
  readonly threadTimes: readonly ThreadTime[]
  /** From the beginning of the job until all words can be found, milliseconds, and the CPU for them; 0 when nobody waited for them. */
  readonly wordsMs: number
  readonly wordsCpuUs: number
  readonly pollLists: number
  readonly pollGets: number
  readonly pollCpuUs: number
}

/** When the first run could be shown. */
export interface FirstRunResult {
  readonly firstRunMs: number
  readonly requests: number
}

/** Latencies in milliseconds. */
export interface ReadsResult {
  readonly idleP99: number
  readonly busyP50: number
  readonly busyP99: number
  readonly deepP50: number
  readonly firstP50: number
  readonly longestPauseMs: number
  readonly reads: number
  readonly indexedMeanwhile: number
}

const order = JSON.parse(process.argv[2] ?? '{}') as BackendOrder
process.send?.(await work())
process.disconnect()

async function work(): Promise<IndexResult | FirstRunResult | ReadsResult> {
  switch (order.do) {
    case 'index':
      return await indexAll(order.polls, order.words === true)
    case 'first-run':
      return await firstRun()
    case 'reads':
      return await reads(order.project, order.deepCursor)
  }
}

async function indexAll(polls: number, words: boolean): Promise<IndexResult> {
  const pauses = monitorEventLoopDelay({ resolution: 5 })
  let peakRss = 0
  const watch = setInterval(() => { peakRss = Math.max(peakRss, process.memoryUsage.rss()) }, 20)
  const before = process.cpuUsage()
  const threads = new BackendThreads({ ...order, intervalMs: 86_400_000 })
  // Nobody is there to choose how much of a large bucket is brought in.
  await threads.call('indexer', 'bringIn.choose', { projects: null, sinceDay: null })
  await sleep(300)
  pauses.enable()
  const { requestsInAll } = await threads.until((status) => status.completeAsOfUs !== null && status.objects.indexed >= order.objects)
  const cpu = process.cpuUsage(before)
  const threadTimes = readThreadTimes()
  pauses.disable()
  clearInterval(watch)
  const jobs = await threads.call<{ kind: string; startedUs: number; finishedUs: number }[]>('reader', 'jobs.list', { includeEmpty: true, limit: 500 })
  const passes = jobs.filter((job) => job.kind === 'backfill')
  const jobMs = (Math.max(...passes.map((job) => job.finishedUs)) - Math.min(...passes.map((job) => job.startedUs))) / 1000
  const filled = words ? await waitForWords(threads, Math.min(...passes.map((job) => job.startedUs)) / 1000) : { wordsMs: 0, wordsCpuUs: 0 }
  // Only now: what is filled in behind the rows is no part of a poll.
  const quiet = await pollQuietly(threads, polls)
  await threads.close()
  return { jobMs, cpuUs: cpu.user + cpu.system, peakRssMb: peakRss / 2 ** 20, longestPauseMs: pauses.max / 1e6, requests: requestsInAll, threadTimes, ...filled, ...quiet }
}

async function waitForWords(threads: BackendThreads, startedMs: number): Promise<Pick<IndexResult, 'wordsMs' | 'wordsCpuUs'>> {
  const before = process.cpuUsage()
  for (;;) {
    const { files } = await threads.call<{ files: { searchable: number; waiting: number } }>('reader', 'search.runs', { text: '', limit: 1 })
    if (files.searchable > 0 && files.waiting === 0) break
    await sleep(50)
  }
  const { user, system } = process.cpuUsage(before)
  return { wordsMs: Date.now() - startedMs, wordsCpuUs: user + system }
}

/** Polls that find nothing: what one costs, the asking for it and its end included. */
async function pollQuietly(threads: BackendThreads, polls: number): Promise<Pick<IndexResult, 'pollLists' | 'pollGets' | 'pollCpuUs'>> {
  if (polls === 0) return { pollLists: 0, pollGets: 0, pollCpuUs: 0 }
  let { lastPollUs } = await threads.status()
  const poll = async (): Promise<void> => {
    await threads.call('indexer', 'poll.now')
    // Asking how it stands costs too, so it is asked when the poll must be over.
    await sleep(60)
    const status = await threads.until((now) => now.lastPollUs !== lastPollUs, 20)
    lastPollUs = status.lastPollUs
  }
  // The first ones look through 48 hours, and warm the code up.
  for (let n = 0; n < 5; n += 1) await poll()
  const before = (await threads.status()).requestsInAll
  const cpuBefore = process.cpuUsage()
  for (let n = 0; n < polls; n += 1) await poll()
  const cpu = process.cpuUsage(cpuBefore)
  const after = (await threads.status()).requestsInAll
  return { pollLists: (after.list - before.list) / polls, pollGets: (after.get - before.get) / polls, pollCpuUs: (cpu.user + cpu.system) / polls }
}

async function firstRun(): Promise<FirstRunResult> {
  const before = await answered()
  const startedMs = performance.now()
  const threads = new BackendThreads({ ...order, intervalMs: 86_400_000 })
  while (!(await hasRun(threads))) await sleep(2)
  const firstRunMs = performance.now() - startedMs
  const requests = (await answered()) - before
  await threads.close()
  return { firstRunMs, requests }
}

/** Requests the stub has answered so far. */
async function answered(): Promise<number> {
  return Number(await (await fetch(`${order.endpointUrl}/answered`)).text())
}

async function hasRun(threads: BackendThreads): Promise<boolean> {
  const [first] = await threads.call<readonly { name: string }[]>('reader', 'projects.list')
  if (first === undefined) return false
  const page = await threads.call<{ runs: readonly unknown[] }>('reader', 'runs.list', { project: first.name, includeNeverStepped: false, filter: '', sort: { by: 'active', descending: true }, tree: false, limit: 100 })
  return page.runs.length > 0
}

async function reads(project: string, deepCursor: string): Promise<ReadsResult> {
  const threads = new BackendThreads({ ...order, intervalMs: 86_400_000 })
  await threads.call('indexer', 'poll.pause', { paused: true })
  const before = (await threads.status()).objects.indexed
  const read = async (input: object): Promise<number> => {
    const startedMs = performance.now()
    const text = await threads.callText('reader', 'runs.list', { project, includeNeverStepped: false, filter: '', sort: { by: 'active', descending: true }, tree: false, limit: 100, ...input })
    if (!text.startsWith('{"ok":true')) throw new Error(text.slice(0, 200))
    return performance.now() - startedMs
  }
  const series = async (count: number, input: object): Promise<number[]> => {
    const times: number[] = []
    for (let n = 0; n < count; n += 1) times.push(await read(input))
    return times
  }
  await series(50, {})
  const idle = await series(300, {})
  const firsts = await series(200, {})
  const deeps = await series(200, { cursor: deepCursor })
  const pauses = monitorEventLoopDelay({ resolution: 5 })
  pauses.enable()
  await threads.call('indexer', 'poll.pause', { paused: false })
  await threads.until((status) => status.objects.indexed > before, 20)
  const busy: number[] = []
  let indexed = before
  while (busy.length < 3000 && indexed < before + order.objects - 500) {
    busy.push(await read({}))
    if (busy.length % 50 === 0) indexed = (await threads.status()).objects.indexed
    await sleep(1)
  }
  pauses.disable()
  const { objects } = await threads.status()
  await threads.close()
  return {
    idleP99: percentile(idle, 0.99), busyP50: percentile(busy, 0.5), busyP99: percentile(busy, 0.99), firstP50: percentile(firsts, 0.5), deepP50: percentile(deeps, 0.5),
    longestPauseMs: pauses.max / 1e6, reads: busy.length, indexedMeanwhile: objects.indexed - before
  }
}
