import { createContext } from 'react'
import type { StepKey } from '@shared/model/step'

/** What a state is compared with: the step before, one chosen step, or the state the run was forked with. */
export type DiffBase = { readonly kind: 'previous' } | { readonly kind: 'step'; readonly step: StepKey } | { readonly kind: 'fork' }

/** The base that holds for a run view, and the way to another. */
export interface BaseChoice {
  readonly base: DiffBase
  readonly setBase: (base: DiffBase) => void
}

/** The base of all changes shown in a run view. */
export const BaseContext = createContext<BaseChoice>({ base: { kind: 'previous' }, setBase: () => undefined })
