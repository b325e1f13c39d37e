import { z } from 'zod'
import type { PathPart } from '../exactJson/path'
import type { RunKey } from '../model/run'
import type { StepKey } from '../model/step'
import { runKey, stepKey } from './keys'
import { method } from './method'

/** Schema of a path from the state to a field of it: names of members and 0-based places in lists. */
export const fieldPath: z.ZodType<readonly PathPart[]> = z.array(z.union([z.string().max(10_000), z.int().min(0)])).min(1).max(64)

/** A value as it was logged; `text` is cut at 600 characters, `length` is that of the whole. */
export interface FieldText {
  readonly text: string
  readonly length: number
}

/**
 * One change of a field. `first` = the value with which the log begins. `by` tells who: the step itself; some step from
 * `since` to it, whose states are not recorded; or nobody in the run, since the state had changed between two steps.
 */
export interface FieldWrite extends StepKey {
  readonly action: string
  readonly kind: 'first' | 'added' | 'changed' | 'removed'
  /** `null` = the field was not there (or, for `first`, the state before is not known). */
  readonly from: FieldText | null
  readonly to: FieldText | null
  readonly by: 'step' | 'range' | 'outside'
  readonly since: StepKey | null
}

/** Steps whose effect on the state is not recorded, since the last state that is known. */
const gap = z.strictObject({ first: stepKey, last: stepKey, lastAction: z.string(), count: z.int() })

/** Schema of where a history goes on: behind step `after`; `known` is the step with the last state that is known. */
export const fieldCursor = z.strictObject({
  after: stepKey,
  known: z.union([stepKey, z.literal('fork'), z.null()]),
  gap: gap.nullable(),
  isRebuilt: z.boolean()
})

/** Where a history goes on. */
export type FieldCursor = z.output<typeof fieldCursor>

/** A part of a field's history, as much as is read within a moment. */
export interface FieldHistory {
  /** Oldest first. */
  readonly writes: readonly FieldWrite[]
  readonly walked: number
  /** Steps whose state could not be read because its log file is not on this disk. */
  readonly missing: number
  /** Not `null` = there are more steps; ask again from here. */
  readonly next: FieldCursor | null
  /** The state a forked run began with: where it was read. */
  readonly forkedAt: { readonly run: RunKey; readonly step: StepKey } | null
}

/** Who wrote a field last, as seen from a step; `write` is `null` when the search was given up at `searchedTo`. */
export interface LastWrite {
  readonly write: FieldWrite | null
  readonly searchedTo: StepKey | null
}

/** The state a forked run began with: that of the parent's step it was forked from. */
export interface ForkState {
  readonly run: RunKey
  readonly step: StepKey
  readonly action: string
  /** `null` when it is too long to be given whole; see `length`. */
  readonly stateText: string | null
  readonly length: number
}

export const fields = {
  /** Every write of a field in time order, part by part: each call walks the steps for a moment and says where to go on. */
  'steps.fieldHistory': method<FieldHistory>()('reader', z.strictObject({ run: runKey, path: fieldPath, from: fieldCursor.optional() })),
  /** The last write of a field at or before a step. */
  'steps.lastWrite': method<LastWrite>()('reader', z.strictObject({ run: runKey, step: stepKey, path: fieldPath })),
  /** The state a run was forked with; `null` when it is no fork, or its parent's step is not in the index. */
  'steps.forkState': method<ForkState | null>()('reader', runKey)
} as const
