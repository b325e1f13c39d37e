import { fork } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FakeS3 } from '../../../../scripts/s3/fakeS3'
import { closeDatabase, openReader } from '../database/open'
import { readTotals } from '../database/counters'
import { readSnapshot } from './listSnapshots'
import { adoptIndex, prepareRestore } from './restore'
import { publishSnapshot } from './publish'
import { buildTestPrograms } from './testPrograms'
import type { TestPrograms } from './testPrograms'
import { fillWorkspace, publishing, someRuns, TestBench } from './testWorkspaces'
import type { TestComputer } from './testWorkspaces'

let programs: TestPrograms
let bench: TestBench<FakeS3>
beforeAll(async () => {
  programs = await buildTestPrograms(['testWriter'])
  bench = new TestBench(await FakeS3.start({ bucket: 'b' }))
})
afterAll(async () => {
  await bench.close()
  programs.remove()
})

/** Snapshots taken; the full count takes minutes and is CI's. */
const snapshots = Number(process.env['BURR_TEST_SNAPSHOTS_WHILE_WRITING'] ?? 50)
const signal = new AbortController().signal

/** So many are taken of one index: the next ones are of a new one, so that none grows over all bounds. */
const ofOneIndex = 5

interface Counts {
  readonly runs: number
  readonly steps: number
  readonly objects: number
  readonly rows: number
}

/** Takes and restores snapshots of an index that another process writes all the while; gives how many new rows a second that were. */
async function whileWriting(count: number): Promise<number> {
  const computer = bench.computer('writer')
  fillWorkspace(computer.workspace, someRuns(50))
  const writer = fork(programs.fileOf('testWriter'), [computer.workspace], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  // Written down by the writer itself after each commit: what the index holds at each generation.
  const log = new Map<number, Counts & { readonly atMs: number }>()
  writer.on('message', (entry: Counts & { generation: number }) => log.set(entry.generation, { ...entry, atMs: performance.now() }))
  const restored: { generation: number; claim: object; found: object }[] = []
  try {
    while (log.size < 3) await sleep(20)
    for (let i = 0; i < count; i += 1) restored.push(await takenAndRestored(computer, i % 2 === 0))
  } finally {
    writer.send('stop')
    await new Promise((resolve) => writer.once('exit', resolve))
  }
  for (const { generation, claim, found } of restored) {
    const written = log.get(generation)
    expect(found).toEqual({ runs: written?.runs, steps: written?.steps, objects: written?.objects, rows: written?.rows })
    expect(claim).toEqual({ runs: written?.runs, steps: written?.steps, objects: written?.objects })
  }
  expect(new Set(restored.map(({ generation }) => generation)).size).toBe(count)
  const entries = [...log.values()]
  const [first, last] = [entries[0], entries.at(-1)]
  return first === undefined || last === undefined ? 0 : ((last.rows - first.rows) / (last.atMs - first.atMs)) * 1000
}

async function takenAndRestored(computer: TestComputer, isOwn: boolean): Promise<{ generation: number; claim: object; found: object }> {
  const { row, generation } = await publishSnapshot(publishing(computer, bench, programs))
  const other = bench.computer('reader')
  const { manifest } = await readSnapshot(row.key, { bucket: bench.bucket, installation: other.installation, signal })
  mkdirSync(other.workspace, { recursive: true })
  adoptIndex(other.workspace, await prepareRestore({ workspace: other.workspace, bucket: bench.bucket, manifest, isOwn, programs, signal }))
  const db = openReader(other.workspace)
  try {
    const { runs, steps, objects } = readTotals(db)
    const rows = Number(db.index.prepare('SELECT (SELECT count(*) FROM run) + (SELECT count(*) FROM step) + (SELECT count(*) FROM object)').pluck().get())
    expect(db.index.pragma('integrity_check', { simple: true })).toBe('ok')
    return { generation, claim: { runs: row.runs, steps: row.steps, objects: row.objects }, found: { runs, steps, objects, rows } }
  } finally {
    closeDatabase(db)
  }
}

it(`of an index that is being written holds one generation exactly, ${snapshots} times`, async () => {
  const rates: number[] = []
  for (let taken = 0; taken < snapshots; taken += ofOneIndex) rates.push(await whileWriting(Math.min(ofOneIndex, snapshots - taken)))
  expect(bench.trespasses()).toEqual([])
  console.log(`while writing: ${snapshots} snapshots, each restored to exactly the rows of its generation; new rows a second meanwhile: ${rates.map(Math.round).join(', ')}`)
}, 900_000)
