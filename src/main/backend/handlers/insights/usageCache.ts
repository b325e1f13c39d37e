import type { LlmCallRow } from '@shared/contract/insights'
import { addUsage } from '@shared/model/usage'
import type { UsageGroup } from '@shared/model/usage'
import type { AnyDatabase } from '../../database/connection'
import { statement } from '../../database/connection'
import { readRunCalls } from './runCalls'
import type { CallsOfRun, RunCalls } from './runCalls'

/** How many of a run's calls are named. */
export const mostNamed = 50

/** What one run used: few numbers, however many calls it made. */
export interface RunUsageFacts {
  readonly usage: readonly UsageGroup[]
  /** Microseconds of every timed call, by model. */
  readonly durationsUs: ReadonlyMap<string | null, readonly number[]>
  readonly largest: readonly Omit<LlmCallRow, 'run'>[]
  readonly repeats: number
  readonly logFiles: { readonly known: number; readonly here: number }
}

interface Kept {
  readonly stamp: string
  readonly facts: RunUsageFacts | null
  /** What is not read yet. */
  readonly rest: ReturnType<typeof readRunCalls> | null
}

/** Runs kept at most. */
const mostKept = 4_000
const caches = new WeakMap<AnyDatabase, Map<number, Kept>>()

/** What a run used, kept until the run changes; `null` = there was no time to read all of it: the next call goes on. `untilMs` is on the clock of `performance`. */
export function usageOfRun(db: AnyDatabase, runId: number, untilMs: number): RunUsageFacts | null {
  const cache = caches.get(db) ?? new Map<number, Kept>()
  caches.set(db, cache)
  const stamp = stampOf(db, runId)
  const known = cache.get(runId)
  if (known?.stamp === stamp && known.facts !== null) return known.facts
  if (performance.now() > untilMs) return null
  const kept = readOn(stamp, (known?.stamp === stamp ? known.rest : null) ?? readRunCalls(db, runId), untilMs)
  cache.delete(runId)
  cache.set(runId, kept)
  for (const oldest of cache.keys()) {
    if (cache.size <= mostKept) break
    cache.delete(oldest)
  }
  return kept.facts
}

function readOn(stamp: string, rest: ReturnType<typeof readRunCalls>, untilMs: number): Kept {
  for (;;) {
    const part = rest.next()
    if (part.done === true) return { stamp, facts: factsOf(part.value), rest: null }
    if (performance.now() > untilMs) return { stamp, facts: null, rest }
  }
}

/** A text that is another one when anything of a run changed that insights tell of. */
export function stampOf(db: AnyDatabase, runId: number): string {
  const sql = `/* usageStamp */ SELECT log_file_count || ' ' || body_count || ' ' || size_bytes || ' ' || step_count || ' ' || last_time_us AS stamp
    FROM run WHERE run_id = ?`
  return statement<[number], { stamp: string }>(db.index, sql).get(runId)?.stamp ?? ''
}

function factsOf({ calls, repeats, logFiles }: CallsOfRun): RunUsageFacts {
  const durationsUs = new Map<string | null, number[]>()
  for (const { model, durationUs } of calls) {
    if (durationUs === null) continue
    const known = durationsUs.get(model)
    if (known === undefined) durationsUs.set(model, [durationUs])
    else known.push(durationUs)
  }
  const largest = calls.toSorted(byTokens).slice(0, mostNamed).map(rowOf)
  return { usage: groupUsage(calls.map((call) => groupOf(call))), durationsUs, largest, repeats, logFiles }
}

/** Calls with the most tokens first. */
export function byTokens(a: Pick<LlmCallRow, 'promptTokens' | 'completionTokens'>, b: Pick<LlmCallRow, 'promptTokens' | 'completionTokens'>): number {
  return b.promptTokens + b.completionTokens - (a.promptTokens + a.completionTokens)
}

const dayOf = (timeUs: number): string => new Date(Math.floor(timeUs / 1000)).toISOString().slice(0, 10)

function groupOf({ action, model, timeUs, span: _span, step: _step, spanId: _id, spanName: _name, durationUs: _took, ...usage }: RunCalls): UsageGroup {
  return { ...usage, action, model, day: dayOf(timeUs) }
}

function rowOf({ span: _span, calls: _calls, callsWithoutTokens, timeUs, ...call }: RunCalls): Omit<LlmCallRow, 'run'> {
  return { ...call, day: dayOf(timeUs), hasTokens: callsWithoutTokens === 0 }
}

/** Groups of the same action, model and day put together, in the order of action, model and day. */
export function groupUsage(groups: Iterable<UsageGroup>): UsageGroup[] {
  const sums = new Map<string, UsageGroup>()
  for (const group of groups) {
    const { action, model, day } = group
    const name = JSON.stringify([action, model ?? '', day])
    const known = sums.get(name)
    sums.set(name, known === undefined ? group : { action, model, day, ...addUsage(known, group) })
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
}
