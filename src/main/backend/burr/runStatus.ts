import type { RunStatus } from '@shared/model/run'
import type { RunSummary } from './runSummary'

/** What the status of a run comes from, beside the clock. */
export type StatusFacts = Pick<
  RunSummary,
  'waiting' | 'lastAction' | 'isLastStepOpen' | 'lastTimeUs' | 'longestStepUs' | 'failedCount' | 'isRecovered'
>

/** An event is in the bucket within twice Burr's flush interval of 5 s; the rest is room for upload and clocks. */
const shortestRunningUs = 90_000_000
/** A step may take three times as long as the longest one so far before its silence is called stale. */
const patience = 3
/** Silent for an hour, and 20 times the longest step: nobody waits for this any more. */
const shortestLostUs = 3_600_000_000
const lostPatience = 20

/**
 * How a run stands when looked at. Only an open last step ages: `running` until it has been silent for 90 s or three times
 * the longest step, whichever is more; `stale` until an hour or twenty times that step; then `lost`.
 */
export function statusAt(summary: StatusFacts, nowUs: number): RunStatus {
  if (summary.waiting !== null) return 'waiting'
  if (summary.lastAction === null) return 'never-stepped'
  if (summary.isLastStepOpen) {
    const silentUs = nowUs - summary.lastTimeUs
    if (silentUs <= Math.max(shortestRunningUs, patience * summary.longestStepUs)) return 'running'
    return silentUs <= Math.max(shortestLostUs, lostPatience * summary.longestStepUs) ? 'stale' : 'lost'
  }
  if (summary.failedCount === 0) return 'ok'
  return summary.isRecovered ? 'recovered' : 'failed'
}

/** When the status of a run changes by age alone, in UTC microseconds; `null` when it does not any more. */
export function nextStatusChangeUs(summary: StatusFacts, nowUs: number): number | null {
  const status = statusAt(summary, nowUs)
  if (status === 'running') {
    return summary.lastTimeUs + Math.max(shortestRunningUs, patience * summary.longestStepUs) + 1
  }
  if (status === 'stale') return summary.lastTimeUs + Math.max(shortestLostUs, lostPatience * summary.longestStepUs) + 1
  return null
}
