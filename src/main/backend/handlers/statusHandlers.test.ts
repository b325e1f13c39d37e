import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addRequests, readObjectCounts, readRequests, readTotals, saveWaiting } from '../database/counters'
import { finishJob, forgetOldJobs, markInterruptedJobs, startJob, updateJob } from '../database/jobs'
import { missingBodies, restoreBodies } from '../database/missingBodies'
import { ingest } from '../indexer/ingest'
import { testRun } from '../indexer/ingestTestRun'
import { testWorkspace } from './testWorkspace'
import type { TestWorkspace } from './testWorkspace'

let workspace: TestWorkspace
beforeEach(() => {
  workspace = testWorkspace()
})
afterEach(() => workspace.close())

const requests = { list: 1, get: 2, head: 0, put: 0, bytes: 300 }
const objects = { listed: 2, indexed: 2, ignored: 0, failed: 0, waiting: 0 }

describe('jobs', () => {
  it('are listed newest first, empty ones only when asked for', () => {
    const db = workspace.writer
    const quiet = startJob(db, { kind: 'poll', project: null }, 100)
    finishJob(db, quiet, { state: 'done' }, 150)
    const busy = startJob(db, { kind: 'backfill', project: 'demo' }, 200)
    updateJob(db, busy, { objects, requests })
    finishJob(db, busy, { state: 'done' }, 250)
    expect(workspace.call('jobs.list', {})).toEqual([
      { jobId: busy, kind: 'backfill', project: 'demo', state: 'done', startedUs: 200, finishedUs: 250, objects, requests, error: null }
    ])
    expect(workspace.call('jobs.list', { includeEmpty: true }).map(({ jobId }) => jobId)).toEqual([busy, quiet])
    expect(forgetOldJobs(db, 1)).toBe(1)
    expect(workspace.call('jobs.list', { includeEmpty: true }).map(({ jobId }) => jobId)).toEqual([busy])
  })

  it('that a process left running are failed, with the reason', () => {
    const jobId = startJob(workspace.writer, { kind: 'verify', project: null }, 100)
    expect(markInterruptedJobs(workspace.writer, 300)).toBe(1)
    expect(markInterruptedJobs(workspace.writer, 400)).toBe(0)
    expect(workspace.call('jobs.list', {})).toMatchObject([
      { jobId, state: 'failed', finishedUs: 300, error: { code: 'cancelled' } }
    ])
  })
})

describe('counters', () => {
  it('add up requests by day and in all', () => {
    addRequests(workspace.writer, '2026-11-21', requests)
    addRequests(workspace.writer, '2026-11-22', requests)
    addRequests(workspace.writer, '2026-11-22', requests)
    const { today, inAll } = readRequests(workspace.reader, '2026-11-22')
    expect([today.get, today.bytes, inAll.get, inAll.bytes]).toEqual([4, 600, 6, 900])
    expect(readRequests(workspace.reader, '2026-11-23').today.get).toBe(0)
  })

  it('tell objects, waiting ones included, and totals', () => {
    ingest(workspace.writer, { objects: [...testRun(), ...testRun({ project: 'other', steps: 3 })], setAside: [] })
    saveWaiting(workspace.writer, 'demo', 7)
    expect(readObjectCounts(workspace.reader, 'demo')).toEqual({ listed: 10, indexed: 3, ignored: 0, failed: 0, waiting: 7 })
    expect(readObjectCounts(workspace.reader)).toEqual({ listed: 13, indexed: 6, ignored: 0, failed: 0, waiting: 7 })
    expect(readObjectCounts(workspace.reader, 'nowhere').listed).toBe(0)
    expect(readTotals(workspace.reader)).toEqual({ projects: 2, runs: 2, steps: 5, objects: 6 })
  })
})

describe('bodies that are not here', () => {
  it('are named, fetched again and read; one that changed is left out', () => {
    const run = { project: 'demo', partitionKey: null, appId: 'app-1' }
    const all = testRun({ steps: 2, files: 2 })
    ingest(workspace.writer, { objects: all, setAside: [] })
    expect(missingBodies(workspace.reader, run)).toEqual([])
    workspace.writer.content.exec('DELETE FROM body')
    expect(missingBodies(workspace.reader, run).map(({ key }) => key)).toEqual(all.map(({ listed }) => listed.key).toReversed())
    const [first, ...rest] = all
    if (first === undefined) throw new Error('an object')
    const changed = { ...first, listed: { ...first.listed, etag: '"other"' } }
    expect(restoreBodies(workspace.writer, [changed, ...rest])).toBe(rest.length)
    expect(missingBodies(workspace.reader, run).map(({ key }) => key)).toEqual([first.listed.key])
    const step = { build: 0, sequenceId: 1, attempt: 0 }
    expect(workspace.call('steps.get', { run, step }).resultText).toBe('{"a":1}')
  })
})
