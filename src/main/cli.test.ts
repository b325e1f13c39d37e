import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FakeS3 } from '../../scripts/s3/fakeS3'
import { generate } from '../../scripts/seed/generate'
import { isCommand, runCommand } from './cli'

const nowUs = Date.UTC(2026, 10, 22, 18) * 1000
let fake: FakeS3
let folder: string
let count: number

const environment = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1', AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' }

beforeAll(async () => {
  Object.assign(process.env, environment)
  fake = await FakeS3.start({ bucket: 'burr' })
  fake.load(generate({ seed: 'cli', runs: 60, nowUs }))
  count = fake.bucket.keys().filter((key) => key.startsWith('data/')).length
  folder = mkdtempSync(join(tmpdir(), 'burr-cli-'))
})

afterAll(async () => {
  await fake.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const chunks = { out: '', err: '' }
  stdout.on('data', (chunk: Buffer) => { chunks.out += chunk.toString() })
  stderr.on('data', (chunk: Buffer) => { chunks.err += chunk.toString() })
  const code = await runCommand(argv, { stdout, stderr, env: { ...environment, BURR_DESKTOP_DATA_DIR: folder } })
  return { code, ...chunks }
}

function connected(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  return run(...argv, '--bucket', 'burr', '--endpoint-url', fake.endpointUrl, '--json')
}

describe('the headless commands', () => {
  it('index brings in everything and says so in the documented fields only', async () => {
    const { code, out, err } = await connected('index')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const result = JSON.parse(out) as { objects: Record<string, number>; requests: Record<string, number> }
    expect(Object.keys(result)).toEqual(['projects', 'runs', 'steps', 'objects', 'requests', 'bytes', 'elapsedMs'])
    expect(result.objects['listed']).toBe(count)
    console.log(out)
  })

  it('knows a command from the start of a window', () => {
    expect(isCommand(['index', '--json'])).toBe(true)
    expect(isCommand(['--bucket', 'index'])).toBe(false)
    expect(isCommand([])).toBe(false)
  })
})
