import { z } from 'zod'
import type { RunChild, RunPointer, RunRow } from '../model/run'
import type { StepRow } from '../model/step'
import { runKey } from './keys'
import { method } from './method'

/** A run from which another one comes, directly or over others. */
export interface Ancestor {
  readonly kind: 'fork' | 'spawn'
  /** Where the run below it begins in this one. */
  readonly pointer: RunPointer
  /** `null` = the index does not know it. */
  readonly run: RunRow | null
  /** Runs forked from it, at most 100. */
  readonly forks: readonly RunChild[]
  /** Its steps that a fork of it builds on, at most the last 200; empty for a run that started another. */
  readonly inherited: readonly StepRow[]
  readonly inheritedCount: number
}

/** What went into a run and what came out of it, as JSON texts of objects; `null` = not recorded, or not on this disk. */
export interface InAndOut {
  readonly inText: string | null
  /** `state` = the run was given no inputs; these are fields its first action reads and does not write. Inferred. */
  readonly inOf: 'inputs' | 'state'
  readonly outText: string | null
  /** `state` = the last step gave no result; these are the fields its action writes. */
  readonly outOf: 'result' | 'state'
}

export const family = {
  /** The runs that a run comes from, the nearest first, at most 20. */
  'runs.lineage': method<readonly Ancestor[]>()('reader', z.strictObject({ run: runKey })),
  /** The inputs of a run's first step and the result of its last one, without what Burr adds; long values are cut to `"…"`. */
  'runs.inAndOut': method<InAndOut>()('reader', z.strictObject({ run: runKey }))
} as const
