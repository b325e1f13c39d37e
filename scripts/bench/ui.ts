import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { startEmbeddedS3 } from '../s3/embeddedS3'
import { makeManyRuns } from './manyRuns'
import { temporaryFolder } from './onAppNode'
import { report, say } from './report'
import { benchBucket } from './stub/listing'
import { Stub } from './stub/stub'
import { MeasuredApp } from './uiApp'
import { benchList } from './uiList'
import { benchGraph, benchState, benchSteps } from './uiRun'
import { allRuns, uiProject, writeUiRuns } from './uiRuns'

const bench = 'ui'
const manyRuns = 100_000
const runParts = { steps: benchSteps, state: benchState, graph: benchGraph } as const

/** P-9: the screens of the built app with much to show. Words choose parts (steps, state, graph, list); `--profile FILE` writes what the window's thread did. */
export async function benchUi(args: readonly string[]): Promise<void> {
  const at = args.indexOf('--profile')
  const profile = at < 0 ? undefined : args[at + 1]
  const chosen = args.filter((word, index) => at < 0 || (index !== at && index !== at + 1))
  const isChosen = (part: string): boolean => chosen.length === 0 || chosen.includes(part)
  report({ bench, what: 'load average at the start', value: loadavg()[0] ?? 0, unit: 'processes' })
  const parts = Object.entries(runParts).filter(([part]) => isChosen(part))
  if (parts.length > 0) {
    await withRuns(async (app) => {
      for (const [part, measure] of parts) {
        say(`${part} …`)
        await profiled(app, profile, part, () => measure(app))
      }
    })
  }
  if (isChosen('list')) await withList((app) => profiled(app, profile, 'list', () => benchList(app, 'bench-00', manyRuns)))
  report({ bench, what: 'load average at the end', value: loadavg()[0] ?? 0, unit: 'processes' })
}

async function profiled(app: MeasuredApp, file: string | undefined, part: string, measure: () => Promise<void>): Promise<void> {
  if (file === undefined) return measure()
  const { profile } = await app.profile(measure)
  writeFileSync(`${file}.${part}.cpuprofile`, JSON.stringify(profile))
}

/** The app with long runs, runs with large states and one with a large graph, all indexed. */
async function withRuns(measure: (app: MeasuredApp) => Promise<void>): Promise<void> {
  const folder = temporaryFolder()
  const s3 = await startEmbeddedS3({ bucket: benchBucket })
  try {
    say('writing runs …')
    writeUiRuns(s3)
    const app = await MeasuredApp.start(environment(folder.path, s3.endpointUrl))
    try {
      say('indexing them …')
      await indexed(app)
      await app.settle(30_000)
      await measure(app)
    } finally {
      await app.close()
    }
  } finally {
    await s3.stop()
    folder.remove()
  }
}

/** The app with many runs in one project. */
async function withList(measure: (app: MeasuredApp) => Promise<void>): Promise<void> {
  const folder = temporaryFolder()
  try {
    const { port } = await makeManyRuns(folder.path, manyRuns)
    const stub = await Stub.start({ objects: 2000, filesPerRun: 1, port })
    try {
      const app = await MeasuredApp.start(environment(folder.path, stub.endpointUrl))
      try {
        await app.settle(30_000)
        await measure(app)
      } finally {
        await app.close()
      }
    } finally {
      stub.stop()
    }
  } finally {
    folder.remove()
  }
}

async function indexed(app: MeasuredApp): Promise<void> {
  const wanted = allRuns.reduce((sum, { steps }) => sum + steps, 0)
  for (const untilMs = Date.now() + 60_000; Date.now() < untilMs;) {
    const { runs } = (await app.call('runs.list', { project: uiProject, limit: 100 }).catch(() => ({ runs: [] }))) as { runs: readonly { stepCount: number }[] }
    if (runs.reduce((sum, { stepCount }) => sum + stepCount, 0) >= wanted) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error('The runs were not indexed within a minute.')
}

function environment(dataFolder: string, endpointUrl: string): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|BURR_|ELECTRON_RUN_AS_NODE$)/.test(name))
  return {
    ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? ''])),
    BURR_DESKTOP_DATA_DIR: dataFolder, BURR_S3_BUCKET: benchBucket, AWS_ENDPOINT_URL_S3: endpointUrl, AWS_REGION: 'us-east-1', BURR_DESKTOP_FORCE_PATH_STYLE: 'true',
    AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench', AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent'
  }
}
