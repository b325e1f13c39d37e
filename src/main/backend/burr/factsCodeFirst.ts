import type { StepEventFact } from './facts'

/** One begin or end as the first version wrote it. */
export type FirstEventCode = readonly [
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

/** Reads the events of facts of the first version, which wrote each of them out. */
export function decodeFirstEvents(events: readonly FirstEventCode[], actions: readonly string[]): StepEventFact[] {
  return events.map((code) => {
    const [action, sequenceId, us, isUtc, line, offset, length, end, error] = code
    const fields = { sequenceId, action: actions[action] ?? '', us, isUtc: isUtc === 1, line, offset, length }
    if (end === undefined) return { kind: 'begin', ...fields }
    const fact = error === undefined ? null : { type: error[0], message: error[1], line: error[2] }
    return { kind: 'end', ...fields, error: fact, hasResult: end === 1 }
  })
}
