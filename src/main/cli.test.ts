import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCorpus } from '../../scripts/s3/corpus'
import { FakeS3 } from '../../scripts/s3/fakeS3'
import { generate } from '../../scripts/seed/generate'
import { defaultDataFolder } from './cli/dataFolder'
import { isCommand, runCommand } from './cli'

const nowUs = Date.UTC(2026, 10, 22, 18) * 1000
const environment = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1', AWS_CONFIG_FILE: join(tmpdir(), 'none'), AWS_SHARED_CREDENTIALS_FILE: join(tmpdir(), 'none') }
const corpusPath = fileURLToPath(new URL('../../../shared/corpus/burr-0.40.2-sample.jsonl.gz', import.meta.url))
const before = { ...process.env }
const folders: string[] = []
let fake: FakeS3
let folder: string
let dataKeys: string[]

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

function newFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'burr-cli-'))
  folders.push(made)
  return made
}

beforeAll(async () => {
  Object.assign(process.env, environment)
  fake = await FakeS3.start({ bucket: 'burr' })
  fake.load(generate({ seed: 'cli', runs: 60, nowUs }))
  dataKeys = fake.bucket.keys().filter((key) => key.startsWith('data/'))
  folder = newFolder()
})

afterAll(async () => {
  await fake.stop()
  for (const made of folders) rmSync(made, { recursive: true, force: true })
  for (const name of Object.keys(environment)) {
    if (before[name] === undefined) delete process.env[name]
    else process.env[name] = before[name]
  }
})

async function run(argv: readonly string[], dataFolder = folder): Promise<Ended> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const texts = { out: '', err: '' }
  stdout.on('data', (chunk: Buffer) => { texts.out += chunk.toString() })
  stderr.on('data', (chunk: Buffer) => { texts.err += chunk.toString() })
  const code = await runCommand(argv, { stdout, stderr, env: { ...environment, BURR_DESKTOP_DATA_DIR: dataFolder } })
  return { code, ...texts }
}

function connected(argv: readonly string[], endpointUrl = fake.endpointUrl, dataFolder = folder): Promise<Ended> {
  return run([...argv, '--bucket', 'burr', '--endpoint-url', endpointUrl], dataFolder)
}

/** The one JSON document that stdout is. */
async function json<T>(argv: readonly string[], endpointUrl = fake.endpointUrl, dataFolder = folder): Promise<T> {
  const { code, out, err } = await connected([...argv, '--json'], endpointUrl, dataFolder)
  expect({ argv, code, err: err.startsWith('More with') ? '' : err }).toEqual({ argv, code: 0, err: '' })
  expect(out.endsWith('\n')).toBe(true)
  expect(out.trimEnd()).not.toContain('\n')
  return JSON.parse(out) as T
}

interface IndexResult {
  readonly projects: number
  readonly runs: number
  readonly steps: number
  readonly objects: { readonly listed: number; readonly indexed: number; readonly ignored: number; readonly failed: number }
  readonly requests: { readonly list: number; readonly get: number; readonly head: number; readonly put: number }
  readonly bytes: number
}

interface PrintedRun {
  readonly appId: string
  readonly partitionKey: string | null
  readonly steps: number
  readonly status: string
  readonly firstWritten: string
  readonly lastWritten: string
  readonly nextCursor?: string
}

describe('index', () => {
  it('brings in everything, prints the documented fields only, and asks for nothing twice', async () => {
    const first = await json<IndexResult>(['index'])
    expect(Object.keys(first)).toEqual(['projects', 'runs', 'steps', 'objects', 'requests', 'bytes', 'elapsedMs'])
    const { listed, indexed, ignored, failed } = first.objects
    expect(listed).toBe(dataKeys.length)
    expect(indexed + ignored + failed).toBe(listed)
    expect(first.requests).toMatchObject({ get: indexed, head: 0, put: 0 })
    expect(first.bytes).toBeGreaterThan(0)
    const second = await json<IndexResult>(['index'])
    expect(second).toMatchObject({ projects: first.projects, runs: first.runs, steps: first.steps, objects: first.objects, bytes: 0 })
    expect(second.requests.get).toBe(0)
  })

  it('of one project takes only that one', async () => {
    const other = newFolder()
    const all = await json<{ name: string; runCount: number }[]>(['projects'])
    const [one] = all
    const result = await json<IndexResult>(['index', '--project', one?.name ?? ''], fake.endpointUrl, other)
    expect(result).toMatchObject({ projects: 1, runs: one?.runCount })
  })

  it('writes progress to stderr when asked, and words without --json', async () => {
    const { code, out, err } = await connected(['index', '--progress'], fake.endpointUrl, newFolder())
    expect(code).toBe(0)
    expect(out).toMatch(/^\d+ projects, \d+ runs, \d+ steps\nobjects /)
    expect(err).toMatch(/^fetching: /)
  })
})

