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

function key(run: WrittenRun, at: Date, file: string): string {
  const [date = '', time = ''] = naive(at).split('T')
  const [hour = '', ...rest] = time.split(':')
  return ['data', run.project, ...date.split('-'), hour, rest.join(':'), run.partitionKey ?? '__none__', run.appId, file].join('/')
}

/** Writes what Burr writes when an application is built. */
export function writeBuild(s3: EmbeddedS3, run: WrittenRun, actions: readonly string[], at: Date): void {
  s3.put(key(run, at, 'graph.json'), graph(actions))
  const pointers = { parent_pointer: null, spawning_parent_pointer: null }
  s3.put(key(run, at, 'metadata.json'), JSON.stringify({ type: 'application_metadata', partition_key: run.partitionKey, ...pointers }))
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
  s3.put(key(run, flushed, `${randomUUID()}__log.jsonl`), lines.map((line) => JSON.stringify(line)).join('\n'))
}
