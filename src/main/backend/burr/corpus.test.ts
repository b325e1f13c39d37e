import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { assembleRun } from './assemble'
import { decodeFacts, encodeFacts } from './factsCode'
import { foldRun, type FoldedRun } from './fold'
import type { FoldInput } from './foldInput'
import { readGraph, selfTransitionsOf } from './graph'
import { parseKey, renderKey, settleRest, type BurrKey } from './key'
import { readMetadata } from './metadata'
import { readLogFile } from './readLogFile'
import { summariseLogFile } from './summarise'

const file = fileURLToPath(new URL('../../../../../shared/corpus/burr-0.40.2-sample.jsonl.gz', import.meta.url))
const isThere = existsSync(file)
if (!isThere) console.warn('corpus.test.ts: the sample of real Burr data is not beside the repository; its tests are skipped')

interface CorpusObject {
  readonly key: BurrKey
  readonly text: string
  readonly objectKey: string
  readonly body: Uint8Array
}

function load(): readonly CorpusObject[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n')
  return lines.map((line) => {
    const row = JSON.parse(line) as { key: string; body_b64: string }
    const key = parseKey(row.key)
    if (key.kind === 'stray') throw new Error(`stray ${row.key}`)
    const body = new Uint8Array(Buffer.from(row.body_b64, 'base64'))
    return { key, objectKey: row.key, body, text: Buffer.from(body).toString('utf8') }
  })
}

interface CorpusRun {
  readonly project: string
  readonly rest: string
  readonly appId: string
  readonly partitionKey: string | null
  readonly objects: readonly CorpusObject[]
  readonly input: FoldInput
  readonly folded: FoldedRun
}

function inputOf(objects: readonly CorpusObject[]): FoldInput {
  const place = ({ objectKey, key }: CorpusObject): { key: string; timeUs: number } => ({ key: objectKey, timeUs: key.timeUs })
  const graphs = objects.filter(({ key }) => key.kind === 'graph').map((object) => {
    const graph = readGraph(object.body)
    if (!graph.ok) throw new Error(graph.reason)
    return { ...place(object), hash: graph.value.canonicalText, self: selfTransitionsOf(graph.value) }
  })
  const metadata = objects.filter(({ key }) => key.kind === 'metadata').map((object) => {
    const body = readMetadata(object.body)
    if (!body.ok) throw new Error(body.reason)
    return { ...place(object), ...body.value }
  })
  const logFiles = objects.filter(({ key }) => key.kind === 'log').map((object) => {
    const facts = summariseLogFile({ timeUs: object.key.timeUs, trackerId: null }, readLogFile(object.body))
    const decoded = decodeFacts(encodeFacts(facts))
    if (decoded === null) throw new Error('facts')
    expect(decoded).toEqual(facts)
    return { ...place(object), facts: decoded }
  })
  return { graphs, metadata, logFiles, selfTransitions: graphs[0]?.self ?? null }
}

function runsOf(objects: readonly CorpusObject[]): readonly CorpusRun[] {
  const groups = new Map<string, CorpusObject[]>()
  for (const object of objects) {
    const name = `${object.key.project}|${object.key.rest}`
    groups.set(name, [...(groups.get(name) ?? []), object])
  }
  return [...groups.values()].map((own) => {
    const input = inputOf(own)
    const { project, rest } = own[0]?.key ?? { project: '', rest: '' }
    const settled = settleRest(rest, input.metadata[0]?.partitionKey ?? null)
    if (settled === null) throw new Error(`rest ${rest}`)
    return { project, rest, ...settled, objects: own, input, folded: foldRun(input) }
  })
}

interface RawEntry {
  readonly type: string
  readonly sequence_id: number
  readonly exception: string | null
  readonly result: object | null
}

function rawEntries(run: CorpusRun): readonly RawEntry[] {
  const logs = run.objects.filter(({ key }) => key.kind === 'log')
  return logs.flatMap(({ text }) => text.split('\n').map((line) => JSON.parse(line) as RawEntry))
}

