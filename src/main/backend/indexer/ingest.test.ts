import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTotals } from '../database/counters'
import { unknownObjects } from '../database/discovery'
import { markGone } from '../database/objects'
import { readPrefixState } from '../database/prefixState'
import { testWorkspace } from '../handlers/testWorkspace'
import type { TestWorkspace } from '../handlers/testWorkspace'
import { ingest } from './ingest'
import type { FetchedObject } from './ingest'
import { dumpIndex } from './ingestDump'
import { testKey, testLines, testObject, testRun, testStartUs } from './ingestTestRun'

let workspace: TestWorkspace
beforeEach(() => {
  workspace = testWorkspace()
})
afterEach(() => workspace.close())

const nowUs = testStartUs + 60_000_000

function add(objects: readonly FetchedObject[], into: TestWorkspace = workspace): ReturnType<typeof ingest> {
  return ingest(into.writer, { objects, setAside: [] }, nowUs)
}

function inFresh<Result>(work: (fresh: TestWorkspace) => Result): Result {
  const fresh = testWorkspace()
  try {
    return work(fresh)
  } finally {
    fresh.close()
  }
}

/** A little of everything: partitions with slashes, forks, spawns, failures, open steps, two builds, bad lines, a stray. */
const mixture: readonly FetchedObject[] = [
  ...testRun({ appId: 'plain', steps: 6, files: 4 }),
  ...testRun({ appId: 'failed', partition: 'p', steps: 3, failAt: 2, files: 2 }),
  ...testRun({ appId: 'open', partition: 'p', steps: 3, openAt: 2, files: 3 }),
  ...testRun({ appId: 'child', steps: 2, forkParent: { appId: 'plain', sequenceId: 1, partitionKey: null } }),
  ...testRun({ appId: 'inner', partition: 'a/b', steps: 2, spawnParent: { appId: 'failed', sequenceId: 2, partitionKey: 'p' } }),
  ...testRun({ appId: 'never', steps: 0 }),
  ...testRun({ appId: 'twice', steps: 3, files: 2 }),
  ...testRun({ appId: 'twice', steps: 2, files: 2, startUs: testStartUs + 40_000_000 }),
  ...testRun({ appId: 'plain', project: 'other', steps: 1 }),
  testObject(testKey({ appId: 'plain' }, testStartUs + 9_000_000, '0'.repeat(36) + '__log.jsonl'), '{"type":"begin_entry"\nno json'),
  testObject('data/demo/notes.txt', 'hello')
]

describe('ingest', () => {
  it('does nothing the second time', () => {
    const first = add(mixture)
    const before = dumpIndex(workspace.reader)
    const generation = workspace.reader.index.prepare('SELECT value FROM meta').get()
    const second = add(mixture)
    expect(first).toMatchObject({ indexed: mixture.length - 1, ignored: 1, failed: 0 })
    expect(second).toEqual({ changedRuns: [], changedProjects: [], indexed: 0, ignored: 0, failed: 0 })
    expect(dumpIndex(workspace.reader)).toEqual(before)
    expect(workspace.reader.index.prepare('SELECT value FROM meta').get()).toEqual(generation)
    expect(unknownObjects(workspace.writer, mixture.map(({ listed }) => listed), nowUs)).toEqual([])
  })

  it('comes to the same rows in any order and any batches', () => {
    add(mixture)
    const expected = dumpIndex(workspace.reader)
    let tried = 0
    const order = fc.shuffledSubarray([...mixture], { minLength: mixture.length })
    const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 })
    const again = fc.array(fc.nat(mixture.length - 1), { maxLength: 4 })
    fc.assert(
      fc.property(order, cuts, again, (objects, sizes, repeats) => {
        inFresh((fresh) => {
          let place = 0
          for (let batch = 0; place < objects.length; batch++) {
            const size = sizes[batch % sizes.length] ?? 1
            const repeated = repeats.flatMap((index) => (index < place ? (objects[index] ?? []) : []))
            add([...objects.slice(place, place + size), ...repeated], fresh)
            place += size
          }
          expect(dumpIndex(fresh.reader)).toEqual(expected)
          tried++
        })
      }),
      { seed: 20261122, numRuns: 25 }
    )
    expect(tried).toBeGreaterThanOrEqual(25)
  })

  it('gives the same run however its lines are split over files', () => {
    const whole = inFresh((fresh) => {
      add(testRun({ steps: 8, failAt: 3 }), fresh)
      return fresh.call('runs.get', { project: 'demo', partitionKey: null, appId: 'app-1' }, nowUs)
    })
    for (let files = 2; files <= 12; files++) {
      const split = inFresh((fresh) => {
        add(testRun({ steps: 8, failAt: 3, files }), fresh)
        return fresh.call('runs.get', { project: 'demo', partitionKey: null, appId: 'app-1' }, nowUs)
      })
      expect(split.steps).toEqual(whole.steps)
      expect({ ...split.run, logFileCount: 1, sizeBytes: whole.run.sizeBytes }).toEqual(whole.run)
    }
  })

  it('writes nothing when it cannot write all', () => {
    const broken = { ...mixture[0], listed: { ...mixture[0]?.listed, etag: 'e'.repeat(300) } } as FetchedObject
    const before = dumpIndex(workspace.reader)
    expect(() => add([...mixture.slice(1), broken])).toThrow()
    expect(dumpIndex(workspace.reader)).toEqual(before)
    add(mixture)
    expect(readTotals(workspace.reader).runs).toBe(8)
  })

  it('saves the progress of the listing with the rows', () => {
    const listing = { project: 'demo', prefix: 'data/demo/', cursor: 'data/demo/x', completeAtUs: null }
    ingest(workspace.writer, { objects: testRun(), setAside: [], listing })
    expect(readPrefixState(workspace.reader, 'demo', 'data/demo/')).toEqual({ ...listing, dueUs: null })
  })
})

