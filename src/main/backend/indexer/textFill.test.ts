import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SearchPage } from '@shared/contract/search'
import { testWorkspace } from '../handlers/testWorkspace'
import type { TestWorkspace } from '../handlers/testWorkspace'
import { ingest } from './ingest'
import { testKey, testObject, testRun, testStartUs } from './ingestTestRun'
import { TextFill } from './textFill'

let workspace: TestWorkspace
beforeEach(() => {
  workspace = testWorkspace()
})
afterEach(() => workspace.close())

function fill(): void {
  const words = new TextFill(workspace.writer, { isBusy: () => false })
  while (words.work(1000));
  words.close()
}

const time = (second: number) => `2026-11-22T13:00:${String(second).padStart(2, '0')}.000001`

interface Said {
  readonly appId?: string
  readonly project?: string
  readonly inputs?: object
  readonly result?: object | null
  readonly exception?: string | null
  readonly states?: readonly object[]
  readonly attribute?: unknown
}

function say({ appId = 'app-1', project = 'demo', inputs = {}, result = {}, exception = null, states = [{}], attribute = 1 }: Said): void {
  const lines = states.flatMap((state, id) => [
    { type: 'begin_entry', start_time: time(id * 2), action: 'ask', inputs, sequence_id: id },
    { type: 'attribute', key: 'note', action_sequence_id: id, span_id: null, value: attribute, tags: {}, time_logged: `${time(id * 2)}Z` },
    { type: 'end_entry', end_time: time(id * 2 + 1), action: 'ask', result, exception, state, sequence_id: id }
  ])
  const key = testKey({ appId, project }, testStartUs, `00000000-0000-4000-8000-${Buffer.from(appId).toString('hex').padEnd(12, '0').slice(-12)}__log.jsonl`)
  const body = lines.map((line) => JSON.stringify(line)).join('\n').replaceAll('"@big"', '9007199254740993')
  ingest(workspace.writer, { objects: [testObject(key, body)], setAside: [] })
}

function search(text: string, more: { project?: string; cursor?: string; limit?: number } = {}): SearchPage {
  return workspace.call('search.runs', { text, ...more })
}

// A page may end early where values are long.
function searchAll(text: string, limit = 50): SearchPage['hits'] {
  const hits: SearchPage['hits'][number][] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = search(text, { limit, ...(cursor === undefined ? {} : { cursor }) })
    hits.push(...page.hits)
    cursor = page.nextCursor
  }
  return hits
}

const wheres = (text: string) => search(text).hits.map(({ where, path }) => [where, ...path].join('.'))

