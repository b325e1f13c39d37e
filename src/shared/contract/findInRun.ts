import { z } from 'zod'
import type { StepKey } from '../model/step'
import { runKey, stepKey } from './keys'
import { method } from './method'
import type { HitPlace } from './search'

/** A value of a step that holds what was looked for. */
export interface FindHit extends StepKey {
  readonly action: string
  readonly where: HitPlace
  /** Names and places down to the value; empty = the value is the whole text. */
  readonly path: readonly (string | number)[]
  /** The name of a member was found and not its value. */
  readonly isName: boolean
  /** A part of the value around the first place. */
  readonly snippet: string
  /** Where it stands in the snippet, UTF-16 units, end exclusive. */
  readonly range: { readonly start: number; readonly end: number }
  /** How often it stands in the value. */
  readonly count: number
}

/** A part of what was found; `next` is not `null` when there are more steps to be looked through. */
export interface FindPart {
  readonly hits: readonly FindHit[]
  readonly next: StepKey | null
  /** Steps passed by because their values are not on this disk. */
  readonly missingBodies: number
}

export const findInRun = {
  /**
   * Looks through names, inputs, results, states, exceptions, spans and attributes of a run's steps, in their order. A state's field that
   * is as it was in the step before is not found again. `invalid-input` when the expression is none, or takes too long.
   */
  'runs.find': method<FindPart>()(
    'reader',
    z.strictObject({
      run: runKey,
      text: z.string().min(1).max(1000),
      isRegex: z.boolean().default(false),
      matchCase: z.boolean().default(false),
      /** Left out = from the first step. */
      from: stepKey.optional()
    })
  )
} as const
