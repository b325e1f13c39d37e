import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { generate } from './generate'
import { readBucket, type ReadBucket } from './readBucket'
import type { SeedObject } from './tracker'

const nowUs = Date.parse('2026-11-22T12:00:00Z') * 1000
const options = { seed: 'test', runs: 900, nowUs }
let bucket: ReadBucket

beforeAll(() => {
  bucket = readBucket(generate(options))
})

function fingerprint(objects: Iterable<SeedObject>): string {
  const hash = createHash('sha256')
  for (const object of objects) hash.update(object.key).update(object.body).update(JSON.stringify(object.metadata))
  return hash.digest('hex')
}

describe('the generated bucket', () => {
  it('is the same for the same seed, and another for another', () => {
    const small = { ...options, runs: 60 }
    expect(fingerprint(generate(small))).toBe(fingerprint(generate(small)))
    expect(fingerprint(generate(small))).not.toBe(fingerprint(generate({ ...small, seed: 'other' })))
  })

  it('holds about as many runs as asked for, in all projects, none in the future', () => {
    expect(bucket.runs.size).toBeGreaterThan(840)
    expect(bucket.runs.size).toBeLessThan(960)
    expect([...bucket.projects].toSorted()).toEqual(['data-quality', 'invoice-extraction', 'legacy-import', 'legacy-import-2', 'nightly-eval', 'research-agent', 'streaming-chat', 'support-bot', 'ticket-router'])
    expect(Math.max(...bucket.objects.map((object) => object.timeUs))).toBeLessThanOrEqual(nowUs)
    const ages = [...bucket.runs.values()].map((run) => nowUs - run.lastUs)
    expect(Math.min(...ages)).toBeLessThan(10 * 60_000_000)
    expect(Math.max(...ages)).toBeGreaterThan(25 * 86_400_000_000)
  })

  it('has keys that can be read, and a few that cannot', () => {
    expect(bucket.strayKeys).toHaveLength(7)
    expect(new Set(bucket.objects.map((object) => object.key)).size).toBe(bucket.objects.length)
    for (const object of bucket.objects) expect(Buffer.byteLength(object.key)).toBeLessThanOrEqual(1024)
  })

  it('starts at once however many runs are asked for', () => {
    const startedMs = Date.now()
    const first: SeedObject[] = []
    for (const object of generate({ ...options, runs: 100_000_000 })) if (first.push(object) === 20) break
    expect(first).toHaveLength(20)
    expect(Date.now() - startedMs).toBeLessThan(2000)
  })

  it('cuts running programs at now, and can say what they do next', () => {
    const after: SeedObject[] = []
    const before = Array.from(generate({ ...options, runs: 80, onLater: (object) => after.push(object) }), (object) => object.key)
    expect(after.length).toBeGreaterThan(0)
    for (const object of after) expect(object.timeUs).toBeGreaterThan(nowUs)
    expect(before.some((key) => after.some((object) => object.key === key))).toBe(false)
  })
})