describe('the reading commands', () => {
  it('projects and runs agree with what was indexed, newest first, page by page', async () => {
    const projects = await json<{ name: string; runCount: number }[]>(['projects'])
    expect(projects.length).toBeGreaterThan(3)
    let total = 0
    for (const { name, runCount } of projects.filter((project) => project.runCount > 0)) {
      const runs = await json<PrintedRun[]>(['runs', '--project', name, '--limit', '100000'])
      expect(runs).toHaveLength(runCount)
      total += runCount
      const times = runs.map((each) => each.lastWritten)
      expect(times).toEqual([...times].sort().reverse())
      const paged: PrintedRun[] = []
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const page: PrintedRun[] = await json<PrintedRun[]>(['runs', '--project', name, '--limit', '2', ...(cursor === '' ? [] : ['--cursor', cursor])])
        paged.push(...page)
        cursor = page.at(-1)?.nextCursor
      }
      expect(paged.map((each) => each.appId)).toEqual(runs.map((each) => each.appId))
    }
    expect(total).toBeGreaterThanOrEqual(60)
  })

  it('runs of one partition are those of it', async () => {
    const projects = await json<{ name: string }[]>(['projects'])
    for (const { name } of projects) {
      const runs = await json<PrintedRun[]>(['runs', '--project', name, '--limit', '1000'])
      for (const partitionKey of new Set(runs.map((each) => each.partitionKey))) {
        const part = await json<PrintedRun[]>(['runs', '--project', name, '--partition-key', partitionKey ?? '', '--limit', '1000'])
        expect(part.map((each) => each.appId)).toEqual(runs.filter((each) => each.partitionKey === partitionKey).map((each) => each.appId))
      }
    }
  })

  it('run gives the steps of every run, also without the partition key', async () => {
    let checked = 0
    for (const { name } of await json<{ name: string }[]>(['projects'])) {
      for (const { appId, partitionKey, steps } of await json<PrintedRun[]>(['runs', '--project', name, '--limit', '1000'])) {
        const found = await json<{ steps: unknown[]; children: unknown[]; application: object }>(['run', '--project', name, '--app-id', appId, ...(partitionKey === null ? [] : ['--partition-key', partitionKey])])
        expect(found.steps.length).toBeGreaterThanOrEqual(steps)
        expect(Object.keys(found)).toEqual(expect.arrayContaining(['application', 'children', 'steps']))
        checked += 1
        if (checked % 7 === 0) expect(await json(['run', '--project', name, '--app-id', appId])).toEqual(found)
      }
    }
    expect(checked).toBeGreaterThanOrEqual(60)
  })

  it('read beside one that writes', async () => {
    const [writing, reading] = await Promise.all([json<IndexResult>(['index']), json<unknown[]>(['projects'])])
    expect(reading.length).toBeGreaterThan(0)
    expect(writing.objects.listed).toBe(dataKeys.length)
  })

  it('print tables without --json', async () => {
    const { code, out } = await connected(['projects'])
    expect(code).toBe(0)
    expect(out.split('\n')[0]).toMatch(/^project +runs +failed +steps +last written$/)
  })
})

describe('verify', () => {
  it('repairs what is missing, and answers 4 when it cannot', async () => {
    const key = 'data/verified/2026/11/22/17/58:15.278236/u/app/graph.json'
    fake.bucket.put(key, '{"type":"application","entrypoint":"a","actions":[],"transitions":[]}')
    expect(await json(['verify'])).toMatchObject({ missing: 1, repaired: 1, gone: 0, rewritten: 0, listed: dataKeys.length + 1 })
    expect(await json(['verify'])).toMatchObject({ missing: 0, repaired: 0 })
    const denied = key.replace('/app/', '/denied/')
    fake.bucket.put(denied, '{}')
    fake.policy.denyKey = (each) => each === denied
    const { code, out } = await connected(['verify', '--json'])
    delete fake.policy.denyKey
    expect(code).toBe(4)
    expect(JSON.parse(out)).toMatchObject({ missing: 1, repaired: 0, failed: 1 })
    fake.bucket.delete(denied)
  })
})