describe('objects that change or cannot be read', () => {
  const run = { project: 'demo', partitionKey: null, appId: 'app-1' }
  const [graph, metadata, log] = testRun({ steps: 2 })
  if (graph === undefined || metadata === undefined || log === undefined) throw new Error('three objects')

  it('indexes an object anew when its bytes changed, and says so', () => {
    add([graph, metadata, log])
    const other = testObject(log.listed.key, testLines({ steps: 3 }).map(({ text }) => text).join('\n'))
    expect(unknownObjects(workspace.writer, [other.listed, graph.listed], nowUs)).toEqual([other.listed])
    expect(add([other])).toMatchObject({ indexed: 1, changedRuns: [run] })
    expect(workspace.call('runs.get', run).steps).toHaveLength(3)
    const marks = workspace.reader.index.prepare('SELECT rewritten_count FROM object ORDER BY kind').pluck().all()
    expect(marks).toEqual([0, 1, 0])
    const again = inFresh((fresh) => {
      add([graph, metadata, other], fresh)
      return fresh.call('runs.get', run)
    })
    expect(workspace.call('runs.get', run)).toEqual(again)
  })

  it('marks what is gone, keeps it readable and takes it back', () => {
    add([graph, metadata, log])
    expect(markGone(workspace.writer, [log.listed.key, 'data/demo/never-seen'])).toBe(1)
    expect(markGone(workspace.writer, [log.listed.key])).toBe(0)
    expect(workspace.call('projects.list', {})[0]?.objects).toMatchObject({ listed: 2, indexed: 2 })
    expect(workspace.call('steps.get', { run, step: { build: 0, sequenceId: 1, attempt: 0 } }).resultText).toBe('{"a":1}')
    expect(unknownObjects(workspace.writer, [log.listed], nowUs)).toEqual([log.listed])
    add([log])
    expect(workspace.call('projects.list', {})[0]?.objects.indexed).toBe(3)
  })

  it('keeps failures with their reason until their time comes', () => {
    const failed = { listed: log.listed, state: 'failed', reason: 'access denied', retryAtUs: nowUs + 1000 } as const
    expect(ingest(workspace.writer, { objects: [], setAside: [failed] }, nowUs)).toMatchObject({ failed: 1, changedProjects: ['demo'] })
    expect(unknownObjects(workspace.writer, [log.listed], nowUs)).toEqual([])
    expect(unknownObjects(workspace.writer, [log.listed], nowUs + 2000)).toEqual([log.listed])
    const asked = { project: 'demo', state: 'failed' } as const
    expect(workspace.call('objects.setAside', asked)).toMatchObject([
      { objectKey: log.listed.key, project: 'demo', reason: 'access denied', sizeBytes: log.listed.sizeBytes, seenUs: nowUs }
    ])
    add([log])
    expect(workspace.call('objects.setAside', asked)).toEqual([])
    expect(workspace.call('projects.list', {})[0]?.objects).toEqual({ listed: 1, indexed: 1, ignored: 0, failed: 0, waiting: 0 })
    ingest(workspace.writer, { objects: [], setAside: [failed] }, nowUs)
    expect(workspace.call('projects.list', {})[0]?.objects.indexed).toBe(1)
  })

  it('takes the old content out when an object changed and can no more be read', () => {
    add([graph, metadata, log])
    const changed = { ...log.listed, etag: '"other"' }
    ingest(workspace.writer, { objects: [], setAside: [{ listed: changed, state: 'failed', reason: 'denied', retryAtUs: null }] }, nowUs)
    expect(workspace.call('runs.get', run)).toMatchObject({ steps: [], run: { status: 'never-stepped', logFileCount: 0 } })
    expect(workspace.call('projects.list', {})[0]).toMatchObject({ stepCount: 0, runCount: 1 })
  })

  it('sets bodies aside that are no JSON, and strays, and counts them apart', () => {
    const bad = testObject(metadata.listed.key, '<html>')
    const stray = testObject('data/demo/2026/11/22/17/58:15.278236/__none__/app/readme.md', 'x')
    const outside = testObject('other/thing', 'x')
    expect(add([bad, stray, outside])).toMatchObject({ indexed: 0, ignored: 2, failed: 1 })
    expect(workspace.call('projects.list', {})[0]?.objects).toEqual({ listed: 2, indexed: 0, ignored: 1, failed: 1, waiting: 0 })
    const ignored = workspace.call('objects.setAside', { project: null, state: 'ignored' })
    expect(ignored.map(({ objectKey, reason }) => `${objectKey} ${reason}`).toSorted()).toEqual([
      `${stray.listed.key} unknown-file`,
      'other/thing outside-data'
    ])
  })

  it('takes any body without harm to its batch', () => {
    const long = 'x'.repeat(5000)
    const pointer = { type: 'pointer_data', app_id: long, sequence_id: 1e300, partition_key: long }
    const bodies = [
      JSON.stringify({ type: 'application_metadata', partition_key: long, parent_pointer: pointer, spawning_parent_pointer: { app_id: '' } }),
      '{"partition_key":{"a":1},"parent_pointer":[]}',
      `{"partition_key":"\\ud800\\u0000","__proto__":{"x":1}}`,
      `${'['.repeat(100_000)}`,
      '\u0000'
    ]
    const key = (i: number, file: string) => testKey({ appId: `odd-${i}` }, testStartUs + i, file)
    const odd = bodies.flatMap((body, i) => [
      testObject(key(i, 'metadata.json'), body),
      testObject(key(i, 'graph.json'), body),
      testObject(key(i, `${String(i).repeat(36)}__log.jsonl`), `${body}\n{"type":"begin_entry","sequence_id":9007199254740993,"action":"${long}"}`)
    ])
    const { indexed, failed } = add([...odd, graph, metadata, log])
    expect([indexed + failed, failed > 0]).toEqual([odd.length + 3, true])
    expect(workspace.call('runs.get', run).steps).toHaveLength(2)
    for (const { appId } of workspace.call('runs.list', { project: 'demo', includeNeverStepped: true }).runs) {
      expect(workspace.call('runs.get', { ...run, appId }).run.appId).toBe(appId)
    }
  })

  it('folds a run anew whose action is named with half a surrogate pair', () => {
    const line = (id: number) => `{"type":"begin_entry","sequence_id":${id},"action":"pay\\ud800","start_time":"2026-11-22T12:58:15","inputs":{}}`
    const odd = (id: number) => testObject(testKey({ appId: 'odd' }, testStartUs + id, `${String(id).repeat(36)}__log.jsonl`), line(id))
    expect(add([odd(0)]).indexed).toBe(1)
    expect(add([odd(1)]).indexed).toBe(1)
    expect(workspace.call('runs.get', { ...run, appId: 'odd' }).steps.map(({ action }) => action)).toEqual(['pay\uFFFD', 'pay\uFFFD'])
  })

  it('shows bad lines where they stand', () => {
    const key = testKey({}, testStartUs + 5_000_000, `${'1'.repeat(36)}__log.jsonl`)
    const lines = testLines({ steps: 1 }).map(({ text }) => text)
    add([testObject(key, [lines[0], 'torn {"ty', ...lines.slice(1)].join('\n'))])
    const detail = workspace.call('runs.get', run)
    expect(detail.steps).toHaveLength(1)
    expect(detail.badLines).toMatchObject([
      { objectKey: key, line: 1, offsetBytes: (lines[0]?.length ?? 0) + 1, lengthBytes: 9, textStart: 'torn {"ty' }
    ])
    expect(workspace.call('steps.rawLine', { objectKey: key, line: 1 })).toEqual({ text: 'torn {"ty' })
  })
})

