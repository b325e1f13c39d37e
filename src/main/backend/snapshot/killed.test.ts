import { fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FakeS3 } from '../../../../scripts/s3/fakeS3'
import { readTotals } from '../database/counters'
import { currentFiles } from '../database/currentFiles'
import { closeDatabase, openReader, openWriter } from '../database/open'
import { readSnapshots } from './listSnapshots'
import { adoptIndex, prepareRestore } from './restore'
import { buildTestPrograms } from './testPrograms'
import type { TestPrograms } from './testPrograms'
import { TestBench } from './testWorkspaces'
import { tidyWorkspace } from './workFolder'

let programs: TestPrograms
let bench: TestBench<FakeS3>
beforeAll(async () => {
  programs = await buildTestPrograms(['testPublisher'])
  bench = new TestBench(await FakeS3.start({ bucket: 'b' }))
})
afterAll(async () => {
  await bench.close()
  programs.remove()
})

const kills = Number(process.env['BURR_TEST_SNAPSHOT_KILLS'] ?? 20)
const signal = new AbortController().signal

it(`killed ${kills} times at any moment: what is visible is whole, and nothing is left behind at the next start`, async () => {
  const desk = bench.computer()
  const killedIn = new Map<string, number>()
  const restored = new Set<string>()
  let runs = 0
  for (let i = 0; i < kills; i += 1) {
    const program = fork(programs.fileOf('testPublisher'), [desk.workspace, bench.fake.endpointUrl, programs.folder, String(i)], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    let phase = 'starting'
    let stderr = ''
    program.stderr?.on('data', (bytes: Buffer) => { stderr += bytes.toString() })
    const exited = new Promise<string | null>((resolve) => program.once('exit', (_code, by) => resolve(by)))
    // Phases are short, so the moment is drawn within a phase that is drawn too.
    const wanted = ['starting', 'writing', 'copying', 'packing', 'checking', 'uploading', 'pruning', 'downloading', 'taking-over', 'adopting'][i % 10]
    const reached = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 8000)
      program.on('message', (said: string) => {
        phase = said
        if (said === wanted) setTimeout(resolve, Math.random() * 40)
      })
      if (wanted === 'starting') setTimeout(resolve, Math.random() * 300)
      void exited.then(() => {
        clearTimeout(timer)
        resolve()
      })
    })
    await reached
    program.kill('SIGKILL')
    expect(await exited, stderr).toBe('SIGKILL')
    killedIn.set(phase, (killedIn.get(phase) ?? 0) + 1)
    runs = checkWorkspace(desk.workspace, runs)
    await checkBucket(restored)
  }
  console.log(`killed ${kills} times in ${JSON.stringify(Object.fromEntries(killedIn))}; ${restored.size} snapshots restored, runs at the end: ${runs}`)
  expect(bench.trespasses()).toEqual([])
  expect(bench.fake.unfinishedUploads()).toEqual([])
}, 600_000)

/** The index opens, as it was or as it was restored, and only its own files are left. */
function checkWorkspace(workspace: string, before: number): number {
  const db = openWriter(workspace)
  tidyWorkspace(workspace)
  expect(db.index.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(db.index.pragma('foreign_key_check')).toEqual([])
  const { runs } = readTotals(db)
  closeDatabase(db)
  // Every cycle publishes what it wrote before it restores: nothing is ever less than before.
  expect(runs).toBeGreaterThanOrEqual(before)
  const { index, content } = currentFiles(workspace)
  const known = new Set([index, content, 'current.json', 'instance.lock.db', 'snapshot.work'])
  expect(readdirSync(workspace).filter((name) => !known.has(name) && !name.startsWith('.current.json'))).toEqual([])
  const work = join(workspace, 'snapshot.work')
  expect(readdirSync(workspace).includes('snapshot.work') ? readdirSync(work) : []).toEqual([])
  return runs
}

/** Every snapshot that is to be seen can be restored. */
async function checkBucket(restored: Set<string>): Promise<void> {
  const other = bench.computer('other')
  const { snapshots } = await readSnapshots({ bucket: bench.bucket, installation: other.installation, signal })
  for (const { manifest, row } of snapshots) {
    if (restored.has(row.key)) continue
    restored.add(row.key)
    expect(row.problem).toBeNull()
    const { workspace } = bench.computer('other')
    const prepared = await prepareRestore({ workspace, bucket: bench.bucket, manifest, isOwn: false, programs, signal })
    adoptIndex(workspace, prepared)
    const db = openReader(workspace)
    expect(readTotals(db).runs).toBe(row.runs)
    closeDatabase(db)
  }
}
