import type { FetchResult, Way } from './fetchProcess'
import { fetchBy, rateOf } from './fetching'
import { median, report, say } from './report'
import { Stub } from './stub/stub'

const bench = 'list-get'
const rounds = 3
const objectsOf: Record<Way, number> = { stock: 5000, sdk: 5000, lean: 20_000 }

/** What listing and getting cost by each way, beside what the stub can give. */
export async function benchListGet(): Promise<void> {
  await compare(0, 64)
  await compare(20, 100)
}

async function compare(latencyMs: number, concurrency: number): Promise<void> {
  const stub = await Stub.start({ latencyMs })
  const at = { latencyMs, concurrency }
  const ceiling = median([await stub.ceiling(concurrency), await stub.ceiling(concurrency), await stub.ceiling(concurrency)])
  report({ bench, what: 'ceiling of the stub, raw sockets', value: ceiling, unit: 'GET/s', ...at })
  const rates = new Map<Way, number>()
  for (const way of ['stock', 'sdk', 'lean'] as const) {
    say(`${way}, ${String(latencyMs)} ms …`)
    await stub.counts()
    const results: FetchResult[] = []
    for (let round = 0; round < rounds; round += 1) results.push(await fetchBy({ way, endpointUrl: stub.endpointUrl, concurrency, objects: objectsOf[way] }))
    const rate = median(results.map(rateOf))
    rates.set(way, rate)
    const stubCpu = (await stub.counts()).cpuUs
    const wallMs = results.reduce((sum, result) => sum + result.bothMs + result.listMs, 0)
    report({ bench, what: `list + GET, ${way}`, value: rate, unit: 'objects/s', ceiling, ratio: rate / ceiling, cpuUsPerObject: median(results.map((result) => result.bothCpuUs / result.got)), stubCoreShare: stubCpu / 1000 / wallMs, ...at })
    report({ bench, what: `list alone, ${way}`, value: median(results.map((result) => result.pages / (result.listMs / 1000))), unit: 'pages/s', cpuMsPerPage: median(results.map((result) => result.listCpuUs / 1000 / result.pages)), ...at })
  }
  const [stock = 0, lean = 0] = [rates.get('stock'), rates.get('lean')]
  report({ bench, what: 'lean lane by stock SDK', value: lean / stock, unit: 'times', ...at })
  stub.stop()
}
