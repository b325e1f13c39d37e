import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { FakeS3 } from '../../../scripts/s3/fakeS3'
import { generate } from '../../../scripts/seed/generate'
import type { SnapshotPrograms } from '../backend/snapshot/takeSnapshot'
import { buildTestPrograms } from '../backend/snapshot/testPrograms'
import type { TestPrograms } from '../backend/snapshot/testPrograms'
import { runCommand } from '../cli'

const built = vi.hoisted(() => ({ programs: null as SnapshotPrograms | null }))
vi.mock('../backend/snapshot/programs', () => ({ builtPrograms: () => built.programs }))

let programs: TestPrograms
let fake: FakeS3
const folders: string[] = []
const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1', AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent', BURR_PRIOR_SNAPSHOTS_TO_KEEP: '2' }

beforeAll(async () => {
  Object.assign(process.env, env)
  programs = await buildTestPrograms()
  built.programs = programs
  fake = await FakeS3.start({ bucket: 'burr' })
  fake.load(generate({ seed: 'snapshots', runs: 40, nowUs: Date.UTC(2026, 10, 22, 18) * 1000 }))
})

afterAll(async () => {
  await fake.stop()
  programs.remove()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'burr-cli-snapshot-'))
  folders.push(folder)
  return folder
}

async function run(folder: string, ...argv: string[]): Promise<{ code: number; value: Record<string, unknown>; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const chunks = { out: '', err: '' }
  stdout.on('data', (chunk: Buffer) => { chunks.out += chunk.toString() })
  stderr.on('data', (chunk: Buffer) => { chunks.err += chunk.toString() })
  const code = await runCommand([...argv, '--bucket', 'burr', '--endpoint-url', fake.endpointUrl, '--json'], { stdout, stderr, env: { ...env, BURR_DESKTOP_DATA_DIR: folder } })
  return { code, value: chunks.out === '' ? {} : (JSON.parse(chunks.out) as Record<string, unknown>), err: chunks.err }
}

it('a snapshot goes from one data folder to another by commands alone, and the bucket then has nothing new to tell', async () => {
  const [one, two] = [dataFolder(), dataFolder()]
  expect((await run(one, 'snapshot', 'create')).code).toBe(4)
  const indexed = await run(one, 'index')
  expect(indexed.code).toBe(0)
  for (let i = 0; i < 3; i += 1) expect(await run(one, 'snapshot', 'create')).toMatchObject({ code: 0, value: { snapshot: { runs: indexed.value['runs'], steps: indexed.value['steps'] } } })
  const listed = (await run(two, 'snapshot', 'list')).value as { snapshots: { key: string; isOwn: boolean; completeAsOfUs: number | null }[] }
  expect(listed.snapshots.map(({ isOwn }) => isOwn)).toEqual([false, false])
  expect(listed.snapshots.every(({ completeAsOfUs }) => completeAsOfUs !== null)).toBe(true)
  const restored = await run(two, 'snapshot', 'restore')
  expect(restored).toMatchObject({ code: 0, value: { snapshot: { key: listed.snapshots[0]?.key }, bodies: { here: 0 } } })
  const gets = fake.requests('GetObject').length
  const verified = await run(two, 'verify')
  expect(verified).toMatchObject({ code: 0, value: { missing: 0, gone: 0, rewritten: 0 } })
  expect(fake.requests('GetObject').length).toBe(gets)
  expect((await run(two, 'projects')).value).toEqual((await run(one, 'projects')).value)
  expect(await run(one, 'snapshot', 'restore', '--key', listed.snapshots[1]?.key ?? '')).toMatchObject({ code: 0, value: { bodies: { missing: 0 } } })
  expect(await run(two, 'snapshot', 'prune')).toMatchObject({ code: 0, value: { removed: [] } })
  expect((await run(two, 'snapshot', 'restore', '--key', 'snapshots/x')).code).toBe(4)
  expect((await run(two, 'snapshot', 'explode')).code).toBe(2)
  expect((await run(two, 'snapshot', 'list', '--key', 'x')).code).toBe(2)
  const wrong = fake.journal.filter(({ method, key }) => method !== 'GET' && method !== 'HEAD' && !key.startsWith('burr-desktop/v1/'))
  expect(wrong).toEqual([])
}, 120_000)