describe('exit codes', () => {
  it.each([
    [['nothing'], 2],
    [['index', '--unknown'], 2],
    [['runs'], 2],
    [['runs', '--project', 'p', '--limit', 'x'], 2],
    [['run', '--project', 'p'], 2],
    [['projects', '--project', 'p'], 2],
    [['index', 'more'], 2],
    [['index'], 2],
    [['help'], 0]
  ])('%j ends with %i', async (argv, expected) => {
    const { code, out, err } = await run(argv, newFolder())
    expect(code).toBe(expected)
    expect((expected === 0 ? out : err).length).toBeGreaterThan(10)
    if (expected !== 0) expect(out).toBe('')
  })

  it('3 with the reason when the store is away, or does not allow it', async () => {
    const away = await connected(['index', '--json'], 'http://127.0.0.1:9', newFolder())
    expect(away).toMatchObject({ code: 3, out: '' })
    expect(away.err).toContain('cannot be reached')
    fake.policy.denyList = true
    const denied = await connected(['index', '--json'], fake.endpointUrl, newFolder())
    fake.policy.denyList = false
    expect(denied).toMatchObject({ code: 3, out: '' })
    expect(denied.err).toContain('s3:ListBucket')
    fake.policy.denyGet = true
    const unreadable = await connected(['index', '--json'], fake.endpointUrl, newFolder())
    fake.policy.denyGet = false
    expect(unreadable.code).toBe(3)
    expect(unreadable.err).toContain('s3:GetObject')
    const none = await run(['index', '--json', '--bucket', 'no-such-bucket', '--endpoint-url', fake.endpointUrl], newFolder())
    expect(none).toMatchObject({ code: 3, out: '' })
    expect(none.err).toContain('no-such-bucket')
  }, 60_000)

  it('4 for a run or an index that is not there', async () => {
    expect(await connected(['run', '--project', 'p', '--app-id', 'a', '--json'])).toMatchObject({ code: 4, out: '' })
    expect(await connected(['projects', '--json'], fake.endpointUrl, newFolder())).toMatchObject({ code: 4, out: '' })
  })

  it('130 when it is interrupted, and what was indexed stays', async () => {
    const interrupted = newFolder()
    fake.fault({ match: ({ operation }) => operation === 'GetObject', do: { kind: 'delay', ms: 2000 }, skip: 100 })
    const work = connected(['index', '--json'], fake.endpointUrl, interrupted)
    setTimeout(() => process.emit('SIGINT'), 1500)
    expect(await work).toMatchObject({ code: 130, out: '' })
    fake.clearFaults()
    const { requests } = await json<IndexResult>(['index'], fake.endpointUrl, interrupted)
    expect(requests.get).toBeLessThan(dataKeys.length)
  }, 30_000)
})

describe('a command line', () => {
  it('is a command, or the start of a window', () => {
    expect(isCommand(['index', '--json'])).toBe(true)
    expect(isCommand(['--bucket', 'index'])).toBe(false)
    expect(isCommand([])).toBe(false)
  })

  it('names the folder of the app', () => {
    expect(defaultDataFolder('/x', {})).toBe('/x')
    expect(defaultDataFolder(undefined, { BURR_DESKTOP_DATA_DIR: '/y' })).toBe('/y')
    if (process.platform === 'linux') {
      expect(defaultDataFolder(undefined, { XDG_CONFIG_HOME: '/c' })).toBe('/c/burr-desktop')
      expect(defaultDataFolder(undefined, { HOME: '/h' })).toBe('/h/.config/burr-desktop')
    }
  })
})

describe.skipIf(!existsSync(corpusPath))('the recorded bucket (left out where the recording is absent)', () => {
  it('is indexed whole, and every run opens', async () => {
    const recorded = await FakeS3.start({ bucket: 'burr' })
    try {
      const count = recorded.load(readCorpus(corpusPath))
      const own = newFolder()
      const result = await json<IndexResult>(['index'], recorded.endpointUrl, own)
      expect(result.objects).toEqual({ listed: count, indexed: count, ignored: 0, failed: 0 })
      let steps = 0
      let runs = 0
      for (const { name } of await json<{ name: string }[]>(['projects'], recorded.endpointUrl, own)) {
        for (const each of await json<PrintedRun[]>(['runs', '--project', name, '--limit', '1000'], recorded.endpointUrl, own)) {
          const found = await json<{ steps: unknown[] }>(['run', '--project', name, '--app-id', each.appId, '--partition-key', each.partitionKey ?? ''], recorded.endpointUrl, own)
          expect(found.steps.length).toBeGreaterThanOrEqual(each.steps)
          steps += each.steps
          runs += 1
        }
      }
      expect({ runs, steps }).toEqual({ runs: result.runs, steps: result.steps })
      console.log(`recorded bucket: ${count} objects, ${JSON.stringify(result)}`)
    } finally {
      await recorded.stop()
    }
  }, 60_000)
})
