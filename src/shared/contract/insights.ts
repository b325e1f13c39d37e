import { z } from 'zod'
import type { RunKey } from '../model/run'
import type { StepKey } from '../model/step'
import type { Tokens, UsageGroup } from '../model/usage'
import { runKey } from './keys'
import { method } from './method'
import { runList } from './runs'

/** How long something took, over all times it was measured; microseconds. `null` = never. */
export interface Times {
  readonly count: number
  readonly totalUs: number
  readonly p50Us: number | null
  readonly p95Us: number | null
  readonly maxUs: number | null
}

/** How often an action ran, and how long its steps took. */
export interface ActionTimes extends Times {
  readonly action: string
  readonly stepCount: number
  readonly failedCount: number
}

/** How long the calls of a model took, by their spans. */
export interface ModelTimes extends Times {
  readonly model: string | null
}

/** One call of a language model, by its span. */
export interface LlmCallRow extends Tokens {
  readonly run: RunKey
  readonly step: StepKey
  readonly action: string
  readonly spanId: string | null
  readonly spanName: string | null
  readonly model: string | null
  readonly day: string
  /** False = no tokens were logged. */
  readonly hasTokens: boolean
  readonly inputTokens: number
  readonly outputTokens: number
  readonly durationUs: number | null
}

/** Tokens, calls and times of some runs, each counted once. */
export interface Insights {
  readonly usage: readonly UsageGroup[]
  readonly actions: readonly ActionTimes[]
  readonly models: readonly ModelTimes[]
  /** Those with the most tokens, at most 50. */
  readonly largest: readonly LlmCallRow[]
  /** How many runs it is about, and of how many the calls were read so far: ask again until both are the same. */
  readonly runs: { readonly count: number; readonly read: number }
  /** Log files of the runs that were read, and how many of them are on this disk. */
  readonly logFiles: { readonly known: number; readonly here: number }
  /** Spans that repeat the tokens of the spans in them, and are not counted. */
  readonly repeats: number
  /** What the index holds of all these runs. */
  readonly indexed: { readonly stepCount: number; readonly failedCount: number; readonly promptTokens: number; readonly completionTokens: number }
  /** Not all runs, but so many: the nearest of a family, the first of a list. */
  readonly onlyFirst: number | null
}

/** The calls of one run of a list. */
export interface RunUsage {
  readonly run: RunKey
  readonly usage: readonly UsageGroup[]
  /** Whether all of its log files are on this disk. */
  readonly isWhole: boolean
}

export const insights = {
  /** A run, with all runs below it that it started when `withSubRuns`; `not-found`. */
  'insights.run': method<Insights>()('reader', z.strictObject({ run: runKey, withSubRuns: z.boolean().default(true) })),
  /** The first 2,000 runs of a list. */
  'insights.list': method<Insights>()('reader', runList),
  /** Each of some runs by itself, without those below it; what takes too long is left out, and asked for again. */
  'insights.ofRuns': method<readonly RunUsage[]>()('reader', z.strictObject({ runs: z.array(runKey).max(200) }))
} as const
