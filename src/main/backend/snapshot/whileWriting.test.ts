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
import { fillWorkspace, publishing, someRuns, tableHashes, TestBench } from './testWorkspaces'

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

it(`of an index that is being written holds one generation exactly, ${snapshots} times`, async () => {
  const computer = bench.computer('writer')
  fillWorkspace(computer.workspace, someRuns(50))
  const writer = fork(programs.fileOf('testWriter'), [computer.workspace], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  // Written down by the writer itself after each commit: what the index holds at each generation.
  const log = new Map<number, { runs: number; steps: number; objects: number; rows: number }>()
  const beganAtMs = performance.now()
  let endedAtMs = beganAtMs
  writer.on('message', (entry: { generation: number; runs: number; steps: number; objects: number; rows: number }) => log.set(entry.generation, entry))
  const restored: { generation: number; claim: unknown; found: unknown }[] = []
  try {
    while (log.size < 3) await sleep(20)
    for (let i = 0; i < snapshots; i += 1) {
      const { row, generation } = await publishSnapshot(publishing(computer, bench, programs))
      const other = bench.computer('reader')
      const { manifest } = await readSnapshot(row.key, { bucket: bench.bucket, installation: other.installation, signal })
      const isOwn = i % 2 === 0
      mkdirSync(other.workspace, { recursive: true })
      adoptIndex(other.workspace, await prepareRestore({ workspace: other.workspace, bucket: bench.bucket, manifest, isOwn, programs, signal }))
      const db = openReader(other.workspace)
      const { runs, steps, objects } = readTotals(db)
      const rows = Number(db.index.prepare('SELECT (SELECT count(*) FROM run) + (SELECT count(*) FROM step) + (SELECT count(*) FROM object)').pluck().get())
      expect(db.index.pragma('integrity_check', { simple: true })).toBe('ok')
      expect(Object.keys(tableHashes(db)).length).toBeGreaterThan(10)
      closeDatabase(db)
      expect(runs).toBe(row.runs)
      restored.push({ generation, claim: { runs: row.runs, steps: row.steps, objects: row.objects }, found: { runs, steps, objects, rows } })
    }
  } finally {
    endedAtMs = performance.now()
    writer.send('stop')
    await new Promise((resolve) => writer.once('exit', resolve))
  }
  for (const { generation, claim, found } of restored) {
    const written = log.get(generation)
    expect(found).toEqual({ runs: written?.runs, steps: written?.steps, objects: written?.objects, rows: written?.rows })
    expect(claim).toEqual({ runs: written?.runs, steps: written?.steps, objects: written?.objects })
  }
  const [fewest, most] = [log.values().next().value, [...log.values()].at(-1)]
  const rowsPerSecond = ((most?.rows ?? 0) - (fewest?.rows ?? 0)) / ((endedAtMs - beganAtMs) / 1000)
  const generations = new Set(restored.map(({ generation }) => generation))
  expect(generations.size).toBe(snapshots)
  expect(bench.trespasses()).toEqual([])
  const [first, last] = [restored[0], restored.at(-1)]
  console.log(`while writing: ${snapshots} snapshots, generations ${first?.generation}–${last?.generation}, each restored to exactly the rows of its generation, ${Math.round(rowsPerSecond)} new rows a second meanwhile`)
}, 600_000)
