import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { randomBytes } from 'node:crypto'
import type { RunKey } from '@shared/model/run'
import { testWorkspace } from '../handlers/testWorkspace'
import type { TestWorkspace } from '../handlers/testWorkspace'
import { ingest } from '../indexer/ingest'
import type { FetchedObject } from '../indexer/ingest'
import { testRun, testStartUs } from '../indexer/ingestTestRun'
import { bodyBytes, keepBodyBudget, touchBodies } from './evict'
import { missingBodies, restoreBodies } from './missingBodies'
import { findRunId } from './readRun'

const runs = 40
const dayUs = 24 * 3_600_000_000
let workspace: TestWorkspace
let objects: FetchedObject[]
beforeEach(() => {
  workspace = testWorkspace()
  objects = Array.from({ length: runs }, (_, i) =>
    testRun({ appId: `app-${i}`, startUs: testStartUs + i * 60_000_000, steps: 2 }).map((object) => {
      const text = Buffer.from(object.bytes).toString('utf8').replaceAll('x'.repeat(20), () => randomBytes(9000).toString('base64'))
      return { ...object, bytes: Buffer.from(text), listed: { ...object.listed, lastModifiedUs: testStartUs + i * 60_000_000 } }
    })
  ).flat()
  ingest(workspace.writer, { objects, setAside: [] })
})
afterEach(() => workspace.close())

const keyOf = (i: number): RunKey => ({ project: 'demo', partitionKey: null, appId: `app-${i}` })
const isHere = (i: number): boolean => missingBodies(workspace.reader, keyOf(i)).length === 0
const largest = (): number => Math.max(...objects.map(({ bytes }) => bytes.length)) + 8192

describe('the budget of bodies', () => {
  it('is met within one object, the oldest runs go first, and the index says so', () => {
    const { writer } = workspace
    const before = bodyBytes(writer)
    expect(keepBodyBudget(writer, before)).toBe(0)
    const budget = Math.floor(before / 2)
    expect(keepBodyBudget(writer, budget)).toBeGreaterThan(10)
    expect(bodyBytes(writer)).toBeLessThanOrEqual(budget)
    expect(bodyBytes(writer)).toBeGreaterThan(budget - largest())
    const here = Array.from({ length: runs }, (_, i) => isHere(i))
    expect(here.lastIndexOf(false)).toBeLessThan(here.indexOf(true) + 1)
    const offline = workspace.call('runs.list', { project: 'demo' }).runs.map((run) => run.offline)
    expect(offline.filter((state) => state === 'complete')).toHaveLength(here.filter(Boolean).length)
    expect(offline.at(-1)).toBe('index-only')
    expect(() => workspace.call('steps.get', { run: keyOf(0), step: { build: 0, sequenceId: 0, attempt: 0 } })).toThrow(/not on this disk/)
  })

  it('never touches what is pinned, whatever the budget', () => {
    const { writer } = workspace
    writer.content.prepare('UPDATE body SET pinned = 1 WHERE object_id IN (SELECT object_id FROM body ORDER BY object_id LIMIT 30)').run()
    keepBodyBudget(writer, 0)
    expect(writer.content.prepare<[], { count: number }>('SELECT count(*) AS count FROM body').get()?.count).toBe(30)
    expect(isHere(0)).toBe(true)
  })

  it('spares what a person read, noted once a day', () => {
    const { writer } = workspace
    const nowUs = testStartUs + 2 * dayUs
    const usedOf = (i: number): number[] => {
      const sql = 'SELECT last_used_us AS us FROM body WHERE object_id IN (SELECT value FROM json_each(?))'
      const ids = writer.index.prepare<[number], { id: number }>('SELECT object_id AS id FROM object WHERE run_id = ?').all(findRunId(writer, keyOf(i))).map(({ id }) => id)
      return writer.content.prepare<[string], { us: number }>(sql).all(JSON.stringify(ids)).map(({ us }) => us)
    }
    touchBodies(writer, [findRunId(writer, keyOf(0))], nowUs)
    expect(new Set(usedOf(0))).toEqual(new Set([nowUs]))
    touchBodies(writer, [findRunId(writer, keyOf(0))], nowUs + 60_000_000)
    expect(new Set(usedOf(0))).toEqual(new Set([nowUs]))
    expect(usedOf(1)).not.toContain(nowUs)
    keepBodyBudget(writer, Math.floor(bodyBytes(writer) / 4))
    expect([isHere(0), isHere(1)]).toEqual([true, false])
  })

  it('gives a body back that is fetched again', () => {
    const { writer } = workspace
    keepBodyBudget(writer, 0)
    const missing = new Set(missingBodies(workspace.reader, keyOf(3)).map(({ key }) => key))
    expect(missing.size).toBeGreaterThan(0)
    restoreBodies(writer, objects.filter(({ listed }) => missing.has(listed.key)))
    expect(isHere(3)).toBe(true)
    expect(workspace.call('runs.get', keyOf(3)).run.offline).toBe('complete')
  })
})
