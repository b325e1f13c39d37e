import type { RunError, RunPointer } from '@shared/model/run'
import { isSamePointer, type BuildFact } from './builds'
import { utcOf } from './clockRepair'
import type { FoldGraph, FoldMetadata } from './foldInput'
import { clockShiftUs, type PlacedFile } from './occurrence'
import type { StepFact } from './stepFact'

/** Where a run waits for something from outside. */
export interface Waiting {
  readonly sinceUs: number
  readonly sequenceId: number | null
  readonly channel: string | null
}

/** What a run comes down to; its status also depends on the time it is looked at, see `statusAt`. Times are UTC microseconds. */
export interface RunSummary {
  /** Distinct begun steps over all builds; attempts under one id count once. */
  readonly stepCount: number
  readonly failedCount: number
  /** Of the events, else of the keys. */
  readonly firstTimeUs: number
  readonly lastTimeUs: number
  readonly lastAction: string | null
  readonly lastError: RunError | null
  readonly promptTokens: number
  readonly completionTokens: number
  readonly spanCount: number
  readonly attributeCount: number
  /** Begun steps without a recorded end. */
  readonly openSteps: number
  readonly isLastStepOpen: boolean
  readonly isLastStepFailed: boolean
  /** Whether a step succeeded after the last failure. */
  readonly isRecovered: boolean
  readonly waiting: Waiting | null
  /** Longest finished step, in microseconds: the measure of how long an open one may take. */
  readonly longestStepUs: number
  readonly logFileCount: number
  readonly badLineCount: number
  readonly unknownCount: number
  /** Steps that a second tracker logged again and that are not shown. */
  readonly duplicateCount: number
  /** Pointers of the last build. */
  readonly forkParent: RunPointer | null
  readonly spawnParent: RunPointer | null
  /** Pointers of all builds, each once, in the order of their metadata. */
  readonly forkParents: readonly RunPointer[]
  readonly spawnParents: readonly RunPointer[]
  readonly buildCount: number
}

/** All that a summary is made of. */
export interface SummaryInput {
  readonly files: readonly PlacedFile[]
  readonly steps: readonly StepFact[]
  readonly builds: readonly BuildFact[]
  readonly graphs: readonly FoldGraph[]
  readonly metadata: readonly FoldMetadata[]
  readonly duplicateCount: number
}

/** Reduces a folded run to one row. */
export function summariseRun(input: SummaryInput): RunSummary {
  const { files, steps, builds, metadata } = input
  const last = steps.at(-1)
  const failed = steps.filter(({ status }) => status === 'failed')
  const lastBuild = builds.at(-1)
  return {
    ...timesOf(input),
    stepCount: countBegun(steps),
    failedCount: failed.length,
    lastAction: last?.action ?? null,
    lastError: errorOf(failed.at(-1)),
    promptTokens: sum(steps.map((step) => step.promptTokens)),
    completionTokens: sum(steps.map((step) => step.completionTokens)),
    spanCount: sum(steps.map((step) => step.spanCount)),
    attributeCount: sum(steps.map((step) => step.attributeCount)),
    openSteps: steps.filter(({ status }) => status === 'open').length,
    isLastStepOpen: last?.status === 'open',
    isLastStepFailed: last?.status === 'failed',
    isRecovered: hasRecovered(steps),
    waiting: waitingOf(files, steps),
    longestStepUs: longestOf(steps),
    logFileCount: files.length,
    badLineCount: sum(files.map(({ facts }) => facts.badLineCount)),
    unknownCount: sum(files.map(({ facts }) => facts.unknownCount)),
    duplicateCount: input.duplicateCount,
    forkParent: lastBuild?.parentPointer ?? null,
    spawnParent: lastBuild?.spawningParentPointer ?? null,
    forkParents: distinct(metadata.map(({ parentPointer }) => parentPointer)),
    spawnParents: distinct(metadata.map(({ spawningParentPointer }) => spawningParentPointer)),
    buildCount: builds.length
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function countBegun(steps: readonly StepFact[]): number {
  return new Set(steps.filter(({ begin }) => begin !== null).map(({ build, sequenceId }) => `${build} ${sequenceId}`)).size
}

function errorOf(step: StepFact | undefined): RunError | null {
  if (step === undefined || step.error === null) return null
  const { type, message } = step.error
  return { type, message, action: step.action, sequenceId: step.sequenceId }
}

function hasRecovered(steps: readonly StepFact[]): boolean {
  const failedAt = steps.findLastIndex(({ status }) => status === 'failed')
  return failedAt >= 0 && steps.slice(failedAt + 1).some(({ status }) => status === 'ok')
}

function longestOf(steps: readonly StepFact[]): number {
  return steps.reduce((longest, { startUs, endUs }) => {
    return startUs === null || endUs === null ? longest : Math.max(longest, endUs - startUs)
  }, 0)
}

// A suspended run goes on with a begin of its own, so any later step event ends the waiting.
function waitingOf(files: readonly PlacedFile[], steps: readonly StepFact[]): Waiting | null {
  const suspends = files.flatMap((file) =>
    file.facts.suspends.map((each) => ({ us: utcOf(file.clock, each.line, each), fact: each }))
  )
  const last = suspends.toSorted((a, b) => a.us - b.us).at(-1)
  if (last === undefined) return null
  const { sequenceId, channel } = last.fact
  const wentOn = steps.some(({ startUs, endUs }) => (startUs ?? endUs ?? 0) > last.us)
  return wentOn ? null : { sinceUs: last.us, sequenceId, channel }
}

function timesOf({ files, graphs, metadata }: SummaryInput): Pick<RunSummary, 'firstTimeUs' | 'lastTimeUs'> {
  const events = files.flatMap((file) => {
    const { firstUs, lastUs } = file.facts
    return firstUs === null || lastUs === null ? [] : [firstUs + clockShiftUs(file), lastUs + clockShiftUs(file)]
  })
  const times = events.length > 0 ? events : [...files, ...graphs, ...metadata].map(({ timeUs }) => timeUs)
  const firstTimeUs = times.reduce((least, us) => Math.min(least, us), times[0] ?? 0)
  const lastTimeUs = times.reduce((most, us) => Math.max(most, us), times[0] ?? 0)
  return { firstTimeUs, lastTimeUs }
}

function distinct(pointers: readonly (RunPointer | null)[]): readonly RunPointer[] {
  const found: RunPointer[] = []
  for (const pointer of pointers) {
    if (pointer !== null && !found.some((each) => isSamePointer(each, pointer))) found.push(pointer)
  }
  return found
}
