import { parseArgs } from 'node:util'
import { clientFor, ensureBucket } from './endpoint'
import { generate } from './generate'
import { runLive } from './live'
import { projects } from './projects'
import type { SeedObject } from './tracker'
import { putObject, writeObjects } from './writer'

const USAGE = `Fills a bucket with generated Burr runs.

  npm run seed -- --endpoint-url http://127.0.0.1:4566 --bucket burr-demo --runs 5000

  --bucket NAME         bucket to write to (made when it is not there)
  --endpoint-url URL    an S3 server other than AWS
  --region NAME         us-east-1 when left out
  --runs N              runs in all, forked and spawned ones included (400)
  --seed TEXT           the same seed and time give the same bucket ("burr")
  --now ISO             the moment that counts as now
  --days N              how far back the oldest run lies (30)
  --project NAME        only this project; may be given several times: ${projects.map((project) => project.name).join(', ')}
  --concurrency N       PUTs at once (32)
  --no-strays           leave out the stray keys
  --live                go on writing new events until stopped
  --dry-run             write nothing, count only
`

const { values } = parseArgs({
  options: {
    bucket: { type: 'string' },
    'endpoint-url': { type: 'string' },
    region: { type: 'string' },
    runs: { type: 'string', default: '400' },
    seed: { type: 'string', default: 'burr' },
    now: { type: 'string' },
    days: { type: 'string', default: '30' },
    project: { type: 'string', multiple: true },
    concurrency: { type: 'string', default: '32' },
    'no-strays': { type: 'boolean', default: false },
    live: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false }
  }
})

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const nowUs = values.now === undefined ? Date.now() * 1000 : Date.parse(values.now) * 1000
  const runs = Number(values.runs)
  const concurrency = Number(values.concurrency)
  const bucket = values.bucket
  if (!Number.isFinite(nowUs) || !(runs >= 1) || !(concurrency >= 1) || (bucket === undefined && !values['dry-run'])) {
    process.stderr.write(USAGE)
    return 2
  }
  const unfinished: SeedObject[] = []
  const objects = generate({ onLater: (object) => values.live && unfinished.push(object), seed: values.seed, runs, nowUs, days: Number(values.days), projects: values.project ?? [], strays: !values['no-strays'] })
  const startedMs = Date.now()
  if (bucket === undefined || values['dry-run']) {
    let count = 0
    let bytes = 0
    for (const object of objects) {
      count++
      bytes += Buffer.byteLength(object.body)
    }
    report('made', count, bytes, startedMs)
    return 0
  }
  const client = clientFor({ bucket, ...optional('endpointUrl', values['endpoint-url']), ...optional('region', values.region) })
  await ensureBucket(client, bucket)
  const written = await writeObjects(client, objects, { bucket, concurrency, onProgress: ({ objects: n }) => n % 5000 === 0 && process.stderr.write(`${n} objects…\n`) })
  report('written', written.objects, written.bytes, startedMs)
  if (values.live) await runLive({ put: (object) => putObject(client, bucket, object), seed: values.seed, unfinished, projects: values.project ?? [], signal: untilStopped() })
  client.destroy()
  return 0
}

function report(verb: string, count: number, bytes: number, startedMs: number): void {
  const seconds = (Date.now() - startedMs) / 1000
  process.stdout.write(`${count} objects ${verb}, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s (${Math.round(count / seconds)} objects/s)\n`)
}

function optional<K extends string>(name: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]: string })
}

function untilStopped(): AbortSignal {
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  process.once('SIGTERM', () => stop.abort())
  return stop.signal
}

process.exitCode = await main()