describe('log lines', () => {
  const ORDER: Record<string, string> = {
    begin_entry: 'type,start_time,action,inputs,sequence_id',
    end_entry: 'type,end_time,action,result,exception,state,sequence_id',
    begin_span: 'type,start_time,action_sequence_id,span_id,span_name,parent_span_id,span_dependencies',
    end_span: 'type,end_time,action_sequence_id,span_id',
    attribute: 'type,key,action_sequence_id,span_id,value,tags,time_logged',
    begin_stream: 'type,action_sequence_id,span_id,stream_init_time',
    first_item_stream: 'type,action_sequence_id,span_id,first_item_time',
    end_stream: 'type,action_sequence_id,span_id,end_time,items_streamed',
    suspend_entry: 'type,suspend_time,reason,sequence_id'
  }

  it('have the fields of their type in the order in which Burr writes them', () => {
    expect(new Set(bucket.entries.map((entry) => entry.fields['type']))).toEqual(new Set(Object.keys(ORDER)))
    const oldWriter = ORDER['attribute']?.replace(',time_logged', '')
    for (const { fields } of bucket.entries) {
      const type = String(fields['type'])
      const names = Object.keys(fields).join(',')
      if (names !== oldWriter) expect(names).toBe(ORDER[type])
    }
  })

  it('are compact, without a newline at the end, few of them bad', () => {
    for (const object of bucket.objects) if (object.key.endsWith('.jsonl')) expect(object.body).not.toMatch(/\n$|^\{"type": /)
    expect(bucket.badLines).toBeGreaterThan(0)
    expect(bucket.badLines / bucket.entries.length).toBeLessThan(0.01)
  })

  it('carry naive local times that lie a whole quarter of an hour from the key, but for the flush', () => {
    const offsets = new Set<number>()
    for (const file of bucket.files) {
      if (file.lastNaiveUs === undefined) continue
      const lagUs = file.timeUs - file.lastNaiveUs
      const quarter = Math.round(lagUs / 900_000_000)
      offsets.add(quarter * 15)
      expect(lagUs - quarter * 900_000_000).toBeGreaterThanOrEqual(0)
      expect(lagUs - quarter * 900_000_000).toBeLessThan(15_000_000)
    }
    for (const offset of [0, -60, 240, 300, -330]) expect(offsets).toContain(offset)
  })

  it('keep the digits of Python', () => {
    const text = bucket.objects.map((object) => (object.key.includes('/data-quality/') ? String(object.body) : '')).join('\n')
    for (const digits of ['1180591620717411303424', ':1e-07', ':1e+22', '"skew":null']) expect(text).toContain(digits)
    expect(text).toMatch(/"median":\d+\.0,/)
  })
})

describe('steps and files', () => {
  it('tell the smallest and largest sequence id in the header', () => {
    for (const file of bucket.files) {
      if (file.sequenceIds.length === 0) continue
      expect([file.metadata['min_sequence_id'], file.metadata['max_sequence_id']]).toEqual([String(Math.min(...file.sequenceIds)), String(Math.max(...file.sequenceIds))])
    }
  })

  it('keep the sequence id in the state, and the prior step once one has succeeded', () => {
    for (const { fields } of bucket.entries) {
      if (fields['type'] !== 'end_entry') continue
      const state = fields['state'] as Record<string, unknown>
      expect(state['__SEQUENCE_ID']).toBe(fields['sequence_id'])
      if (fields['result'] !== null) expect(state['__PRIOR_STEP']).toBe(fields['action'])
      if (fields['exception'] !== null) expect(fields['result']).toBeNull()
    }
  })

  it('name only actions of the graph, and nest spans by their ids', () => {
    for (const run of bucket.runs.values()) {
      for (const { fields } of run.entries) {
        if (fields['type'] === 'begin_entry') expect(run.actions).toContain(fields['action'])
        if (fields['type'] !== 'begin_span') continue
        const spanId = fields['span_id'] as string
        const at = spanId.lastIndexOf('.')
        expect(fields['parent_span_id']).toBe(at < 0 ? null : spanId.slice(0, at))
      }
    }
  })

  it('swap the two lists of inputs as upstream does', () => {
    const graph = bucket.objects.find((object) => object.key.includes('/ticket-router/') && object.key.endsWith('graph.json'))
    expect(String(graph?.body)).toContain('"inputs":[],"optional_inputs":["subject"]')
  })
})

describe('relations', () => {
  it('point to runs that exist, in body and header alike', () => {
    let forks = 0
    let spawns = 0
    for (const metadata of bucket.metadata) {
      for (const [name, pointer] of [['parent_pointer', metadata.parent], ['spawning_parent_pointer', metadata.spawnedBy]] as const) {
        if (pointer === null) {
          expect(metadata.headers[name]).toBe('None')
          continue
        }
        if (name === 'parent_pointer') forks++
        else spawns++
        expect(bucket.runs.has(JSON.stringify([metadata.project, pointer.partition_key, pointer.app_id]))).toBe(true)
        expect(JSON.parse(metadata.headers[name] ?? '')).toEqual({ app_id: pointer.app_id, partition_key: pointer.partition_key, sequence_id: pointer.sequence_id })
        expect(metadata.headers[name]).toMatch(/^\{"app_id": "/)
      }
    }
    expect(forks).toBeGreaterThan(5)
    expect(spawns).toBeGreaterThan(50)
  })

  it('begin a fork after the step that it was forked from', () => {
    for (const metadata of bucket.metadata) {
      const from = metadata.parent?.sequence_id
      const first = bucket.runs.get(metadata.run)?.entries.find((entry) => entry.fields['type'] === 'begin_entry')?.fields['sequence_id']
      if (typeof from === 'number' && first !== undefined) expect(first).toBe(from + 1)
    }
  })
})

describe('the oddities of real buckets', () => {
  it('are all there in nine hundred runs', () => {
    expect(bucket.census()).toEqual(
      Object.fromEntries(
        ['failures', 'chained', 'duringHandling', 'generatorExit', 'neutral', 'streams', 'streamsNeverRead', 'streamsWithoutItems', 'openSteps', 'neverStepped', 'graphWithoutMetadata', 'reusedIds', 'sameIdInTwoProjects', 'forkOfFork', 'manyFiles', 'crossingSpans', 'partitionWithSlash', 'noPartition', 'pydantic', 'langchain', 'dataFrame', 'context', 'oldNames', 'newNames', 'traced', 'loneFirstEvent', 'gaps', 'phantomRoots', 'collidingSpans'].map((name) => [name, expect.any(Number)])
      )
    )
    for (const [name, count] of Object.entries(bucket.census())) expect(count, name).toBeGreaterThan(0)
  })
})
