import { decodeEvents, encodeEvents } from './eventCode'
import type { ErrorCode } from './eventCode'
import type { ActivityFact, LogFileFacts, SuspendFact } from './facts'
import { decodeFirstEvents } from './factsCodeFirst'
import type { FirstEventCode } from './factsCodeFirst'

const version = 2
const firstVersion = 1

type Head = readonly [
  trackerId: string | null,
  clock: readonly [offsetMinutes: number | null, sure: 0 | 1, breaks: readonly (readonly [number, number])[]],
  span: readonly [firstUs: number | null, lastUs: number | null],
  counts: readonly [entries: number, unknown: number, bad: number],
  actions: readonly string[]
]

type Tail = readonly [
  activity: readonly (readonly [number, number, number, number, number, number, number])[],
  suspends: readonly (readonly [number | null, number, 0 | 1, number, string | null])[]
]

type FactsCode = readonly [version: 2, ...Head, events: readonly number[], ...Tail, errors: readonly ErrorCode[]]
type FirstFactsCode = readonly [version: 1, ...Head, events: readonly FirstEventCode[], ...Tail]

/** Writes facts as compact JSON text for the index. */
export function encodeFacts(facts: LogFileFacts): string {
  const { actions, numbers, errors } = encodeEvents(facts.events)
  const code: FactsCode = [
    version,
    facts.trackerId,
    [facts.clock.offsetMinutes, flag(facts.clock.sure), facts.clock.breaks.map((each) => [each.untilLine, each.offsetMinutes])],
    [facts.firstUs, facts.lastUs],
    [facts.entryCount, facts.unknownCount, facts.badLineCount],
    actions,
    numbers,
    facts.activity.map((each) => [
      each.sequenceId,
      each.line,
      each.spans,
      each.attributes,
      each.streams,
      each.promptTokens,
      each.completionTokens
    ]),
    facts.suspends.map((each) => [each.sequenceId, each.us, flag(each.isUtc), each.line, each.channel]),
    errors
  ]
  return JSON.stringify(code)
}

function flag(value: boolean): 0 | 1 {
  return value ? 1 : 0
}

/** Reads what {@link encodeFacts} wrote, also that of the version before; `null` for any other text. */
export function decodeFacts(text: string): LogFileFacts | null {
  const code = readCode(text)
  if (code === null) return null
  const [, trackerId, [offsetMinutes, sure, breaks], [firstUs, lastUs], counts, actions, , activity, suspends] = code
  return {
    trackerId,
    clock: {
      offsetMinutes,
      sure: sure === 1,
      breaks: breaks.map(([untilLine, minutes]) => ({ untilLine, offsetMinutes: minutes }))
    },
    events: code[0] === firstVersion ? decodeFirstEvents(code[6], actions) : decodeEvents({ actions, numbers: code[6], errors: code[9] }),
    activity: activity.map(decodeActivity),
    suspends: suspends.map(decodeSuspend),
    firstUs,
    lastUs,
    entryCount: counts[0],
    unknownCount: counts[1],
    badLineCount: counts[2]
  }
}

function readCode(text: string): FactsCode | FirstFactsCode | null {
  let code: unknown
  try {
    code = JSON.parse(text)
  } catch {
    return null
  }
  return isCode(code) ? code : null
}

// The index is our own; the version is what can differ.
function isCode(value: unknown): value is FactsCode | FirstFactsCode {
  return Array.isArray(value) && ((value[0] === version && value.length === 10) || (value[0] === firstVersion && value.length === 9))
}

function decodeActivity(code: Tail[0][number]): ActivityFact {
  const [sequenceId, line, spans, attributes, streams, promptTokens, completionTokens] = code
  return { sequenceId, line, spans, attributes, streams, promptTokens, completionTokens }
}

function decodeSuspend([sequenceId, us, isUtc, line, channel]: Tail[1][number]): SuspendFact {
  return { sequenceId, us, isUtc: isUtc === 1, line, channel }
}
