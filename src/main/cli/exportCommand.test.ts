import { readFileSync, writeFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generate } from '../../../scripts/seed/generate'
import { filled, nowUs, partsOf, TestFolders } from '../backend/portable/testWorkspace'
import { workspaceFolder } from '../backend/workspace'
import { runCommand } from '../cli'
import type { RunKey } from '@shared/model/run'

const folders = new TestFolders()
const data = folders.path('data')
let runs: RunKey[]

beforeAll(async () => {
  runs = await filled(workspaceFolder(data, { bucket: 'burr', endpointUrl: null }), partsOf(generate({ seed: 'export', runs: 25, nowUs, strays: false })))
})
afterAll(() => folders.remove())

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const texts = { out: '', err: '' }
  stdout.on('data', (chunk: Buffer) => { texts.out += chunk.toString() })
  stderr.on('data', (chunk: Buffer) => { texts.err += chunk.toString() })
  const code = await runCommand(argv, { stdout, stderr, env: { BURR_DESKTOP_DATA_DIR: data, BURR_S3_BUCKET: 'burr' } })
  return { code, ...texts }
}

const read = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>

describe('export and open', () => {
  it('write a file and tell what it holds, without any bucket', async () => {
    const [first] = runs
    if (first === undefined) throw new Error('the seed gave no runs')
    const path = folders.path('one.burrsnapshot')
    const exported = await run('export', '--project', first.project, '--runs', first.appId, '--out', path, '--note', 'see step 3', '--rule', 'Order=SO-\\d+', '--json')
    expect(exported.code, exported.err).toBe(0)
    const outcome = read(exported.out)
    expect(outcome).toMatchObject({ missing: 0, sizeBytes: readFileSync(path).length })
    const opened = await run('open', path, '--json', '--bucket', '')
    expect(opened.code, opened.err).toBe(0)
    expect(read(opened.out)).toMatchObject({ kind: 'snapshot', note: 'see step 3', isRedacted: true, missing: 0 })
    expect((read(opened.out)['runs'] as { appId: string }[]).map(({ appId }) => appId)).toContain(first.appId)
    expect((await run('open', path)).out).toContain(first.appId)
  })

  it('write all that a filter matches, and never over another file unless they are told to', async () => {
    const { project = '' } = runs[0] ?? {}
    const path = folders.path('all.burrsnapshot')
    const all = (...more: string[]): ReturnType<typeof run> => run('export', '--project', project, '--filter', '', '--alone', '--no-redact', '--out', path, '--json', ...more)
    expect(read((await all()).out)).toMatchObject({ runs: runs.filter((each) => each.project === project).length, redaction: [] })
    const bytes = readFileSync(path)
    const again = await all()
    expect(again).toMatchObject({ code: 2, out: '' })
    expect((await all('--force')).code).toBe(0)
    expect(readFileSync(path).equals(bytes)).toBe(true)
  })

  it('end with 2 for a line they do not understand and with 4 for what is not there or is damaged', async () => {
    const { project = '' } = runs[0] ?? {}
    const out = folders.path('never.burrsnapshot')
    const wrong = [
      ['export', '--runs', 'a', '--out', out], ['export', '--project', project, '--out', out], ['export', '--project', project, '--runs', 'a'], ['open'], ['open', 'a', 'b'], ['open', '--runs', 'a', 'b'],
      ['export', '--project', project, '--filter', '', '--out', out, '--rule', 'x'], ['export', '--project', project, '--filter', '', '--out', out, '--rule', 'x=(']
    ]
    for (const argv of wrong) expect((await run(...argv)).code, argv.join(' ')).toBe(2)
    expect((await run('export', '--project', project, '--runs', 'nobody', '--out', out)).code).toBe(4)
    expect((await run('open', out)).code).toBe(4)
    writeFileSync(out, 'BURRSNAP1\nnothing')
    expect((await run('open', out)).code).toBe(4)
  })
})
