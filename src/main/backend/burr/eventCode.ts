import type { StepEventFact } from './facts'

/** The error of an end, and whether it has a result all the same. */
export type ErrorCode = readonly [hasResult: 0 | 1, type: string, message: string, line: string]

/** The begins and ends of a file: one row of numbers, three for an event that stands where it is expected, six for another. */
export interface EventsCode {
  readonly actions: readonly string[]
  readonly numbers: readonly number[]
  /** In the order of the ends that have one. */
  readonly errors: readonly ErrorCode[]
}

type Place = Pick<StepEventFact, 'sequenceId' | 'us' | 'line' | 'offset' | 'length'>

// What an event is, in the lowest bits of its first number.
const begin = 0
const endWithout = 1
const endWithResult = 2
const endWithError = 3
const kinds = 4
const start: Place = { sequenceId: -1, us: 0, line: -1, offset: -1, length: 0 }

/** Packs events; any list is answered, and {@link decodeEvents} with the same base gives the same. Times that are written out count from the base. */
export function encodeEvents(events: readonly StepEventFact[], baseUs = 0): EventsCode {
  const actions = [...new Set(events.map(({ action }) => action))]
  const places = new Map(actions.map((action, place) => [action, place]))
  const numbers: number[] = []
  const errors: ErrorCode[] = []
  let before = start
  for (const event of events) {
    const { sequenceId, us, line, offset, length } = event
    const isExpected = isNext(before, event)
    const kind = kindOf(event)
    const what = (((places.get(event.action) ?? 0) * 2 + (event.isUtc ? 1 : 0)) * kinds + kind) * 2 + (isExpected ? 0 : 1)
    if (isExpected) numbers.push(what, us - before.us, length)
    else numbers.push(what, us - baseUs, length, sequenceId, line, offset)
    if (event.kind === 'end' && event.error !== null) errors.push([event.hasResult ? 1 : 0, event.error.type, event.error.message, event.error.line])
    before = event
  }
  return { actions, numbers, errors }
}

/** Unpacks what {@link encodeEvents} packed. */
export function decodeEvents({ actions, numbers, errors }: EventsCode, baseUs = 0): StepEventFact[] {
  const events: StepEventFact[] = []
  let before = start
  let error = 0
  const at = (place: number): number => numbers[place] ?? 0
  for (let place = 0; place < numbers.length; ) {
    const what = at(place)
    const isExpected = what % 2 === 0
    const kind = Math.floor(what / 2) % kinds
    const rest = Math.floor(what / (2 * kinds))
    const length = at(place + 2)
    const found = isExpected
      ? { sequenceId: nextSequenceId(before, kind), us: before.us + at(place + 1), line: before.line + 1, offset: before.offset + before.length + 1, length }
      : { sequenceId: at(place + 3), us: baseUs + at(place + 1), line: at(place + 4), offset: at(place + 5), length }
    const fields = { ...found, action: actions[Math.floor(rest / 2)] ?? '', isUtc: rest % 2 === 1 }
    if (kind === begin) events.push({ kind: 'begin', ...fields })
    else if (kind !== endWithError) events.push({ kind: 'end', ...fields, error: null, hasResult: kind === endWithResult })
    else {
      const [hasResult, type, message, line] = errors[error++] ?? [0, '', '', '']
      events.push({ kind: 'end', ...fields, error: { type, message, line }, hasResult: hasResult === 1 })
    }
    before = found
    place += isExpected ? 3 : 6
  }
  return events
}

function kindOf(event: StepEventFact): number {
  if (event.kind === 'begin') return begin
  if (event.error !== null) return endWithError
  return event.hasResult ? endWithResult : endWithout
}

// Burr writes the end of a step right behind its begin, and the begin of the next behind that.
function nextSequenceId(before: Place, kind: number): number {
  return kind === begin ? before.sequenceId + 1 : before.sequenceId
}

function isNext(before: Place, event: StepEventFact): boolean {
  if (event.line !== before.line + 1 || event.offset !== before.offset + before.length + 1) return false
  if (event.sequenceId !== nextSequenceId(before, kindOf(event))) return false
  // A time that is far away is written out: a difference of that size is not exact.
  return before.us !== 0 && before.us + (event.us - before.us) === event.us && !Object.is(event.us, -0)
}