describe('search.runs', () => {
  it('finds a word in every part of a step and names the field', () => {
    say({
      inputs: { question: 'why is the albatross late', deep: [{ q: 'pelican' }] },
      result: { answer: 'because of the cormorant' },
      exception: 'Traceback\nValueError: the gannet has no luck',
      states: [{ chat: [{ text: 'a heron stood there' }], order: '@big' }],
      attribute: { model: 'kingfisher-4' }
    })
    fill()
    expect(wheres('albatross')).toEqual(['inputs.question'])
    expect(wheres('pelican')).toEqual(['inputs.deep.0.q'])
    expect(wheres('cormorant')).toEqual(['result.answer'])
    expect(wheres('gannet luck')).toEqual(['exception'])
    expect(wheres('heron')).toEqual(['state.chat.0.text'])
    expect(wheres('kingfisher')).toEqual(['attribute.note.model'])
    expect(wheres('9007199254740993')).toEqual(['state.order'])
    expect(wheres('flamingo')).toEqual([])
    const [hit] = search('heron').hits
    expect(hit).toMatchObject({ run: { project: 'demo', partitionKey: null, appId: 'app-1' }, step: { build: 0, sequenceId: 0, attempt: 0 }, action: 'ask' })
    expect(hit?.snippet.slice(hit.ranges[0]?.start, hit.ranges[0]?.end)).toBe('heron')
    expect(hit?.place).toMatchObject({ line: 2 })
  })

  it('takes what is typed literally, whatever it is', () => {
    say({ inputs: { q: 'NEAR the end AND not OR-ed: user_id=42 "quoted" it\'s a*b' } })
    fill()
    for (const typed of ['NEAR', 'AND', 'OR-ed', '"not OR"', 'user_id=42', "it's", 'a*b', 'near(the end)', '"quoted', 'text:near']) {
      expect({ typed, hits: search(typed).hits.length }).toEqual({ typed, hits: typed === 'text:near' ? 0 : 1 })
    }
    for (const typed of ['', '   ', '"', '()', '***', '; DROP TABLE line_text', '\u0000', '" OR "']) expect(() => search(typed)).not.toThrow()
  })

  it('lets the last word go on, and ignores case and accents', () => {
    say({ inputs: { q: 'Crème brûlée für Müller' } })
    fill()
    for (const typed of ['creme', 'BRÛL', 'muller', 'mül', 'creme brulee', '"brulee fur"']) expect({ typed, hits: search(typed).hits.length }).toEqual({ typed, hits: 1 })
    for (const typed of ['cre brulee', '"fur brulee"', '"mul"']) expect({ typed, hits: search(typed).hits.length }).toEqual({ typed, hits: 0 })
  })

  it('finds any part of a text without spaces, and pictures', () => {
    say({ inputs: { q: '東京都の天気予報は晴れです。', kr: '데이터베이스', mood: 'done🎉great', family: '👩‍👩‍👧' } })
    fill()
    for (const typed of ['東', '東京', '京都', '天気予報', '晴れです', '都の天気', '気', 'す', '베이스', '🎉', 'great', 'done', '👧', '"東京都の天気"', '天気 🎉']) {
      const { hits } = search(typed)
      expect({ typed, hits: hits.length }).toEqual({ typed, hits: 1 })
      expect({ typed, ranges: (hits[0]?.ranges.length ?? 0) > 0 }).toEqual({ typed, ranges: true })
    }
    for (const typed of ['京東', '天予', '都天気', '🎊', 'e000']) expect({ typed, hits: search(typed).hits.length }).toEqual({ typed, hits: 0 })
    const [hit] = search('天気予報').hits
    expect(hit?.snippet.slice(hit.ranges[0]?.start, hit.ranges[0]?.end)).toBe('天気予報')
  })

  it('takes a value of the state once a file, and only the beginning of a long one', () => {
    const long = `${'filler '.repeat(10_000)} heron`
    say({ states: [{ a: 'osprey' }, { a: 'osprey', b: 1 }, { a: 'osprey', b: ['osprey', 'kestrel'] }], attribute: long })
    fill()
    expect(search('osprey').hits.map(({ step }) => step?.sequenceId)).toEqual([0])
    expect(search('kestrel').hits.map(({ step }) => step?.sequenceId)).toEqual([2])
    expect(search('heron').hits).toEqual([])
    expect(searchAll('filler')).toHaveLength(3)
    expect(search('filler').files).toEqual({ searchable: 1, waiting: 0, partial: 1 })
  })

  it('stays in a project, and walks in pages without a gap', () => {
    for (let i = 0; i < 30; i++) say({ appId: `run-${i}`, project: i % 3 === 0 ? 'one' : 'two', inputs: { q: 'plover' } })
    fill()
    expect(searchAll('plover')).toHaveLength(30)
    const ofOne = search('plover', { project: 'one' }).hits.map(({ run }) => run.project)
    expect(new Set(ofOne)).toEqual(new Set(['one']))
    expect(search('plover', { project: 'none' }).hits).toEqual([])
    const seen = searchAll('plover', 7).map(({ run }) => run.appId)
    expect(seen).toEqual(Array.from({ length: 30 }, (_, i) => `run-${29 - i}`))
  })

  it('finds a run by the beginning of its id', () => {
    say({ appId: 'b7f1c2aa-run', inputs: {} })
    expect(search('b7f1c').hits).toMatchObject([{ where: 'app-id', run: { appId: 'b7f1c2aa-run' }, step: null, place: null }])
    expect(search('b7f').hits).toEqual([])
  })

  it('still names run and line when the body is gone from this disk', () => {
    say({ inputs: { q: 'dotterel' } })
    fill()
    workspace.writer.content.exec('DELETE FROM body')
    expect(search('dotterel').hits).toMatchObject([{ snippet: '', ranges: [], step: { sequenceId: 0 }, run: { appId: 'app-1' } }])
  })
})

describe('the words behind the rows', () => {
  it('are those of the projects that a person chose, and none when it is switched off', () => {
    say({ appId: 'a', project: 'open', inputs: { q: 'turnstone' } })
    say({ appId: 'b', project: 'secret', inputs: { q: 'turnstone' } })
    const words = new TextFill(workspace.writer, { isBusy: () => false })
    const projects = (): string[] => {
      while (words.work(1000));
      return search('turnstone').hits.map(({ run }) => run.project)
    }
    expect(projects()).toEqual(['secret', 'open'])
    words.setScope({ isOn: true, projectsOff: ['secret'] })
    expect(projects()).toEqual(['open'])
    expect(workspace.call('search.scope', {})).toEqual({ isOn: true, projectsOff: ['secret'] })
    words.setScope({ isOn: false, projectsOff: [] })
    expect(projects()).toEqual([])
    expect(existsSync(join(workspace.folder, 'text.v1.db'))).toBe(false)
    words.close()
    fill()
    expect(search('turnstone').hits).toEqual([])
    words.setScope({ isOn: true, projectsOff: [] })
    expect(projects()).toEqual(['secret', 'open'])
    words.close()
  })

  it('goes on after a stop, takes rewritten objects anew and nothing twice', () => {
    for (const object of testRun({ steps: 6, files: 6 })) ingest(workspace.writer, { objects: [object], setAside: [] })
    const words = new TextFill(workspace.writer, { isBusy: () => false })
    words.work(0)
    words.close()
    fill()
    const all = search('question').hits.length
    expect(all).toBe(6)
    fill()
    expect(search('question').hits).toHaveLength(all)
    say({ inputs: { q: 'whimbrel' } })
    fill()
    say({ inputs: { q: 'curlew' } })
    fill()
    expect(search('whimbrel').hits).toEqual([])
    expect(search('curlew').hits).toHaveLength(1)
  })

  it('is made anew when its file is damaged, and the index stays', () => {
    say({ inputs: { q: 'dunlin' } })
    fill()
    const path = join(workspace.folder, 'text.v1.db')
    writeFileSync(path, Buffer.alloc(readFileSync(path).length, 7))
    for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
    expect(() => search('dunlin')).toThrow(/being built anew/)
    expect(existsSync(join(workspace.folder, 'text.damaged'))).toBe(true)
    fill()
    expect(search('dunlin').hits).toHaveLength(1)
    expect(workspace.call('runs.list', { project: 'demo' }).total).toBe(1)
  })
})