describe('a partition key with a slash', () => {
  const objects = testRun({ appId: 'x/y', partition: 'eu/west', steps: 2, files: 2 })
  const settled = { project: 'demo', partitionKey: 'eu/west', appId: 'x/y' }

  it('is found in the metadata body, whichever comes first', () => {
    const logs = objects.filter(({ listed }) => listed.key.endsWith('__log.jsonl'))
    expect(add(logs).changedRuns).toEqual([{ project: 'demo', partitionKey: null, appId: 'eu/west/x/y' }])
    expect(workspace.call('runs.get', { project: 'demo', partitionKey: null, appId: 'eu/west/x/y' }).steps).toHaveLength(2)
    expect(add(objects).changedRuns).toEqual([settled])
    expect(workspace.call('runs.get', settled).steps).toHaveLength(2)
    expect(workspace.call('projects.list', {})[0]).toMatchObject({ runCount: 1, partitionCount: 1 })
    expect(workspace.call('projects.partitions', { project: 'demo' })).toMatchObject([{ partitionKey: 'eu/west', runCount: 1 }])
    const together = inFresh((fresh) => {
      add(objects, fresh)
      return dumpIndex(fresh.reader)
    })
    expect(dumpIndex(workspace.reader)).toEqual(together)
  })
})

describe('families', () => {
  const parent = { project: 'demo', partitionKey: 'u1', appId: 'parent' }
  const pointer = { appId: 'parent', sequenceId: 1, partitionKey: 'u1' }

  it('finds children and parents in either order of arrival', () => {
    add(testRun({ appId: 'fork', partition: 'u2', steps: 1, forkParent: { ...pointer, partitionKey: null } }))
    add(testRun({ appId: 'spawned', partition: 'u1', steps: 1, spawnParent: pointer }))
    const child = { project: 'demo', partitionKey: 'u2', appId: 'fork' }
    expect(workspace.call('runs.get', child).parents).toEqual([
      { kind: 'fork', pointer: { ...pointer, partitionKey: null }, run: null }
    ])
    const { changedRuns } = add(testRun({ appId: 'parent', partition: 'u1', steps: 2 }))
    expect(changedRuns).toEqual([parent])
    expect(workspace.call('runs.get', child).parents[0]?.run).toEqual(parent)
    const detail = workspace.call('runs.get', parent)
    expect(detail.run).toMatchObject({ forkCount: 1, spawnCount: 1 })
    expect(detail.children.map(({ run, kind, sequenceId }) => [run.appId, kind, sequenceId])).toEqual([
      ['fork', 'fork', 1],
      ['spawned', 'spawn', 1]
    ])
    expect(detail.steps.map(({ childCount }) => childCount)).toEqual([0, 2])
    const late = add(testRun({ appId: 'fork-2', steps: 1, forkParent: pointer })).changedRuns
    expect(late.map(({ appId }) => appId).toSorted()).toEqual(['fork-2', 'parent'])
  })

  it('does not take a run of another partition or project for the parent', () => {
    add(testRun({ appId: 'parent', partition: 'u9', steps: 1 }))
    add(testRun({ appId: 'parent', partition: 'u1', project: 'other', steps: 1 }))
    add(testRun({ appId: 'spawned', partition: 'u1', steps: 1, spawnParent: pointer }))
    expect(workspace.call('runs.get', { project: 'demo', partitionKey: 'u1', appId: 'spawned' }).parents[0]?.run).toBeNull()
    expect(workspace.call('runs.get', { ...parent, partitionKey: 'u9' }).children).toEqual([])
    expect(workspace.call('runs.get', { ...parent, project: 'other' }).children).toEqual([])
  })

  it('counts a run written twice by a non-blocking tracker once', () => {
    const child = testRun({ appId: 'spawned', partition: 'u1', steps: 1, spawnParent: pointer })
    const twin = testRun({ appId: 'spawned', partition: 'u1', steps: 0, startUs: testStartUs + 3000, spawnParent: pointer })
    add([...testRun({ appId: 'parent', partition: 'u1', steps: 2 }), ...child, ...twin])
    expect(workspace.call('runs.get', parent)).toMatchObject({ run: { spawnCount: 1 }, children: [{ kind: 'spawn' }] })
    expect(workspace.call('runs.get', { ...parent, appId: 'spawned' }).builds).toHaveLength(1)
  })
})
