import { z } from 'zod'
import type { PathPart } from '../exactJson/path'
import { runKey, stepKey } from './keys'
import { method } from './method'

/** Values of a step that can be read in parts. */
export const valueRoots = ['state', 'previousState', 'result', 'inputs'] as const
export type ValueRoot = (typeof valueRoots)[number]

const path: z.ZodType<readonly PathPart[]> = z.array(z.union([z.string().max(10_000), z.int().min(0)])).max(64)

/** One member or item of a value that is read in parts. */
export interface ValuePart {
  readonly name: PathPart
  /** The value as logged; `null` when it is too long to be given whole. */
  readonly text: string | null
  /** Characters of the whole. */
  readonly length: number
  readonly type: 'object' | 'list' | 'string' | 'other'
  /** The beginning of a text that is not given. */
  readonly start: string
}

/** Members or items of a container, or a piece of a long string. */
export interface ValueParts {
  readonly type: ValuePart['type']
  readonly length: number
  /** How many members or items there are in all; for a string its characters. */
  readonly count: number
  readonly parts: readonly ValuePart[]
  /** For a string: the characters asked for. */
  readonly piece: string | null
}

/** A value that is in two states and differs, too large to be sent whole; `added` and `removed` count what was put in or taken out behind what is alike. */
export interface LargeChange {
  readonly path: readonly PathPart[]
  readonly fromLength: number
  readonly toLength: number
  /** For lists: how many items are alike at the start and at the end, and the items between as logged when those are short. */
  readonly list: { readonly fromCount: number; readonly toCount: number; readonly alikeAtStart: number; readonly alikeAtEnd: number; readonly fromText: string | null; readonly toText: string | null } | null
}

/** Two states with all that is alike left out; what is too large to be sent stands in `large`. */
export interface StateDifference {
  readonly fromText: string
  readonly toText: string
  readonly large: readonly LargeChange[]
}

export const values = {
  /** Part of a value, for values that are too long to be sent whole. */
  'steps.value': method<ValueParts>()(
    'reader',
    z.strictObject({ run: runKey, step: stepKey, of: z.enum(valueRoots), path, from: z.int().min(0).default(0), limit: z.int().min(1).max(200_000).default(100) })
  ),
  /** The text of a value whole, at most 64 MB: to be saved or copied. */
  'steps.valueText': method<{ readonly text: string }>()('reader', z.strictObject({ run: runKey, step: stepKey, of: z.enum(valueRoots), path })),
  /** What differs between the state before a step (or after another one) and the state after it, for states too long to be sent. */
  'steps.stateDifference': method<StateDifference>()('reader', z.strictObject({ run: runKey, step: stepKey, base: stepKey.optional() }))
} as const
