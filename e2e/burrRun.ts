import { randomUUID } from 'node:crypto'
import type { EmbeddedS3 } from '../scripts/s3/embeddedS3'

/** A run that a test writes by hand, in Burr's layout, by a writer whose clock shows UTC. */
export interface WrittenRun {
  readonly project: string
  readonly partitionKey: string | null
  readonly appId: string
}

const graph = (actions: readonly string[]): string =>
  JSON.stringify({
    type: 'application',
    entrypoint: actions[0],
    actions: actions.map((name) => ({
      type: 'action',
      name,
      reads: ['count'],
      writes: ['count'],
      code: `@action(reads=["count"], writes=["count"])\ndef ${name}(state: State) -> State:\n    return state.update(count=state["count"] + 1)\n`,
      inputs: [],
      optional_inputs: []
    })),
    transitions: actions.slice(1).map((to, index) => ({ type: 'transition', from_: actions[index], to, condition: 'default' }))
  })

const naive = (at: Date): string => at.toISOString().replace('Z', '000')

/** The key of a file of a run, as Burr lays it out. */
export function objectKey(run: WrittenRun, at: Date, file: string): string {
  const [date = '', time = ''] = naive(at).split('T')
  const [hour = '', ...rest] = time.split(':')
  return ['data', run.project, ...date.split('-'), hour, rest.join(':'), run.partitionKey ?? '__none__', run.appId, file].join('/')
}

/** The step of another run that a run was forked from, or started in. */
export interface WrittenParent {
  readonly kind: 'fork' | 'spawn'
  readonly run: WrittenRun
  readonly sequenceId: number
}

/** Writes what Burr writes when an application is built. */
export function writeBuild(s3: EmbeddedS3, run: WrittenRun, actions: readonly string[], at: Date, parent: WrittenParent | null = null): void {
  s3.put(objectKey(run, at, 'graph.json'), graph(actions))
  const pointer = parent === null ? null : { type: 'pointer_data', app_id: parent.run.appId, sequence_id: parent.sequenceId, partition_key: parent.run.partitionKey }
  const pointers = { parent_pointer: parent?.kind === 'fork' ? pointer : null, spawning_parent_pointer: parent?.kind === 'spawn' ? pointer : null }
  s3.put(objectKey(run, at, 'metadata.json'), JSON.stringify({ type: 'application_metadata', partition_key: run.partitionKey, ...pointers }))
}

/** A step that a test logs; with `exception` it failed. */
export interface WrittenStep {
  readonly sequenceId: number
  readonly action: string
  readonly state: Readonly<Record<string, unknown>>
  readonly exception?: string
}

/** Writes one log file with these steps, each a tenth of a second long. */
export function writeSteps(s3: EmbeddedS3, run: WrittenRun, steps: readonly WrittenStep[], at: Date): void {
  const lines = steps.flatMap(({ sequenceId, action, state, exception }, index) => {
    const start = new Date(at.getTime() + index * 200)
    const end = new Date(start.getTime() + 100)
    return [
      { type: 'begin_entry', start_time: naive(start), action, inputs: {}, sequence_id: sequenceId },
      {
        type: 'end_entry',
        end_time: naive(end),
        action,
        result: exception === undefined ? {} : null,
        exception: exception ?? null,
        state: { __SEQUENCE_ID: sequenceId, ...state },
        sequence_id: sequenceId
      }
    ]
  })
  const flushed = new Date(at.getTime() + steps.length * 200 + 50)
  s3.put(objectKey(run, flushed, `${randomUUID()}__log.jsonl`), lines.map((line) => JSON.stringify(line)).join('\n'))
}

/** A call of a language model in a step, logged with the older or the newer names of its attributes. */
export interface WrittenCall {
  readonly sequenceId: number
  readonly model: string
  readonly input: number
  readonly output: number
  readonly names: 'old' | 'new'
}

/** Writes one log file with calls of language models, each in a span of its own. */
export function writeModelCalls(s3: EmbeddedS3, run: WrittenRun, calls: readonly WrittenCall[], at: Date): void {
  const lines = calls.flatMap(({ sequenceId, model, input, output, names }) => {
    const span = { action_sequence_id: sequenceId, span_id: `${sequenceId}:0` }
    const [inputName, outputName] = names === 'old' ? ['prompt_tokens', 'completion_tokens'] : ['input_tokens', 'output_tokens']
    const attribute = (key: string, value: unknown) => ({ type: 'attribute', key, ...span, value, tags: {}, time_logged: at.toISOString() })
    return [
      { type: 'begin_span', start_time: naive(at), ...span, span_name: 'chat', parent_span_id: null, span_dependencies: [] },
      attribute('gen_ai.response.model', model),
      attribute(`gen_ai.usage.${inputName}`, input),
      attribute(`gen_ai.usage.${outputName}`, output),
      { type: 'end_span', end_time: naive(new Date(at.getTime() + 80)), ...span }
    ]
  })
  s3.put(objectKey(run, new Date(at.getTime() + 100), `${randomUUID()}__log.jsonl`), lines.map((line) => JSON.stringify(line)).join('\n'))
}
