import { existsSync, readdirSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { IndexResult } from './backendProcess'
import { fetchBy, rateOf } from './fetching'
import { runHere, sizeOnDisk, sql, temporaryFolder } from './onAppNode'
import { median, report, say } from './report'
import { Bodies } from './stub/bodies'
import { Stub } from './stub/stub'

const bench = 'index'
const upstreamPerSecond = 200 / 120

/** One measured index, and the bytes it takes. */
interface Indexed extends IndexResult {
  readonly rate: number
  readonly indexBytes: number
  readonly contentBytes: number
  readonly wordBytes: number
}

/** P-1, P-2, P-3, P-5, P-7 and P-8; with `--objects N` the growth of P-11, with `--profile DIR` CPU profiles of every thread. */
export async function benchIndex(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { objects: { type: 'string' }, profile: { type: 'string' }, rounds: { type: 'string', default: '3' } } })
  const rounds = Number(values.rounds)
  const nodeArgs = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`]
  if (values.objects !== undefined) return await growth(Number(values.objects), rounds)
  await loopback(rounds, nodeArgs)
  await faraway(Math.min(rounds, 2))
}

async function loopback(rounds: number, nodeArgs: readonly string[]): Promise<void> {
  const stub = await Stub.start()
  const { objects } = stub.options
  const rates: Record<'stock' | 'lean' | 'index', number[]> = { stock: [], lean: [], index: [] }
  const cpu: Record<'stock' | 'lean', number[]> = { stock: [], lean: [] }
  const results: Indexed[] = []
  const fetchAll = async (way: 'stock' | 'lean', count: number): Promise<void> => {
    const result = await fetchBy({ way, endpointUrl: stub.endpointUrl, concurrency: 64, objects: count })
    rates[way].push(rateOf(result))
    cpu[way].push(result.bothCpuUs / result.got)
  }
  // Side by side within a round, so that whatever else the machine does meets all three.
  for (let round = 0; round < rounds; round += 1) {
    say(`round ${String(round + 1)} of ${String(rounds)}, loopback …`)
    await fetchAll('stock', 4000)
    await fetchAll('lean', objects)
    // The words take longer than the rows: one round tells.
    const indexed = await indexOnce(stub, 64, { polls: round === 0 ? 20 : 0, words: round === 0, nodeArgs })
    results.push(indexed)
    rates.index.push(indexed.rate)
  }
  const [stock, lean, index] = [median(rates.stock), median(rates.lean), median(rates.index)]
  const middle = <K extends keyof Indexed>(name: K): number => median(results.map((result) => Number(result[name])))
  report({ bench, what: 'ceiling of the stub, raw sockets', value: await stub.ceiling(64), unit: 'GET/s' })
  report({ bench, what: 'stock SDK, list + GET', value: stock, unit: 'objects/s', cpuUsPerObject: median(cpu.stock) })
  report({ bench, what: 'lean lane, list + GET', value: lean, unit: 'objects/s', cpuUsPerObject: median(cpu.lean) })
  const cost = { cpuUsPerObject: middle('cpuUs') / objects }
  report({ bench, what: 'P-1 cold index by stock SDK', value: index, unit: 'objects/s', ceiling: stock, ratio: index / stock, goal: '≥ 4', reached: index / stock >= 4, ...cost })
  report({ bench, what: 'P-1 cold index by lean lane alone', value: index, unit: 'objects/s', ceiling: lean, ratio: index / lean, goal: '≥ 0.40', reached: index / lean >= 0.4 })
  report({ bench, what: 'P-3 by what upstream takes', value: index / upstreamPerSecond, unit: 'times', goal: '≥ 3500', reached: index / upstreamPerSecond >= 3500 })
  const [first] = results
  if (first !== undefined) {
    const whole = objects / (first.wordsMs / 1000)
    report({ bench, what: 'P-1 the same with its words filled in, by stock SDK', value: whole, unit: 'objects/s', ceiling: stock, ratio: whole / stock, goal: '≥ 4', reached: whole / stock >= 4, wordsCpuUsPerObject: first.wordsCpuUs / objects })
    first.threadTimes.forEach(({ cpuMs, waitedMs }, at) => report({ bench, what: `thread ${String(at + 1)} by its work while indexing`, value: (cpuMs * 1000) / objects, unit: 'us CPU/object', waitedForACoreMs: waitedMs }))
    reportCosts(first, objects, middle)
    reportText(first, stub)
  }
  say(`load average ${loadavg().map((load) => load.toFixed(1)).join(', ')}`)
  stub.stop()
}

function reportCosts(first: Indexed, objects: number, middle: (name: keyof Indexed) => number): void {
  report({ bench, what: 'P-5 LIST requests of a poll that finds nothing', value: first.pollLists, unit: 'LIST/project', goal: '≤ 2', reached: first.pollLists <= 2 })
  report({ bench, what: 'P-5 GET requests of it', value: first.pollGets, unit: 'GET', goal: '0', reached: first.pollGets === 0 })
  report({ bench, what: 'P-5 CPU of it', value: first.pollCpuUs / 1000, unit: 'ms', goal: '≤ 5', reached: first.pollCpuUs <= 5000 })
  const { list, get, head } = first.requests
  const perObject = (list + get + head) / objects
  report({ bench, what: 'P-5 requests of a cold index', value: Number(perObject.toFixed(4)), unit: 'requests/object', goal: '≤ 1.01, no HEAD', reached: perObject <= 1.01 && head === 0, list, get, head })
  report({ bench, what: 'P-7 memory, main and threads', value: middle('peakRssMb'), unit: 'MB RSS', goal: '≤ 400', reached: middle('peakRssMb') <= 400 })
  report({ bench, what: 'P-6 longest pause of the main thread while indexing', value: middle('longestPauseMs'), unit: 'ms', goal: '≤ 50', reached: middle('longestPauseMs') <= 50 })
  report({ bench, what: 'P-8 index without texts', value: first.indexBytes / objects, unit: 'bytes/object', goal: '≤ 1024', reached: first.indexBytes / objects <= 1024, contentBytesPerObject: first.contentBytes / objects })
}

/** The words of the bucket by what they take on the disk. */
function reportText(first: Indexed, stub: Stub): void {
  const { objects, filesPerRun } = stub.options
  const bodies = new Bodies(filesPerRun)
  const sample = 400
  const textBytes = Array.from({ length: sample }, (_none, at) => textBytesOf(bodies.answerOf(stub.dataset.placeAt(at)).toString())).reduce((sum, bytes) => sum + bytes, 0)
  const ratio = first.wordBytes / objects / (textBytes / sample)
  report({ bench, what: 'P-8 full text by the text', value: first.wordBytes / objects, unit: 'bytes/object', ceiling: textBytes / sample, ratio, goal: '≤ 1.5', reached: ratio <= 1.5 })
}

/** Bytes of the values in the lines of an answer; what a state repeats of the line before counts once. */
function textBytesOf(answer: string): number {
  const seen = new Set<string>()
  let bytes = 0
  for (const line of answer.slice(answer.indexOf('\r\n\r\n') + 4).split('\n')) {
    if (!line.startsWith('{"type":"begin_entry"') && !line.startsWith('{"type":"end_entry"')) continue
    const { action, inputs = {}, result = {}, state = {} } = JSON.parse(line) as { action: string; inputs?: object; result?: object; state?: object }
    bytes += action.length
    JSON.stringify([inputs, result, state], (name: string, value: unknown) => {
      if (name.startsWith('__')) return undefined
      if (typeof value === 'object') return value
      const text = typeof value === 'string' ? value : JSON.stringify(value)
      if (!seen.has(text)) bytes += Buffer.byteLength(text)
      seen.add(text)
      return value
    })
  }
  return bytes
}

async function faraway(rounds: number): Promise<void> {
  const stub = await Stub.start({ latencyMs: 20 })
  const lean: number[] = []
  const index: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    say(`round ${String(round + 1)} of ${String(rounds)}, 20 ms away …`)
    lean.push(rateOf(await fetchBy({ way: 'lean', endpointUrl: stub.endpointUrl, concurrency: 128, objects: stub.options.objects })))
    index.push((await indexOnce(stub, 128)).rate)
  }
  const ratio = median(index) / median(lean)
  report({ bench, what: 'P-2 cold index 20 ms away by lean lane alone', value: median(index), unit: 'objects/s', ceiling: median(lean), ratio, goal: '≥ 0.92', reached: ratio >= 0.92, latencyMs: 20, concurrency: 128 })
  stub.stop()
}

async function growth(objects: number, rounds: number): Promise<void> {
  const small = await Stub.start()
  const large = await Stub.start({ objects })
  const rates: Record<'small' | 'large', number[]> = { small: [], large: [] }
  let peakRssMb = 0
  for (let round = 0; round < rounds; round += 1) {
    say(`round ${String(round + 1)} of ${String(rounds)}, ${String(objects)} objects …`)
    rates.small.push((await indexOnce(small, 64)).rate)
    const indexed = await indexOnce(large, 64)
    rates.large.push(indexed.rate)
    peakRssMb = Math.max(peakRssMb, indexed.peakRssMb)
  }
  const [of, value] = [median(rates.small), median(rates.large)]
  report({ bench, what: `P-11 rate at ${String(objects)} objects by that at ${String(small.options.objects)}`, value, unit: 'objects/s', ceiling: of, ratio: value / of, goal: '≥ 0.80', reached: value / of >= 0.8 })
  report({ bench, what: `P-7 memory at ${String(objects)} objects`, value: peakRssMb, unit: 'MB RSS', goal: '≤ 400', reached: peakRssMb <= 400 })
  small.stop()
  large.stop()
}

async function indexOnce(stub: Stub, concurrency: number, more: { readonly polls?: number; readonly words?: boolean; readonly nodeArgs?: readonly string[] } = {}): Promise<Indexed> {
  const folder = temporaryFolder()
  try {
    const { objects } = stub.options
    const order = { do: 'index', dataFolder: folder.path, endpointUrl: stub.endpointUrl, concurrency, objects, polls: more.polls ?? 0, words: more.words ?? false }
    const result = await runHere<IndexResult>('backendProcess.ts', order, { nodeArgs: more.nodeArgs ?? [] })
    const { index, content, words } = databasesIn(folder.path)
    sql(index, ['PRAGMA wal_checkpoint(TRUNCATE)'])
    if (existsSync(words)) sql(words, ['PRAGMA wal_checkpoint(TRUNCATE)'])
    return { ...result, rate: objects / (result.jobMs / 1000), indexBytes: sizeOnDisk(index), contentBytes: sizeOnDisk(content), wordBytes: sizeOnDisk(words) }
  } finally {
    folder.remove()
  }
}

/** The database files of the one workspace in a data folder. */
export function databasesIn(dataFolder: string): { readonly index: string; readonly content: string; readonly words: string } {
  const [workspace = ''] = readdirSync(join(dataFolder, 'workspaces'))
  const folder = join(dataFolder, 'workspaces', workspace)
  const files = readdirSync(folder)
  const find = (beginning: string): string => join(folder, files.find((name) => name.startsWith(beginning) && name.endsWith('.db')) ?? '')
  return { index: find('index'), content: find('content'), words: find('text') }
}
