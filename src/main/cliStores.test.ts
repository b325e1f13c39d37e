import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCorpus } from '../../scripts/s3/corpus'
import { startEmbeddedS3 } from '../../scripts/s3/embeddedS3'
import { generate } from '../../scripts/seed/generate'
import type { SeedObject } from '../../scripts/seed/tracker'
import { runCommand } from './cli'

const corpusPath = fileURLToPath(new URL('../../../shared/corpus/burr-0.40.2-sample.jsonl.gz', import.meta.url))
const hasCorpus = existsSync(corpusPath)
const hasMoto = spawnSync('moto_server', ['--help'], { timeout: 20_000 }).status === 0
if (!hasCorpus) console.log('cliStores: the sample of real Burr data is not beside the repository; generated data stands in for it.')
if (!hasMoto) console.log('cliStores: moto_server is not installed; only the embedded store is tried.')

const bucket = 'burr'
const keys = { accessKeyId: 'test', secretAccessKey: 'test' }
const objects: readonly SeedObject[] = hasCorpus
  ? readCorpus(corpusPath)
  : [...generate({ seed: 'stores', runs: 60, nowUs: Date.UTC(2026, 10, 22) * 1000, strays: false })]

interface Store {
  readonly endpointUrl: string
  stop(): Promise<void>
}

async function embedded(): Promise<Store> {
  const s3 = await startEmbeddedS3({ bucket })
  for (const { key, body, metadata } of objects) s3.put(key, body, metadata)
  return s3
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

async function moto(): Promise<Store> {
  const port = await freePort()
  const server: ChildProcess = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  const endpointUrl = `http://127.0.0.1:${port}`
  const client = new S3Client({ endpoint: endpointUrl, region: 'us-east-1', forcePathStyle: true, credentials: keys, maxAttempts: 8 })
  for (let tries = 0; ; tries += 1) {
    const made = await client.send(new CreateBucketCommand({ Bucket: bucket })).then(() => true, () => false)
    if (made) break
    if (tries > 60) throw new Error('moto_server does not answer')
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  for (const { key, body, metadata } of objects) {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, Metadata: { ...metadata } }))
  }
  client.destroy()
  return {
    endpointUrl,
    stop: async () => {
      server.kill()
    }
  }
}

// The layout written out again, so that the test shares nothing with what it checks.
const layout = /^data\/([^/]+)\/\d{4}\/\d\d\/\d\d\/\d\d\/\d\d:\d\d(?:\.\d{6})?\/(.+)\/([^/]+)$/
const shown = new Set(['begin_entry', 'end_entry', 'begin_span', 'attribute', 'begin_stream', 'first_item_stream', 'end_stream'])

interface RawRun {
  readonly project: string
  readonly partitionKey: string | null
  readonly appId: string
  readonly lines: readonly string[]
  readonly parents: readonly string[]
}

function rawRuns(): RawRun[] {
  const found = new Map<string, { partitionKey: string | null; lines: string[]; parents: string[] }>()
  for (const { key, body } of objects) {
    const [, project = '', rest = '', file = ''] = layout.exec(key) ?? []
    const id = `${project}\n${rest}`
    const run = found.get(id) ?? { partitionKey: null, lines: [], parents: [] }
    found.set(id, run)
    const text = Buffer.from(body as Uint8Array).toString('utf8')
    if (file.endsWith('__log.jsonl')) run.lines.push(...text.split('\n').filter(isShown))
    if (file !== 'metadata.json') continue
    const metadata = JSON.parse(text) as { partition_key: string | null; parent_pointer: object | null; spawning_parent_pointer: object | null }
    run.partitionKey = metadata.partition_key
    for (const pointer of [metadata.parent_pointer, metadata.spawning_parent_pointer]) if (pointer !== null) run.parents.push(JSON.stringify(pointer))
  }
  return [...found].map(([id, run]) => {
    const [project = '', rest = ''] = id.split('\n')
    return { ...run, project, appId: rest.slice((run.partitionKey ?? '__none__').length + 1) }
  })
}

function isShown(line: string): boolean {
  try {
    return shown.has(String((JSON.parse(line) as { type: unknown }).type))
  } catch {
    return false
  }
}

const stores = [['the embedded store', embedded] as const, ...(hasMoto ? [['moto_server', moto] as const] : [])]

describe.each(stores)('a bucket in %s', (_name, start) => {
  const folder = mkdtempSync(join(tmpdir(), 'burr-stores-'))
  const environment = { AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey, AWS_REGION: 'us-east-1' }
  let store: Store

  beforeAll(async () => {
    Object.assign(process.env, environment)
    store = await start()
  }, 120_000)

  afterAll(async () => {
    await store.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function printed(argv: readonly string[]): Promise<string> {
    const stdout = new PassThrough()
    let text = ''
    stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    const place = ['--bucket', bucket, '--endpoint-url', store.endpointUrl, '--data-dir', folder, '--json']
    expect(await runCommand([...argv, ...place], { stdout, stderr: new PassThrough(), env: environment }), argv.join(' ')).toBe(0)
    return text
  }

  it('is indexed whole, and every run is printed as it was logged', async () => {
    const result = JSON.parse(await printed(['index'])) as { runs: number; objects: object }
    expect(result.objects).toEqual({ listed: objects.length, indexed: objects.length, ignored: 0, failed: 0 })
    const runs = rawRuns()
    expect(result.runs).toBe(runs.length)
    let lines = 0
    for (const { project, partitionKey, appId, lines: own, parents } of runs) {
      const text = await printed(['run', '--project', project, '--app-id', appId, ...(partitionKey === null ? [] : ['--partition-key', partitionKey])])
      const document = JSON.parse(text) as { steps: { step_start_log: unknown }[]; parent_pointers: unknown[]; spawning_parent_pointers: unknown[] }
      const name = `${project} ${String(partitionKey)} ${appId}`
      for (const line of own) if (!text.includes(line)) expect.fail(`${name} lacks ${line.slice(0, 200)}`)
      lines += own.length
      expect(document.steps.filter((step) => step.step_start_log !== null), name).toHaveLength(own.filter((line) => line.includes('"type":"begin_entry"')).length)
      const found = [...document.parent_pointers, ...document.spawning_parent_pointers].map((pointer) => JSON.stringify(pointer))
      expect(new Set(found), name).toEqual(new Set(parents))
    }
    console.log(`${objects.length} objects, ${runs.length} runs, ${lines} lines found verbatim`)
    expect(lines).toBeGreaterThan(100)
  }, 120_000)
})
