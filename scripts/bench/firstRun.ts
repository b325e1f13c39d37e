import type { FirstRunResult } from './backendProcess'
import { runHere, temporaryFolder } from './onAppNode'
import { median, report } from './report'
import { Stub } from './stub/stub'

const bench = 'first-run'
const rounds = 5

/** P-4: from the start of the backend to the first run that a list can show, in a small bucket and in a very large one. */
export async function benchFirstRun(): Promise<void> {
  const sizes = [1000, 1_000_000]
  const stubs = await Promise.all(sizes.map((objects) => Stub.start({ objects, projects: 4 })))
  const results = stubs.map(() => [] as FirstRunResult[])
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, stub] of stubs.entries()) results[at]?.push(await firstRun(stub))
  }
  const [small = Number.NaN, large = Number.NaN] = results.map((all) => median(all.map((one) => one.firstRunMs)))
  const requests = results.map((all) => Math.max(...all.map((one) => one.requests)))
  report({ bench, what: 'P-4 first run, 1,000,000 keys by 1,000', value: large, unit: 'ms', ceiling: small, ratio: large / small, goal: '≤ 3', reached: large <= 3 * small })
  report({ bench, what: 'P-4 requests before it, 1,000,000 keys', value: requests[1] ?? Number.NaN, unit: 'requests', ofSmall: requests[0] ?? Number.NaN, goal: '≤ 30', reached: (requests[1] ?? Number.NaN) <= 30 })
  for (const stub of stubs) stub.stop()
}

async function firstRun(stub: Stub): Promise<FirstRunResult> {
  const folder = temporaryFolder()
  try {
    return await runHere<FirstRunResult>('backendProcess.ts', { do: 'first-run', dataFolder: folder.path, endpointUrl: stub.endpointUrl, concurrency: 100, objects: stub.options.objects })
  } finally {
    folder.remove()
  }
}
