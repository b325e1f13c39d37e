import { randomUUID } from 'node:crypto'
import type { EmbeddedS3 } from '../scripts/s3/embeddedS3'
import { objectKey } from './burrRun'
import type { WrittenRun } from './burrRun'
import { hostileName } from './hostileTexts'

const naive = (at: Date): string => at.toISOString().replace('Z', '000')

const traceback = (text: string): string => `Traceback (most recent call last):\n  File "/app/${text}.py", line 1, in ${text}\n    ${text}\n${text.split('\n')[0] ?? ''}: ${text}\n`

function graph(actions: readonly string[], texts: readonly string[]): string {
  const at = (n: number): string => texts[n % texts.length] ?? ''
  return JSON.stringify({
    type: 'application',
    entrypoint: actions[0],
    actions: actions.map((name, n) => ({ type: 'action', name, reads: [at(n)], writes: [at(n + 1)], code: `def ${at(n)}(state):\n    """${at(n)}"""\n    return '${at(n + 1)}'\n`, inputs: [at(n)], optional_inputs: [at(n + 1)] })),
    transitions: actions.slice(1).map((to, n) => ({ type: 'transition', from_: actions[n], to, condition: at(n) }))
  })
}

/** Everything a step can log, with these texts in every field of it. */
function lines(sequenceId: number, action: string, texts: readonly string[], at: Date, failed: boolean): object[] {
  const text = texts[0] ?? ''
  const time = naive(at)
  const own = { action_sequence_id: sequenceId, span_id: `${sequenceId}:0` }
  const fields = Object.fromEntries(texts.map((each) => [each, each]))
  const state = { __SEQUENCE_ID: sequenceId, ...fields, list: texts, chat: texts.map((each) => ({ role: each, content: each, tool_calls: [{ function: { name: each, arguments: each } }] })), table: texts.map((each) => ({ [text]: each, second: each })) }
  return [
    { type: 'begin_entry', start_time: time, action, inputs: fields, sequence_id: sequenceId },
    ...texts.flatMap((each, n) => [
      { type: 'begin_span', start_time: time, action_sequence_id: sequenceId, span_id: `${sequenceId}:${n}`, span_name: each, parent_span_id: null, span_dependencies: [] },
      { type: 'attribute', key: each, ...own, value: each, tags: { [each]: each }, time_logged: time },
      { type: 'end_span', end_time: naive(new Date(at.getTime() + 20)), action_sequence_id: sequenceId, span_id: `${sequenceId}:${n}` }
    ]),
    { type: 'attribute', key: 'gen_ai.response.model', ...own, value: text, tags: {}, time_logged: time },
    { type: 'attribute', key: 'gen_ai.usage.input_tokens', ...own, value: 7, tags: {}, time_logged: time },
    { type: 'end_entry', end_time: naive(new Date(at.getTime() + 50)), action, result: failed ? null : fields, exception: failed ? traceback(text) : null, state, sequence_id: sequenceId }
  ]
}

/** A step of a hostile run: the name of its action and what stands in all its fields. */
export interface HostileStep {
  readonly action: string
  readonly texts: readonly string[]
  readonly failed: boolean
}

/** Writes a run in which every field that Burr has holds one of the texts. */
export function writeHostileRun(s3: EmbeddedS3, run: WrittenRun, steps: readonly HostileStep[], at: Date): void {
  s3.put(objectKey(run, at, 'graph.json'), graph([...new Set(steps.map(({ action }) => action))], steps.flatMap(({ texts }) => texts.slice(0, 1))))
  s3.put(objectKey(run, at, 'metadata.json'), JSON.stringify({ type: 'application_metadata', partition_key: run.partitionKey, parent_pointer: null, spawning_parent_pointer: null }))
  const entries = steps.flatMap(({ action, texts, failed }, n) => lines(n, action, texts, new Date(at.getTime() + 100 + n * 60), failed))
  s3.put(objectKey(run, new Date(at.getTime() + 200 + steps.length * 60), `${randomUUID()}__log.jsonl`), entries.map((line) => JSON.stringify(line)).join('\n'))
}

/** Writes a run of one failed step for each text, named by it as a whole: project or app id, partition, action, error. */
export function writeNamedRuns(s3: EmbeddedS3, texts: readonly string[], runOf: (name: string) => WrittenRun, at: Date): void {
  for (const [n, text] of texts.entries()) writeHostileRun(s3, runOf(hostileName(text, n)), [{ action: text, texts: [text], failed: true }], new Date(at.getTime() + n * 1000))
}
