import { decodeEvents, encodeEvents } from './eventCode'
import type { ErrorCode } from './eventCode'
import type { ActivityFact, LogFileFacts, SuspendFact } from './facts'
import { decodeFirstEvents } from './factsCodeFirst'
import type { FirstEventCode } from './factsCodeFirst'

const version = 3
/** As {@link version}, with all times written out: for times that are no exact distance from the first. */
const plainVersion = 2
const firstVersion = 1
/** Members that are always there. */
const shortest = 7
const longest = 10

type Head = readonly [
  // 0 = none, in version 3.
  trackerId: string | null | 0,
  clock: readonly [offsetMinutes: number | null, sure: 0 | 1, breaks?: readonly (readonly [number, number])[]],
  // In version 3 the last time, and times of events that are written out, are distances from the first.
  span: readonly [firstUs: number | null, lastUs: number | null],
  counts: readonly [entries: number, unknown?: number, bad?: number],
  actions: readonly string[]
]

type Tail = readonly [
  activity: readonly (readonly [number, number, number, number, number, number, number])[],
  suspends: readonly (readonly [number | null, number, 0 | 1, number, string | null])[]
]

// Version 3 leaves lists at its end out that are empty.
type FactsCode = readonly [version: 2 | 3, ...Head, events: readonly number[], ...Partial<Tail>, errors?: readonly ErrorCode[]]
type FirstFactsCode = readonly [version: 1, ...Head, events: readonly FirstEventCode[], ...Tail]

/** Writes facts as compact JSON text for the index. */
export function encodeFacts(facts: LogFileFacts): string {
  const baseUs = baseOf(facts)
  const { actions, numbers, errors } = encodeEvents(facts.events, baseUs ?? 0)
  const code: FactsCode = [
    baseUs === null ? plainVersion : version,
    baseUs === null ? facts.trackerId : (facts.trackerId ?? 0),
    clockCode(facts.clock),
    [facts.firstUs, facts.lastUs === null ? null : facts.lastUs - (baseUs ?? 0)],
    countsCode(facts),
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
  return JSON.stringify(baseUs === null ? code : withoutEmptyEnd(code))
}

function clockCode({ offsetMinutes, sure, breaks }: LogFileFacts['clock']): Head[1] {
  return breaks.length === 0 ? [offsetMinutes, flag(sure)] : [offsetMinutes, flag(sure), breaks.map((each) => [each.untilLine, each.offsetMinutes])]
}

function countsCode({ entryCount, unknownCount, badLineCount }: LogFileFacts): Head[3] {
  if (badLineCount > 0) return [entryCount, unknownCount, badLineCount]
  return unknownCount > 0 ? [entryCount, unknownCount] : [entryCount]
}

function withoutEmptyEnd(code: FactsCode): readonly unknown[] {
  const last = code.findLastIndex((part, at) => at < shortest || !Array.isArray(part) || part.length > 0)
  return code.slice(0, last + 1)
}

// From where times are counted; `null` = some distance would not be exact.
function baseOf({ firstUs, lastUs, events }: LogFileFacts): number | null {
  if (firstUs === null || (lastUs !== null && !isExact(firstUs, lastUs))) return null
  return events.every(({ us }) => isExact(firstUs, us)) ? firstUs : null
}

function isExact(base: number, us: number): boolean {
  return Number.isSafeInteger(us - base) && base + (us - base) === us
}

function flag(value: boolean): 0 | 1 {
  return value ? 1 : 0
}

/** Reads what {@link encodeFacts} wrote, also that of the versions before; `null` for any other text. */
export function decodeFacts(text: string): LogFileFacts | null {
  const code = readCode(text)
  if (code === null) return null
  const [, trackerId, [offsetMinutes, sure, breaks = []], [firstUs, end], counts, actions, , activity = [], suspends = []] = code
  const baseUs = code[0] === version ? (firstUs ?? 0) : 0
  return {
    trackerId: trackerId === 0 ? null : trackerId,
    clock: {
      offsetMinutes,
      sure: sure === 1,
      breaks: breaks.map(([untilLine, minutes]) => ({ untilLine, offsetMinutes: minutes }))
    },
    events: code[0] === firstVersion ? decodeFirstEvents(code[6], actions) : decodeEvents({ actions, numbers: code[6], errors: code[9] ?? [] }, baseUs),
    activity: activity.map(decodeActivity),
    suspends: suspends.map(decodeSuspend),
    firstUs,
    lastUs: end === null ? null : baseUs + end,
    entryCount: counts[0],
    unknownCount: counts[1] ?? 0,
    badLineCount: counts[2] ?? 0
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
  if (!Array.isArray(value)) return false
  if (value[0] === version) return value.length >= shortest && value.length <= longest
  return (value[0] === plainVersion && value.length === longest) || (value[0] === firstVersion && value.length === longest - 1)
}

function decodeActivity(code: Tail[0][number]): ActivityFact {
  const [sequenceId, line, spans, attributes, streams, promptTokens, completionTokens] = code
  return { sequenceId, line, spans, attributes, streams, promptTokens, completionTokens }
}

function decodeSuspend([sequenceId, us, isUtc, line, channel]: Tail[1][number]): SuspendFact {
  return { sequenceId, us, isUtc: isUtc === 1, line, channel }
}
