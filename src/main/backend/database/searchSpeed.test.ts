import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { testWorkspace } from '../handlers/testWorkspace'
import { ingest } from '../indexer/ingest'
import { testKey, testObject, testStartUs } from '../indexer/ingestTestRun'
import { TextFill } from '../indexer/textFill'
import { textForWriting } from './textFile'

const strings = process.env['BURR_LONG'] === '1' ? 1_000_000 : 40_000
const stringsAStep = 10
const stepsAFile = 40
const limitMs = 200

let seed = 7
function random(): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648
}

// Few words are in most texts, most words in few: as people write.
const word = (): string => `w${Math.floor(60_000 ** random()).toString(36)}`
const sentence = (): string => Array.from({ length: 4 + Math.floor(random() * 12) }, word).join(' ')

function logFile(file: number, size: { chars: number }): string {
  const lines: object[] = []
  for (let id = 0; id < stepsAFile; id++) {
    const values = Array.from({ length: stringsAStep }, sentence)
    if (id === 7 && file % 50 === 0) values[3] = `the 東京都 albatross of file ${file}`
    size.chars += values.reduce((sum, value) => sum + value.length, 0)
    const at = new Date(1_795_370_295_000 + file * 60_000 + id * 1000).toISOString().slice(0, 23)
    lines.push({ type: 'begin_entry', start_time: at, action: 'ask', inputs: { q: values.slice(0, 5) }, sequence_id: id })
    lines.push({ type: 'end_entry', end_time: at, action: 'ask', result: null, exception: null, state: { said: values.slice(5) }, sequence_id: id })
  }
  return lines.map((line) => JSON.stringify(line)).join('\n')
}

it(`answers within ${limitMs} ms over ${strings} strings, and takes no more than 1.5 times their room`, () => {
  const workspace = testWorkspace()
  try {
    const size = { chars: 0, bytes: 0 }
    const files = strings / stringsAStep / stepsAFile
    for (let file = 0; file < files; file++) {
      const us = testStartUs + file * 60_000_000
      const uuid = `00000000-0000-4000-8000-${String(file).padStart(12, '0')}`
      const body = logFile(file, size)
      size.bytes += Buffer.byteLength(body)
      ingest(workspace.writer, { objects: [testObject(testKey({ appId: `run-${file % 500}`, project: `p${file % 3}` }, us, `${uuid}__log.jsonl`), body)], setAside: [] })
    }
    const words = new TextFill(workspace.writer, { isBusy: () => false })
    const began = performance.now()
    let slowest = 0
    for (let isMore = true; isMore; ) {
      const from = performance.now()
      isMore = words.work(20)
      slowest = Math.max(slowest, performance.now() - from)
    }
    const fillMs = performance.now() - began
    textForWriting(workspace.writer).pragma('wal_checkpoint(TRUNCATE)')
    const room = statSync(join(workspace.folder, 'text.v1.db')).size
    words.close()
    const lines = files * stepsAFile * 2
    console.log(`filled ${lines} lines, ${strings} strings, ${(size.chars / 1e6).toFixed(1)} MB of text in ${(size.bytes / 1e6).toFixed(1)} MB of logs: ${Math.round(lines / (fillMs / 1000))} lines/s, slowest slice ${slowest.toFixed(0)} ms, room ${(room / size.chars).toFixed(2)} of the text`)
    expect(room / size.chars).toBeLessThanOrEqual(1.5)
    const common = 'w1'
    const times: Record<string, number[]> = {}
    for (const text of ['albatross', '東京', common, `${common} w2`, 'w1x w3', `"${common} w2"`, 'albat', 'wab', 'nothing-like-it', '東京都 albatross']) {
      for (const project of [undefined, 'p1']) {
        for (let i = 0; i < 5; i++) {
          const from = performance.now()
          const { hits } = workspace.call('search.runs', { text, ...(project === undefined ? {} : { project }) })
          const name = `${text}${project === undefined ? '' : ' in p1'} (${hits.length})`
          times[name] = [...(times[name] ?? []), performance.now() - from]
        }
      }
    }
    const medians = Object.entries(times).map(([name, ms]): [string, number] => [name, ms.toSorted((a, b) => a - b)[2] ?? 0])
    console.log(medians.map(([name, ms]) => `${name} ${ms.toFixed(1)} ms`).join(', '))
    expect(medians.filter(([, ms]) => ms > limitMs)).toEqual([])
    let found = 0
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = workspace.call('search.runs', { text: '東京都 albatross', limit: 200, ...(cursor === undefined ? {} : { cursor }) })
      found += page.hits.length
      cursor = page.nextCursor
    }
    expect(found).toBe(Math.ceil(files / 50))
  } finally {
    workspace.close()
  }
}, 600_000)
