import { memberText, scanItems, scanObject } from '@shared/exactJson/members'
import { RawJson, validJson, type Writable } from '@shared/exactJson/write'
import type { RunPointer } from '@shared/model/run'
import type { RunBody, StepBody } from './assemble'
import { logTimeText } from './clock'
import { putInputsRight } from './graph'
import type { Located } from './spans'

/** A run that points at this one, as the inverted pointers tell. */
export interface ChildPointer {
  readonly appId: string
  readonly partitionKey: string | null
  readonly kind: 'fork' | 'spawn'
  /** Step of this run that the child points at. */
  readonly sequenceId: number | null
  /** Time of the child's metadata key, UTC microseconds. */
  readonly timeUs: number
}

/** All that an application-logs document is made of. */
export interface ApplicationLogsInput {
  readonly body: RunBody
  /** Text of the graph's object; `null` when there is none. */
  readonly graphText: string | null
  readonly children: readonly ChildPointer[]
}

/**
 * The run in the shape Burr's own server gives it, to be written with `stringifyExact`: log lines stand in it as they were
 * logged. Upstream's members are unchanged; ours beside them are `corrected_inputs` on each action, `parent_pointers` and
 * `spawning_parent_pointers` on the run, and `build`, `attempt`, `status`, `state_is`, `retry_of`, `unknown_entries` on each
 * step. `step_start_log` is null where no begin was recorded, a span's `begin_entry` likewise.
 */
export function toApplicationLogs({ body, graphText, children }: ApplicationLogsInput): Writable {
  const { summary } = body.run
  return {
    application: graphText === null ? null : graphWithInputs(graphText),
    children: children.map(childOf),
    steps: body.steps.map(stepOf),
    parent_pointer: pointerOf(summary.forkParent),
    spawning_parent_pointer: pointerOf(summary.spawnParent),
    parent_pointers: summary.forkParents.map(pointerOf),
    spawning_parent_pointers: summary.spawnParents.map(pointerOf)
  }
}

function pointerOf(pointer: RunPointer | null): Writable {
  if (pointer === null) return null
  const { appId, sequenceId, partitionKey } = pointer
  return { type: 'pointer_data', app_id: appId, sequence_id: sequenceId, partition_key: partitionKey }
}

function childOf({ appId, partitionKey, kind, sequenceId, timeUs }: ChildPointer): Writable {
  return {
    type: 'child_application_data',
    child: pointerOf({ appId, sequenceId: null, partitionKey }),
    event_time: logTimeText({ us: timeUs, isUtc: true }),
    event_type: kind === 'fork' ? 'fork' : 'spawn_start',
    sequence_id: sequenceId
  }
}

function lineOf(located: Located | null): RawJson | null {
  if (located === null) return null
  const { text, flags } = located.entry.place
  return new RawJson(flags.includes('non-finite') ? validJson(text) : text)
}

function stepOf({ fact, begin, end, spans, attributes, streams, unknown }: StepBody): Writable {
  return {
    step_start_log: lineOf(begin),
    step_end_log: lineOf(end),
    spans: spans.map((span) => ({ begin_entry: lineOf(span.begin), end_entry: lineOf(span.end) })),
    attributes: attributes.map(({ located }) => lineOf(located)),
    streaming_events: streams.map(lineOf),
    build: fact.build,
    attempt: fact.attempt,
    status: fact.status,
    state_is: fact.stateIs,
    retry_of: fact.retryOf,
    unknown_entries: unknown.map(lineOf)
  }
}

/** The graph's text with `corrected_inputs` put into each action; all else as it was logged. */
function graphWithInputs(text: string): Writable {
  const scan = scanObject(text)
  if (!scan.ok) return null
  const members = scan.members.map(({ key, start, end }): readonly [string, Writable] => {
    const raw = text.slice(start, end)
    const actions = key === 'actions' ? scanItems(raw) : null
    return [key, actions === null ? new RawJson(validJson(raw)) : actions.map(actionWithInputs)]
  })
  return Object.fromEntries(members)
}

function actionWithInputs(text: string): RawJson {
  const scan = scanObject(text)
  if (!scan.ok) return new RawJson(validJson(text))
  const code = parseOr(memberText(text, scan, 'code'), '')
  const { requiredInputs, optionalInputs, areInputsVerified } = putInputsRight(
    typeof code === 'string' ? code : '',
    namesIn(memberText(text, scan, 'inputs')),
    namesIn(memberText(text, scan, 'optional_inputs'))
  )
  const own = JSON.stringify({ required: requiredInputs, optional: optionalInputs, verified: areInputsVerified })
  const head = validJson(text.slice(0, text.lastIndexOf('}')))
  return new RawJson(`${head}${scan.members.length === 0 ? '' : ','}"corrected_inputs":${own}}`)
}

function parseOr(text: string | null, standIn: unknown): unknown {
  return text === null ? standIn : JSON.parse(validJson(text))
}

function namesIn(text: string | null): readonly string[] {
  const names = parseOr(text, [])
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}
