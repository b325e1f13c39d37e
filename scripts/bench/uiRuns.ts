import { randomUUID } from 'node:crypto'

/** Where the runs of the bench are written. */
export interface Bucket {
  put(key: string, body: string): void
}

/** One run of the bench's bucket. */
export interface UiRun {
  readonly appId: string
  readonly steps: number
}

/** The project of all these runs. */
export const uiProject = 'bench-ui'

const startMs = Math.floor(Date.now() / 1000) * 1000 - 6 * 3_600_000
const stepMs = 200
const named = (name: string, count: number, steps: number): readonly UiRun[] => Array.from({ length: count }, (_, n) => ({ appId: `${name}-${String(n)}`, steps }))

/** Runs as people have them, each as often as a cold opening of it is measured. */
export const small = named('small', 6, 50)
export const long = named('long', 3, 20_000)
/** 2 MB of state in each step. */
export const heavy: UiRun = { appId: 'heavy-0', steps: 24 }
/** 50 MB of state in its last step. */
export const huge = named('huge', 2, 2)
/** A graph of 300 actions and 900 transitions. */
export const wide: UiRun = { appId: 'wide-0', steps: 300 }

/** All of them. */
export const allRuns: readonly UiRun[] = [...small, ...long, heavy, ...huge, wide]

/** Writes all runs in Burr's layout. */
export function writeUiRuns(bucket: Bucket): void {
  const chain = graphOf(8, (n) => [n + 1])
  for (const { appId, steps } of [...small, ...long]) writeRun(bucket, appId, chain, steps, 1000, (n) => ({ turn: turnOf(n), count: n, history: [turnOf(n - 1), turnOf(n)] }))
  const documents = Array.from({ length: 2000 }, (_, n) => documentOf(n))
  writeRun(bucket, heavy.appId, chain, heavy.steps, 2, (n) => ({ turn: turnOf(n), count: n, documents: documents.with(n * 7, documentOf(n + 9000)) }))
  const many = Array.from({ length: 50_000 }, (_, n) => documentOf(n))
  for (const { appId, steps } of huge) writeRun(bucket, appId, chain, steps, 1, (n) => ({ turn: turnOf(n), count: n, documents: n === 0 ? [] : many }))
  writeRun(bucket, wide.appId, graphOf(300, (n) => [n + 1, n + 7 + (n % 5), n + 291]), wide.steps, 100, (n) => ({ turn: turnOf(n) }))
}

/** A word of a step's state that no other step has. */
export const turnOf = (n: number): string => `turn-${String(n).padStart(5, '0')}`

/** The name of an action of a graph of so many. */
export const actionAt = (n: number, of: number): string => `action_${String(n % of).padStart(3, '0')}`

interface BenchGraph {
  readonly size: number
  readonly text: string
}

function graphOf(size: number, next: (n: number) => readonly number[]): BenchGraph {
  const actions = Array.from({ length: size }, (_, n) => actionAt(n, size))
  const text = JSON.stringify({
    type: 'application',
    entrypoint: actions[0],
    actions: actions.map((name) => ({ type: 'action', name, reads: ['count'], writes: ['turn', 'count'], inputs: [], optional_inputs: [], code: `@action(reads=["count"], writes=["turn", "count"])\ndef ${name}(state: State) -> State:\n    return state.update(count=state["count"] + 1)\n` })),
    transitions: actions.flatMap((name, n) => next(n).map((to, at, all) => ({ type: 'transition', from_: name, to: actionAt(to, size), condition: at === all.length - 1 ? 'default' : `count > ${String(at)}` })))
  })
  return { size, text }
}

const words = 'the state of an agent is what it read and what it wrote before a model answered with tools that looked up documents and prices'.split(' ')

function documentOf(n: number): object {
  const at = (k: number): string => words[(n * 31 + k * k * 17 + k) % words.length] ?? ''
  return { id: `document-${String(n)}`, score: ((n * 7919) % 10_000) / 10_000, tags: [at(1), at(2)], text: Array.from({ length: 160 }, (_, k) => at(k)).join(' ') }
}

/** Writes one run: its graph, its metadata and log files of so many steps; every fourth step calls a model. */
function writeRun(bucket: Bucket, appId: string, graph: BenchGraph, steps: number, perFile: number, stateOf: (n: number) => object): void {
  bucket.put(keyOf(appId, startMs, 'graph.json'), graph.text)
  bucket.put(keyOf(appId, startMs, 'metadata.json'), JSON.stringify({ type: 'application_metadata', partition_key: null, parent_pointer: null, spawning_parent_pointer: null }))
  for (let from = 0; from < steps; from += perFile) {
    const count = Math.min(perFile, steps - from)
    const lines = Array.from({ length: count }, (_, k) => linesOf(from + k, actionAt(from + k, graph.size), stateOf(from + k))).flat()
    bucket.put(keyOf(appId, timeOf(from + count) + 50, `${randomUUID()}__log.jsonl`), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
  }
}

function linesOf(sequenceId: number, action: string, state: object): readonly object[] {
  const at = (offsetMs: number): string => naive(timeOf(sequenceId) + offsetMs)
  const span = { action_sequence_id: sequenceId, span_id: `${String(sequenceId)}:0` }
  const attribute = (key: string, value: unknown): object => ({ type: 'attribute', key, ...span, value, tags: {}, time_logged: at(80) })
  const call = [
    { type: 'begin_span', start_time: at(10), ...span, span_name: 'chat', parent_span_id: null, span_dependencies: [] },
    attribute('gen_ai.response.model', 'gpt-4o-mini'), attribute('gen_ai.usage.input_tokens', 400 + (sequenceId % 900)), attribute('gen_ai.usage.output_tokens', 40 + (sequenceId % 90)),
    { type: 'end_span', end_time: at(90), ...span }
  ]
  return [
    { type: 'begin_entry', start_time: at(0), action, inputs: {}, sequence_id: sequenceId },
    ...(sequenceId % 4 === 3 ? call : []),
    { type: 'end_entry', end_time: at(60 + ((sequenceId * 37) % 130)), action, result: { answer: turnOf(sequenceId) }, exception: null, state: { ...state, __SEQUENCE_ID: sequenceId, __PRIOR_STEP: action }, sequence_id: sequenceId }
  ]
}

const timeOf = (sequenceId: number): number => startMs + 1000 + sequenceId * stepMs

const naive = (ms: number): string => new Date(ms).toISOString().replace('Z', '000')

function keyOf(appId: string, ms: number, file: string): string {
  const [date = '', time = ''] = naive(ms).split('T')
  const [hour = '', ...rest] = time.split(':')
  return ['data', uiProject, ...date.split('-'), hour, rest.join(':'), '__none__', appId, file].join('/')
}
