import type { ActivityFact, LogFileFacts, StepEventFact, SuspendFact } from './facts'

const version = 1

type EventCode = readonly [
  action: number,
  sequenceId: number,
  us: number,
  isUtc: 0 | 1,
  line: number,
  offset: number,
  length: number,
  // Behind this: nothing for a begin; for an end whether it has a result, and its error.
  end?: 0 | 1,
  error?: readonly [type: string, message: string, line: string]
]

type FactsCode = readonly [
  version: number,
  trackerId: string | null,
  clock: readonly [offsetMinutes: number | null, sure: 0 | 1, breaks: readonly (readonly [number, number])[]],
  span: readonly [firstUs: number | null, lastUs: number | null],
  counts: readonly [entries: number, unknown: number, bad: number],
  actions: readonly string[],
  events: readonly EventCode[],
  activity: readonly (readonly [number, number, number, number, number, number, number])[],
  suspends: readonly (readonly [number | null, number, 0 | 1, number, string | null])[]
]

/** Writes facts as compact JSON text for the index. */
export function encodeFacts(facts: LogFileFacts): string {
  const actions = [...new Set(facts.events.map(({ action }) => action))]
  const numbers = new Map(actions.map((action, index) => [action, index]))
  const code: FactsCode = [
    version,
    facts.trackerId,
    [facts.clock.offsetMinutes, flag(facts.clock.sure), facts.clock.breaks.map((each) => [each.untilLine, each.offsetMinutes])],
    [facts.firstUs, facts.lastUs],
    [facts.entryCount, facts.unknownCount, facts.badLineCount],
    actions,
    facts.events.map((event) => encodeEvent(event, numbers.get(event.action) ?? 0)),
    facts.activity.map((each) => [
      each.sequenceId,
      each.line,
      each.spans,
      each.attributes,
      each.streams,
      each.promptTokens,
      each.completionTokens
    ]),
    facts.suspends.map((each) => [each.sequenceId, each.us, flag(each.isUtc), each.line, each.channel])
  ]
  return JSON.stringify(code)
}

function flag(value: boolean): 0 | 1 {
  return value ? 1 : 0
}

function encodeEvent(event: StepEventFact, action: number): EventCode {
  const { sequenceId, us, isUtc, line, offset, length } = event
  const begin = [action, sequenceId, us, flag(isUtc), line, offset, length] as const
  if (event.kind === 'begin') return begin
  const { error } = event
  if (error === null) return [...begin, flag(event.hasResult)]
  return [...begin, flag(event.hasResult), [error.type, error.message, error.line]]
}

/** Reads what {@link encodeFacts} wrote; `null` when it was written by another version, or is not such a text. */
export function decodeFacts(text: string): LogFileFacts | null {
  const code = readCode(text)
  if (code === null) return null
  const [, trackerId, [offsetMinutes, sure, breaks], [firstUs, lastUs], counts, actions, events, activity, suspends] = code
  return {
    trackerId,
    clock: {
      offsetMinutes,
      sure: sure === 1,
      breaks: breaks.map(([untilLine, minutes]) => ({ untilLine, offsetMinutes: minutes }))
    },
    events: events.map((event) => decodeEvent(event, actions[event[0]] ?? '')),
    activity: activity.map(decodeActivity),
    suspends: suspends.map(decodeSuspend),
    firstUs,
    lastUs,
    entryCount: counts[0],
    unknownCount: counts[1],
    badLineCount: counts[2]
  }
}

function readCode(text: string): FactsCode | null {
  let code: unknown
  try {
    code = JSON.parse(text)
  } catch {
    return null
  }
  return isCode(code) ? code : null
}

// The index is our own; the version is what can differ.
function isCode(value: unknown): value is FactsCode {
  return Array.isArray(value) && value[0] === version && value.length === 9
}

function decodeEvent(code: EventCode, action: string): StepEventFact {
  const [, sequenceId, us, isUtc, line, offset, length, end, error] = code
  const fields = { sequenceId, action, us, isUtc: isUtc === 1, line, offset, length }
  if (end === undefined) return { kind: 'begin', ...fields }
  const fact = error === undefined ? null : { type: error[0], message: error[1], line: error[2] }
  return { kind: 'end', ...fields, error: fact, hasResult: end === 1 }
}

function decodeActivity(code: FactsCode[7][number]): ActivityFact {
  const [sequenceId, line, spans, attributes, streams, promptTokens, completionTokens] = code
  return { sequenceId, line, spans, attributes, streams, promptTokens, completionTokens }
}

function decodeSuspend([sequenceId, us, isUtc, line, channel]: FactsCode[8][number]): SuspendFact {
  return { sequenceId, us, isUtc: isUtc === 1, line, channel }
}
