import type { ReadsResult } from './backendProcess'
import { makeManyRuns } from './manyRuns'
import { runHere, sql, temporaryFolder } from './onAppNode'
import { report, say } from './report'
import { Stub } from './stub/stub'

const bench = 'reads'
const runs = 1_000_000
const objects = 40_000

/** P-6: pages of runs of a project with a million, while another one is indexed at full speed. */
export async function benchReads(): Promise<void> {
  const folder = temporaryFolder()
  try {
    const { port, index } = await makeManyRuns(folder.path, runs)
    const [deep] = sql(index, [`SELECT last_time_us AS time, run_id AS id FROM run ORDER BY last_time_us DESC, run_id DESC LIMIT 1 OFFSET ${String(runs / 2)}`])
    if (deep === undefined) throw new Error('There are too few runs.')
    say('reading …')
    const stub = await Stub.start({ objects, projectName: 'busy', port })
    const order = { do: 'reads', dataFolder: folder.path, endpointUrl: stub.endpointUrl, concurrency: 64, objects, project: 'bench-00', deepCursor: `${String(deep['time'])}.${String(deep['id'])}` }
    const result = await runHere<ReadsResult>('backendProcess.ts', order)
    stub.stop()
    report({ bench, what: 'P-6 page of 100 of 1,000,000 runs while indexing, p99', value: result.busyP99, unit: 'ms', goal: '≤ 5', reached: result.busyP99 <= 5, p50: result.busyP50, reads: result.reads, indexedMeanwhile: result.indexedMeanwhile })
    report({ bench, what: 'P-6 the same by idle, p99', value: result.busyP99, unit: 'ms', ceiling: result.idleP99, ratio: result.busyP99 / result.idleP99, goal: '≤ 4', reached: result.busyP99 <= 4 * result.idleP99 })
    report({ bench, what: 'P-6 a page at depth 500,000 by the first, p50', value: result.deepP50, unit: 'ms', ceiling: result.firstP50, ratio: result.deepP50 / result.firstP50, goal: '≤ 1.5', reached: result.deepP50 <= 1.5 * result.firstP50 })
    report({ bench, what: 'P-6 longest pause of the main thread', value: result.longestPauseMs, unit: 'ms', goal: '≤ 50', reached: result.longestPauseMs <= 50 })
  } finally {
    folder.remove()
  }
}
