import { fork } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FakeS3 } from '../../../../scripts/s3/fakeS3'
import { takeCopy } from '../database/copy/takeCopy'
import { askChild } from './child'
import { ChildKeeper, ChildRelay } from './childRelay'
import type { KeptChild } from './childRelay'
import { buildTestPrograms } from './testPrograms'
import type { TestPrograms } from './testPrograms'
import { fillWorkspace, someRuns, TestBench } from './testWorkspaces'

let programs: TestPrograms
let bench: TestBench<FakeS3>
let copy: string
beforeAll(async () => {
  programs = await buildTestPrograms()
  bench = new TestBench(await FakeS3.start({ bucket: 'b' }))
  const { workspace } = bench.computer()
  fillWorkspace(workspace, someRuns(4))
  copy = join(bench.folder(), 'copy.db')
  takeCopy(join(workspace, 'index.v1.db'), copy)
})
afterAll(async () => {
  await bench.close()
  programs.remove()
})

/** A process of Node in the clothes of Electron's. */
function keptFork(): { child: KeptChild; pid: number | undefined } {
  const child = fork(programs.fileOf('snapshotChild'), [], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const kept: KeptChild = {
    postMessage: (message) => void child.send(message as object),
    kill: () => child.kill('SIGKILL'),
    once: child.once.bind(child) as KeptChild['once']
  }
  return { child: kept, pid: child.pid }
}

const signal = new AbortController().signal
const request = (): Parameters<typeof askChild>[1] => ({ source: copy, target: null, maxBytes: 0 })

function pair(start: () => KeptChild): { relay: ChildRelay; keeper: ChildKeeper } {
  // Messages between threads come later, never at once.
  const relay: ChildRelay = new ChildRelay((message) => setImmediate(() => keeper.receive(message)))
  const keeper = new ChildKeeper(start, (message) => setImmediate(() => relay.receive(message)))
  return { relay, keeper }
}

it('a child kept by another thread answers like a forked one', async () => {
  const { relay } = pair(() => keptFork().child)
  const answers = await Promise.all([askChild(relay.start, request(), { sizeBytes: 0, signal }), askChild(relay.start, request(), { sizeBytes: 0, signal })])
  expect(answers[0]).toEqual(await askChild(programs.startChild, request(), { sizeBytes: 0, signal }))
  expect(answers[1]).toEqual(answers[0])
})

it('is killed when its time is over, and a dead one is told', async () => {
  const pids: (number | undefined)[] = []
  const { relay, keeper } = pair(() => {
    const { child, pid } = keptFork()
    pids.push(pid)
    return { ...child, postMessage: () => undefined, once: child.once.bind(child) as KeptChild['once'] }
  })
  await expect(askChild(relay.start, request(), { sizeBytes: 0, signal, limitMs: 300 })).rejects.toMatchObject({ reason: 'timed-out' })
  const second = askChild(relay.start, request(), { sizeBytes: 0, signal })
  setTimeout(() => keeper.close(), 200)
  await expect(second).rejects.toMatchObject({ reason: 'crashed' })
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(pids.length).toBe(2)
  for (const pid of pids) expect(() => process.kill(pid ?? 0, 0)).toThrow()
})