describe.skipIf(!isThere)('the sample of real Burr data', () => {
  const objects = isThere ? load() : []
  const runs = isThere ? runsOf(objects) : []
  const find = (project: string, appId: string): FoldedRun => {
    const run = runs.find((each) => each.project === project && each.appId === appId)
    if (run === undefined) throw new Error(`no run ${appId}`)
    return run.folded
  }

  it('has 243 objects whose keys all parse and render back', () => {
    expect(objects).toHaveLength(243)
    for (const { key, objectKey } of objects) expect(renderKey(key)).toBe(objectKey)
  })

  it('holds no bad line, and every line is an entry', () => {
    for (const { key, body, text } of objects) {
      if (key.kind !== 'log') continue
      const content = readLogFile(body)
      expect(content.badLines).toEqual([])
      expect(content.entries).toHaveLength(text.split('\n').length)
      for (const { place } of content.entries) {
        const bytes = body.subarray(place.offset, place.offset + place.length)
        expect(Buffer.from(bytes).toString('utf8')).toBe(place.text)
      }
    }
  })

  it('folds every run to the steps its lines begin and end', () => {
    for (const run of runs) {
      const raw = rawEntries(run)
      const { steps, summary } = run.folded
      const begins = raw.filter(({ type }) => type === 'begin_entry')
      const ends = raw.filter(({ type }) => type === 'end_entry')
      expect(steps.filter(({ begin }) => begin !== null), run.appId).toHaveLength(begins.length)
      expect(steps.filter(({ end }) => end !== null), run.appId).toHaveLength(ends.length)
      expect(summary.stepCount).toBe(begins.length)
      const failures = ends.filter(({ exception }) => exception !== null && !exception.trimEnd().endsWith('GeneratorExit'))
      expect(summary.failedCount, run.appId).toBe(failures.length)
      expect(summary.openSteps).toBe(begins.length - ends.length)
      for (const step of steps) {
        if (step.startUs === null || step.endUs === null) continue
        expect(step.endUs).toBeGreaterThanOrEqual(step.startUs)
      }
    }
  })

  it('finds the offset of both writers', () => {
    const offsets = new Set<number | null>()
    for (const { input } of runs) {
      for (const { facts } of input.logFiles) {
        offsets.add(facts.clock.offsetMinutes)
        expect(facts.clock.sure).toBe(true)
      }
    }
    expect(offsets).toEqual(new Set([-300, 330]))
  })

  it('begins no event before its build and ends none after its file', () => {
    for (const { input, folded } of runs) {
      const built = Math.min(...input.metadata.map(({ timeUs }) => timeUs))
      const written = Math.max(...input.logFiles.map(({ timeUs }) => timeUs), built)
      if (folded.summary.stepCount === 0) continue
      expect(folded.summary.firstTimeUs).toBeGreaterThanOrEqual(built)
      expect(folded.summary.lastTimeUs).toBeLessThanOrEqual(written)
    }
  })

  it('tells the two lives of an id that was built twice', () => {
    const { steps, builds } = find('counter', 'reused-11')
    expect(steps.map(({ build, sequenceId }) => [build, sequenceId])).toEqual([[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]])
    expect(new Set(builds.map(({ metadataKey }) => metadataKey)).size).toBe(2)
  })

  it('shows a run that was never stepped', () => {
    const { steps, builds, summary } = find('counter', 'never-stepped-11')
    expect(steps).toEqual([])
    expect(builds).toHaveLength(1)
    expect(summary.lastAction).toBeNull()
  })

  it('knows that synchronous actions of an async run went well, except the last one', () => {
    const { steps } = find('async', 'async-11')
    expect(steps.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'unrecorded'])
    expect(steps.map(({ stateIs }) => stateIs)).toEqual(['after', 'before', 'after', 'before', 'after', 'before'])
  })

  it('knows where each fork and each sub-application came from', () => {
    const appIds = new Set(runs.filter(({ project }) => project === 'map-reduce').map(({ appId }) => appId))
    let spawned = 0
    for (const { project, appId, folded } of runs) {
      const { forkParent, spawnParent } = folded.summary
      expect(forkParent !== null, appId).toBe(appId.startsWith('fork'))
      expect(spawnParent !== null, appId).toBe(/^[0-9a-f]{64}$/.test(appId))
      if (forkParent !== null) expect(runs.some((run) => run.project === project && run.appId === forkParent.appId)).toBe(true)
      if (spawnParent !== null && project === 'map-reduce') {
        expect(appIds.has(spawnParent.appId)).toBe(true)
        spawned++
      }
    }
    expect(spawned).toBeGreaterThan(0)
  })

  it('finds each stream that its consumer left, and what no run ended', () => {
    for (const run of runs) {
      const left = rawEntries(run).filter(({ exception }) => exception?.trimEnd().endsWith('GeneratorExit') === true)
      expect(run.folded.steps.filter(({ status }) => status === 'abandoned'), run.appId).toHaveLength(left.length)
    }
    expect(runs.some(({ folded }) => folded.steps.some(({ status }) => status === 'abandoned'))).toBe(true)
  })

  it('assembles every run from its bodies into the same steps, and loses no entry', () => {
    for (const run of runs) {
      const bodies = run.objects.filter(({ key }) => key.kind === 'log').map((object) => ({
        key: object.objectKey,
        timeUs: object.key.timeUs,
        trackerId: null,
        content: readLogFile(object.body)
      }))
      const detail = assembleRun({ ...run.input, logFiles: bodies })
      expect(detail.run).toEqual(run.folded)
      const held = detail.steps.flatMap((step) => [
        ...(step.begin === null ? [] : [step.begin]),
        ...(step.end === null ? [] : [step.end]),
        ...step.rootEnds,
        ...step.spans.flatMap(({ begin, end }) => [begin, end].filter((each) => each !== null)),
        ...step.attributes.map(({ located }) => located),
        ...step.streams,
        ...step.unknown
      ])
      expect(held).toHaveLength(rawEntries(run).length)
      detail.steps.forEach((step) => {
        expect(step.spans.filter(({ begin }) => begin !== null)).toHaveLength(step.fact.spanCount)
        expect(step.attributes).toHaveLength(step.fact.attributeCount)
        for (const { begin, end } of step.spans) {
          expect(begin).not.toBeNull()
          expect(end, `${run.appId} ${begin?.entry.spanId}`).not.toBeNull()
        }
      })
    }
  })
})
