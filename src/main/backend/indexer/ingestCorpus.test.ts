import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunKey } from '@shared/model/run'
import { readTotals } from '../database/counters'
import { applicationLogsText } from '../handlers/applicationLogs'
import { testWorkspace } from '../handlers/testWorkspace'
import type { TestWorkspace } from '../handlers/testWorkspace'
import { ingest } from './ingest'
import type { FetchedObject } from './ingest'
import { dumpIndex } from './ingestDump'
import { testObject } from './ingestTestRun'

const file = fileURLToPath(new URL('../../../../../shared/corpus/burr-0.40.2-sample.jsonl.gz', import.meta.url))
const isThere = existsSync(file)
if (!isThere) console.warn('ingestCorpus.test.ts: the sample of real Burr data is not beside the repository; its tests are skipped')

interface CorpusRow {
  readonly key: string
  readonly metadata: Record<string, string>
  readonly last_modified: string
  readonly body_b64: string
}

const rows = isThere
  ? gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').map((line) => JSON.parse(line) as CorpusRow)
  : []
const objects: FetchedObject[] = rows.map((row) => {
  const bytes = new Uint8Array(Buffer.from(row.body_b64, 'base64'))
  return { ...testObject(row.key, bytes, Date.parse(row.last_modified) * 1000), metadata: row.metadata }
})

// Written again from the format alone, so that it shares nothing with what it checks. The sample's time segments never stand in a name.
const layout = /^data\/([^/]+)\/\d{4}\/\d\d\/\d\d\/\d\d\/\d\d:\d\d(?:\.\d{6})?\/(.+)\/([^/]+)$/

interface RawRun {
  readonly run: RunKey
  readonly lines: string[]
}

function rawRuns(): RawRun[] {
  const partitions = new Map<string, string | null>()
  const lines = new Map<string, string[]>()
  for (const { key, body_b64 } of rows) {
    const [, project = '', rest = '', name = ''] = layout.exec(key) ?? []
    const id = `${project}\n${rest}`
    const text = Buffer.from(body_b64, 'base64').toString('utf8')
    if (!lines.has(id)) lines.set(id, [])
    if (name === 'metadata.json') partitions.set(id, (JSON.parse(text) as { partition_key: string | null }).partition_key)
    else if (name.endsWith('__log.jsonl')) lines.get(id)?.push(...text.split('\n'))
  }
  return [...lines].map(([id, own]) => {
    const [project = '', rest = ''] = id.split('\n')
    const partitionKey = partitions.get(id) ?? null
    return { run: { project, partitionKey, appId: rest.slice((partitionKey ?? '__none__').length + 1) }, lines: own }
  })
}

