import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readAllRunKeys } from '../database/portableReads'
import { kindOfPath } from './kindOfPath'
import { openFile } from './openFile'
import { callOn, reading, signal, TestFolders } from './testWorkspace'

const folders = new TestFolders()
afterAll(() => folders.remove())

const metadata = (partition: string | null, parent: string | null): string =>
  JSON.stringify({ type: 'application_metadata', partition_key: partition, parent_pointer: parent === null ? null : { type: 'pointer_data', app_id: parent, sequence_id: 1, partition_key: partition }, spawning_parent_pointer: null })
const action = { type: 'action', name: 'ask', reads: [], writes: ['a'], code: 'def ask(state): ...', inputs: [], optional_inputs: [] }
const graph = JSON.stringify({ type: 'application', entrypoint: 'ask', actions: [action], transitions: [] })

/** Steps of ten seconds each from noon, by a writer two hours ahead of UTC. */
function log(steps: number): string {
  const time = (second: number): string => new Date(Date.UTC(2026, 10, 20, 12) + second * 1000).toISOString().slice(0, 23) + '000'
  return Array.from({ length: steps }, (_, at) => [
    JSON.stringify({ type: 'begin_entry', start_time: time(at * 10), action: 'ask', inputs: {}, sequence_id: at }),
    JSON.stringify({ type: 'end_entry', end_time: time(at * 10 + 5), action: 'ask', result: { a: at }, exception: null, state: { a: at }, sequence_id: at })
  ]).flat().map((line) => `${line}\n`).join('')
}

function makeRun(folder: string, steps: number, more: { readonly partition?: string; readonly parent?: string } = {}): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'graph.json'), graph)
  writeFileSync(join(folder, 'metadata.json'), metadata(more.partition ?? null, more.parent ?? null))
  writeFileSync(join(folder, 'log.jsonl'), log(steps))
  const lastMs = Date.UTC(2026, 10, 20, 10) + ((steps - 1) * 10 + 5) * 1000
  utimesSync(join(folder, 'log.jsonl'), lastMs / 1000 + 0.3, lastMs / 1000 + 0.3)
}

describe('a folder of the local tracker', () => {
  it('opens with its runs, partitions, forks and graphs, in true time', async () => {
    const root = folders.path('burr')
    const project = join(root, 'my-bot')
    makeRun(join(project, 'first'), 3, { partition: 'user 1' })
    makeRun(join(project, 'fork'), 2, { partition: 'user 1', parent: 'first' })
    const said = { id: 1, project_id: 'my-bot', app_id: 'first', partition_key: 'user 1', span_id: null, step_sequence_id: 1, step_name: 'ask', tags: ['to-review'], created: '2026-11-21T10:00:00', updated: '2026-11-21T10:00:00',
      observations: [{ data_fields: { note: 'too slow', ground_truth: '' }, thumbs_up_thumbs_down: false, data_pointers: [] }] }
    writeFileSync(join(project, 'annotations.jsonl'), `${JSON.stringify(said)}\n{"torn\n${JSON.stringify({ ...said, app_id: 'nobody' })}\n`)
    mkdirSync(join(project, '.hidden'))
    mkdirSync(join(project, 'children-only'))
    symlinkSync('/etc', join(project, 'link'))
    for (const place of [project, root]) {
      const opened = folders.path()
      expect(await kindOfPath(place)).toBe('local-tracker')
      expect(await openFile(place, opened, { signal })).toMatchObject({ kind: 'local-tracker', runs: 2, steps: 5, projects: 1, annotations: 1 })
      await reading(opened, (db) => {
        const { annotations } = callOn(db, 'annotations.list', { run: { project: 'my-bot', partitionKey: 'user 1', appId: 'first' } })
        expect(annotations).toMatchObject([{ action: 'ask', tags: ['to-review'], observations: [{ thumbs: 'down', note: 'too slow', groundTruth: null }] }])
        const detail = callOn(db, 'runs.get', { project: 'my-bot', partitionKey: 'user 1', appId: 'fork' })
        expect(detail.parents).toMatchObject([{ kind: 'fork', run: { appId: 'first' } }])
        expect(detail.steps.map(({ startUs }) => startUs)).toEqual([Date.UTC(2026, 10, 20, 10) * 1000, Date.UTC(2026, 10, 20, 10, 0, 10) * 1000])
        expect(detail.clock).toMatchObject({ offsetMinutes: 120 })
        expect(callOn(db, 'runs.graph', { hash: detail.graphHash ?? '' }).actions.map(({ name }) => name)).toEqual(['ask'])
      })
    }
  })

  it('with a log of ten thousand lines opens in pieces and loses none', async () => {
    const project = folders.path('long')
    makeRun(join(project, 'run'), 5_200)
    const opened = folders.path()
    expect(await openFile(project, opened, { signal, withWords: false })).toMatchObject({ runs: 1, steps: 5_200 })
  })

  it('that holds nothing of Burr is refused with a way on', async () => {
    const empty = folders.path('empty')
    mkdirSync(join(empty, 'a', 'b', 'c'), { recursive: true })
    await expect(openFile(empty, folders.path(), { signal })).rejects.toMatchObject({ code: 'not-found' })
    await expect(kindOfPath(join(empty, 'gone'))).rejects.toMatchObject({ code: 'not-found' })
    const image = folders.path('cat.png')
    writeFileSync(image, 'PNG')
    await expect(kindOfPath(image)).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('a lone log', () => {
  it('opens as one run under its own name, bad lines and all', async () => {
    const path = folders.path('copied.jsonl')
    writeFileSync(path, `${log(2)}{"type":"torn`)
    const opened = folders.path()
    expect(await openFile(path, opened, { signal })).toMatchObject({ kind: 'log-file', runs: 1, steps: 2 })
    await reading(opened, (db) => {
      const [run] = readAllRunKeys(db, 10)
      if (run === undefined) throw new Error('there is no run')
      expect(run.appId).toMatch(/copied$/)
      expect(callOn(db, 'runs.get', run).badLines.length).toBe(1)
    })
  })

  it('brings along what the tracker put beside it', async () => {
    const folder = join(folders.path('shop'), 'run-7')
    makeRun(folder, 1, { partition: 'eu' })
    const opened = folders.path()
    await openFile(join(folder, 'log.jsonl'), opened, { signal })
    await reading(opened, (db) => expect(readAllRunKeys(db, 10)).toMatchObject([{ partitionKey: 'eu', appId: 'run-7' }]))
  })
})
