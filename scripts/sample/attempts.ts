import { pythonTraceback } from './traceback'
import type { SeedObject } from '../seed/tracker'
import { keyTime, localText } from '../seed/wallClock'

const project = 'data-quality'
const appId = 'nightly-check-0042'
const zone = 'Asia/Kolkata'

/** A run that the generator does not know: one step that was begun three times inside one build, until it went well. */
export function attemptsRun(startUs: number): SeedObject[] {
  const metadata = { tracker_id: `${localText(startUs, zone)}-sample` }
  const put = (file: string, body: string, timeUs: number): SeedObject => ({ key: `data/${project}/${keyTime(timeUs)}/__none__/${appId}/${file}`, body, metadata, timeUs })
  const log = [...logLines(startUs)].map((entry) => JSON.stringify(entry)).join('\n')
  return [
    put('graph.json', JSON.stringify(graph), startUs),
    put('metadata.json', JSON.stringify({ type: 'application_metadata', partition_key: null, parent_pointer: null, spawning_parent_pointer: null }), startUs + 20_000),
    put('5a3f0c11-7c52-4a53-9d0e-0d6a4f2b9c42__log.jsonl', log, startUs + 12_000_000)
  ]
}

const action = (name: string, reads: readonly string[], writes: readonly string[]): object => {
  return { type: 'action', name, reads, writes, code: `@action(reads=${JSON.stringify(reads)}, writes=${JSON.stringify(writes)})\ndef ${name}(state: State) -> State:\n    ...\n`, inputs: [], optional_inputs: [] }
}

const graph = {
  type: 'application',
  entrypoint: 'load',
  actions: [action('load', [], ['rows']), action('check', ['rows'], ['report'])],
  transitions: [{ type: 'transition', from_: 'load', to: 'check', condition: 'default' }]
}

function* logLines(startUs: number): Generator<object> {
  const at = (seconds: number): string => localText(startUs + seconds * 1_000_000, zone)
  const begin = (sequence_id: number, name: string, seconds: number): object => ({ type: 'begin_entry', start_time: at(seconds), action: name, inputs: {}, sequence_id })
  const end = (sequence_id: number, name: string, seconds: number, more: object): object => ({ type: 'end_entry', end_time: at(seconds), action: name, result: null, exception: null, state: {}, sequence_id, ...more })
  const loaded = { rows: 48_211, source: 'orders_2026_11' }
  yield begin(0, 'load', 0.1)
  yield end(0, 'load', 1.4, { result: { rows: 48_211 }, state: loaded })
  for (const [attempt, seconds] of [2, 4].entries()) {
    yield begin(1, 'check', seconds)
    yield end(1, 'check', seconds + 1.2, { exception: pythonTraceback(attempt + 1), state: loaded })
  }
  yield begin(1, 'check', 6.5)
  yield end(1, 'check', 8.9, { result: { report: 'ok' }, state: { ...loaded, report: { ok: true, missing: 0, checked: 48_211 } } })
}