const typeOf = (line: string) => /^\{"type":"(\w+)"/.exec(line)?.[1] ?? '?'
const count = (lines: readonly string[], ...types: string[]) => lines.filter((line) => types.includes(typeOf(line))).length
const sequenceOf = (line: string) => Number(/"(?:action_)?sequence_id":(\d+)/.exec(line)?.[1])

describe.skipIf(!isThere)('the sample of real data', () => {
  let workspace: TestWorkspace
  const runs = rawRuns()
  beforeAll(() => {
    workspace = testWorkspace()
    for (let place = 0; place < objects.length; place += 37) {
      ingest(workspace.writer, { objects: objects.slice(place, place + 37), setAside: [] })
    }
  })
  afterAll(() => workspace.close())

  it('is indexed whole: every object, every run, nothing set aside', () => {
    expect(objects).toHaveLength(243)
    expect(readTotals(workspace.reader)).toMatchObject({ objects: 243, runs: runs.length })
    const projects = workspace.call('projects.list', {})
    expect(projects.reduce((sum, { objects: { ignored, failed } }) => sum + ignored + failed, 0)).toBe(0)
    expect(projects.map(({ name }) => name).toSorted()).toEqual([...new Set(runs.map(({ run }) => run.project))].toSorted())
    const listed = projects.flatMap(({ name }) => workspace.call('runs.list', { project: name, includeNeverStepped: true, limit: 500 }).runs)
    const nameOf = ({ project, partitionKey, appId }: RunKey) => JSON.stringify([project, partitionKey, appId])
    expect(listed.map(nameOf).toSorted()).toEqual(runs.map(({ run }) => nameOf(run)).toSorted())
  })

  it('gives every line of every run back, byte for byte', () => {
    let lineCount = 0
    for (const { run, lines } of runs) {
      const text = applicationLogsText(workspace.reader, run)
      const missing = lines.filter((line) => !text.includes(line.replaceAll(/\bNaN\b/g, 'null')))
      // OpenTelemetry ends a root span that it never began: that is the step itself, and not shown twice.
      const unexplained = missing.filter((line) => !(typeOf(line) === 'end_span' && /"span_id":"\d+:0"/.test(line)))
      expect({ run, unexplained }).toEqual({ run, unexplained: [] })
      lineCount += lines.length
    }
    console.log(`${runs.length} runs, ${lineCount} log lines compared`)
    expect(lineCount).toBeGreaterThan(1000)
  })

  it('counts steps, spans and attributes as the lines do', () => {
    for (const { run, lines } of runs) {
      const detail = workspace.call('runs.get', run)
      const begins = lines.filter((line) => typeOf(line) === 'begin_entry')
      expect(detail.steps.filter(({ beginRecorded }) => beginRecorded)).toHaveLength(begins.length)
      expect(detail.steps.filter(({ endText }) => endText !== null)).toHaveLength(count(lines, 'end_entry'))
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
      expect(sum(detail.steps.map(({ spanCount }) => spanCount))).toBe(count(lines, 'begin_span'))
      expect(sum(detail.steps.map(({ attributeCount }) => attributeCount))).toBe(count(lines, 'attribute'))
      expect(detail.badLines).toEqual([])
      const events = workspace.call('steps.events', { run })
      expect(sum(events.map(({ attributes }) => attributes.length))).toBe(count(lines, 'attribute'))
    }
  })

  it('gives the values of every step as they stand in its lines', () => {
    let stepCount = 0
    for (const { run, lines } of runs) {
      for (const step of workspace.call('runs.get', run).steps) {
        const { build, sequenceId, attempt } = step
        const detail = workspace.call('steps.get', { run, step: { build, sequenceId, attempt } })
        const own = lines.filter((line) => sequenceOf(line) === sequenceId)
        if (detail.inputsText !== null) expect(own.some((line) => line.includes(`"inputs":${detail.inputsText},`))).toBe(true)
        if (detail.stateText !== null) expect(own.some((line) => line.includes(`"state":${detail.stateText},`))).toBe(true)
        const stated = own.some((line) => line.includes(`"result":${detail.resultText},`))
        expect(stated || step.endText === null).toBe(true)
        expect(detail.spans.filter(({ beginRecorded }) => beginRecorded)).toHaveLength(step.spanCount)
        expect(detail.attributes).toHaveLength(step.attributeCount)
        stepCount++
      }
    }
    console.log(`${stepCount} steps read`)
    expect(stepCount).toBe(readTotals(workspace.reader).steps)
  })

  it('knows every parent that is in the sample, both ways', () => {
    const pointers = rows.filter(({ key }) => key.endsWith('/metadata.json')).flatMap(({ key, body_b64 }) => {
      const body = JSON.parse(Buffer.from(body_b64, 'base64').toString('utf8')) as Record<string, { app_id: string } | null>
      const [, project = ''] = layout.exec(key) ?? []
      return [body['parent_pointer'], body['spawning_parent_pointer']].flatMap((pointer) => (pointer ? [`${project} ${pointer.app_id}`] : []))
    })
    const known = runs.flatMap(({ run }) => workspace.call('runs.get', run).parents.map(({ pointer }) => `${run.project} ${pointer.appId}`))
    expect(new Set(known)).toEqual(new Set(pointers))
    const parents = runs.flatMap(({ run }) => workspace.call('runs.get', run).parents.filter((parent) => parent.run !== null))
    const children = runs.flatMap(({ run }) => workspace.call('runs.get', run).children)
    expect(children).toHaveLength(parents.length)
    expect(parents.length).toBeGreaterThan(0)
  })

  it('comes to the same rows backwards, one object at a time', () => {
    const other = testWorkspace()
    for (const object of objects.toReversed()) ingest(other.writer, { objects: [object], setAside: [] })
    expect(dumpIndex(other.reader)).toEqual(dumpIndex(workspace.reader))
    other.close()
  })
})
