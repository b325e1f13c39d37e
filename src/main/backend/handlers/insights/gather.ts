import type { ActionTimes, Insights, LlmCallRow, ModelTimes } from '@shared/contract/insights'
import type { AnyDatabase } from '../../database/connection'
import { readSums, readTimedSteps } from '../../database/insightRuns'
import { readRunKey } from '../../database/readRun'
import { timesOf } from './percentile'
import { byTokens, groupUsage, mostNamed, stampOf, usageOfRun } from './usageCache'
import type { RunUsageFacts } from './usageCache'

/** Bodies are read for so long, so that screens do not wait; the rest comes with the next call. */
export const limitMs = 100

const mostKept = 8
const complete = new WeakMap<AnyDatabase, Map<string, Insights>>()

/** The calls and times of some runs together, kept until one of them changes; `onlyFirst` says how many they are when there are more. */
export function gatherInsights(db: AnyDatabase, runIds: readonly number[], onlyFirst: number | null): Insights {
  const kept = complete.get(db) ?? new Map<string, Insights>()
  complete.set(db, kept)
  const name = runIds.map((runId) => `${runId} ${stampOf(db, runId)}`).join('\n')
  const known = kept.get(name)
  if (known !== undefined) return known
  const insights = putTogether(db, runIds, onlyFirst)
  if (insights.runs.read === insights.runs.count) kept.set(name, insights)
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break
    kept.delete(oldest)
  }
  return insights
}

function putTogether(db: AnyDatabase, runIds: readonly number[], onlyFirst: number | null): Insights {
  const read = readInTime(db, runIds)
  const durations = new Map<string | null, number[]>()
  let [largest, repeats, known, here]: [LlmCallRow[], number, number, number] = [[], 0, 0, 0]
  for (const { runId, facts } of read) {
    for (const [model, each] of facts.durationsUs) durations.set(model, [...(durations.get(model) ?? []), ...each])
    repeats += facts.repeats
    known += facts.logFiles.known
    here += facts.logFiles.here
    if (facts.largest.length === 0) continue
    const run = readRunKey(db, runId)
    largest = [...largest, ...facts.largest.map((call) => ({ ...call, run }))].toSorted(byTokens).slice(0, mostNamed)
  }
  const models = [...durations].map(([model, each]): ModelTimes => ({ model, ...timesOf(each) }))
  return {
    usage: groupUsage(read.flatMap(({ facts }) => facts.usage)),
    actions: actionTimes(db, runIds),
    models: models.toSorted((a, b) => ((a.model ?? '') < (b.model ?? '') ? -1 : 1)),
    largest,
    runs: { count: runIds.length, read: read.length },
    logFiles: { known, here },
    repeats,
    indexed: readSums(db, runIds),
    onlyFirst
  }
}

interface ReadRun {
  readonly runId: number
  readonly facts: RunUsageFacts
}

function readInTime(db: AnyDatabase, runIds: readonly number[]): ReadRun[] {
  const untilMs = performance.now() + limitMs
  return runIds.flatMap((runId) => {
    const facts = usageOfRun(db, runId, untilMs)
    return facts === null ? [] : [{ runId, facts }]
  })
}

function actionTimes(db: AnyDatabase, runIds: readonly number[]): ActionTimes[] {
  const actions = new Map<string, { steps: number; failed: number; durationsUs: number[] }>()
  for (const { action, failed, durationUs } of readTimedSteps(db, runIds)) {
    const known = actions.get(action) ?? { steps: 0, failed: 0, durationsUs: [] }
    actions.set(action, known)
    known.steps++
    known.failed += failed
    if (durationUs !== null) known.durationsUs.push(durationUs)
  }
  const all = [...actions].map(([action, { steps, failed, durationsUs }]) => ({ action, stepCount: steps, failedCount: failed, ...timesOf(durationsUs) }))
  return all.toSorted((a, b) => b.totalUs - a.totalUs || (a.action < b.action ? -1 : 1))
}
