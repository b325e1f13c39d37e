import { fileURLToPath } from 'node:url'
import { _electron } from 'playwright'
import { makeManyRuns } from './manyRuns'
import { temporaryFolder } from './onAppNode'
import { median, report, say } from './report'
import { benchBucket } from './stub/listing'
import { Stub } from './stub/stub'

const bench = 'start'
const rounds = 5
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** P-10: the first paint of the app's window with 100,000 runs indexed, beside that of an empty window of Electron. */
export async function benchStart(): Promise<void> {
  const folder = temporaryFolder()
  try {
    const { port } = await makeManyRuns(folder.path, 100_000)
    const stub = await Stub.start({ objects: 2000, filesPerRun: 1, port })
    const env = {
      ...environment(), BURR_DESKTOP_DATA_DIR: folder.path, BURR_S3_BUCKET: benchBucket, AWS_ENDPOINT_URL_S3: stub.endpointUrl, AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench', AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent'
    }
    const empty: number[] = []
    const app: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      say(`round ${String(round + 1)} of ${String(rounds)} …`)
      empty.push(await firstPaintMs(at('./emptyApp'), environment()))
      app.push(await firstPaintMs(at('../..'), env))
    }
    stub.stop()
    const [of, value] = [median(empty), median(app)]
    report({ bench, what: 'P-10 first paint by an empty window', value, unit: 'ms', ceiling: of, ratio: value / of, goal: '≤ 1.25', reached: value <= 1.25 * of })
    report({ bench, what: 'P-10 first paint', value, unit: 'ms', goal: '≤ 1500', reached: value <= 1500, slowest: Math.max(...app) })
  } finally {
    folder.remove()
  }
}

/** From the launch of the process to the first paint of its window. */
async function firstPaintMs(folder: string, env: Record<string, string>): Promise<number> {
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const beganMs = Date.now()
  const app = await _electron.launch({ args: [...flags, folder], env, timeout: 60_000 })
  try {
    const window = await app.firstWindow()
    const paintedMs = await window.evaluate(paintTime)
    return paintedMs - beganMs
  } finally {
    await app.close()
  }
}

/** Run in the page: when it was first painted, milliseconds since 1970. */
const paintTime = `new Promise((resolve) => {
  const look = () => {
    const [paint] = performance.getEntriesByType('paint')
    if (paint === undefined) setTimeout(look, 5)
    else resolve(performance.timeOrigin + paint.startTime)
  }
  look()
})` as unknown as () => Promise<number>

function environment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|BURR_|ELECTRON_RUN_AS_NODE$)/.test(name))
  return Object.fromEntries(kept.map(([name, value]) => [name, value ?? '']))
}
