import type { Ancestor } from '@shared/contract/family'
import type { StepEvents } from '@shared/contract/steps'
import type { RunDetail } from '@shared/contract/runs'
import type { RunChild, RunParent } from '@shared/model/run'
import type { AttributeRow, SpanRow, StepRow, StreamFacts } from '@shared/model/step'
import type { ChildOrder } from './childGroup'
import type { RunScope } from './scope'

interface Row {
  /** Stays the same while the run grows. */
  readonly id: string
  readonly scope: RunScope
  /** The step the row stands in or is; `null` = none. */
  readonly step: StepRow | null
}

interface StepsOwn extends Row {
  readonly step: StepRow
}

/** A step. */
export interface StepListRow extends StepsOwn {
  readonly kind: 'step'
  readonly canOpen: boolean
  readonly isOpen: boolean
  readonly attempts: Attempts | null
  readonly spawnCount: number
  readonly forkCount: number
  /** A run it started failed. */
  readonly hasFailedInside: boolean
}

/** A run that was started inside a step or forked from it; its steps stand below it when it is open. */
export interface ChildRow extends Row {
  readonly kind: 'child'
  readonly child: RunChild
  readonly canOpen: boolean
  readonly isOpen: boolean
  /** It took much longer than its siblings. */
  readonly isOutlier: boolean
  /** One of several that were started alike: what went in and out stands beside it. */
  readonly isOfMany: boolean
}

/** What stands over several runs that one step started. */
export interface ChildrenRow extends StepsOwn {
  readonly kind: 'children'
  readonly count: number
  readonly failedCount: number
  readonly medianUs: number | null
  readonly longestUs: number | null
}

/** One line of the step list. */
export type ListRow =
  | StepListRow
  | ChildRow
  | ChildrenRow
  | (StepsOwn & { readonly kind: 'span'; readonly span: SpanRow; readonly attributeCount: number; readonly isOpen: boolean })
  | (StepsOwn & { readonly kind: 'attributes'; readonly count: number; readonly isOpen: boolean })
  | (StepsOwn & { readonly kind: 'attribute'; readonly attribute: AttributeRow; readonly depth: number })
  | (StepsOwn & { readonly kind: 'stream'; readonly stream: StreamFacts })
  | (Row & { readonly kind: 'loading' })
  | (Row & { readonly kind: 'parent'; readonly parent: RunParent })
  | (Row & { readonly kind: 'inherited'; readonly ancestor: Ancestor; readonly isOpen: boolean })
  | (Row & { readonly kind: 'pause'; readonly lengthUs: number })
  | (Row & { readonly kind: 'build'; readonly build: number; readonly startUs: number | null })
  | (Row & { readonly kind: 'repeat'; readonly actions: readonly string[]; readonly times: number; readonly to: number })

/** Which try of its sequence id a step is, 1-based, or of an action that failed before it. */
export interface Attempts {
  readonly nth: number
  /** How many tries the log names; `null` when the retry is inferred. */
  readonly of: number | null
}

/** What the list is made of. */
export interface ListInput {
  readonly scope: RunScope
  readonly steps: readonly StepRow[]
  readonly children: readonly RunChild[]
  readonly parents: readonly RunParent[]
  /** What the run was forked from, the nearest first. */
  readonly ancestors: readonly Ancestor[]
  /** Whether a row that can be opened is open; `level` is where it stands: 2 = in a step, 3 = deeper. */
  readonly isOpen: (id: string, level: number) => boolean
  /** Events of opened steps, as far as they are here, by id of the step's row. */
  readonly events: ReadonlyMap<string, StepEvents>
  /** Runs inside this one, as far as they are here, by `runKeyText`. */
  readonly subRuns: ReadonlyMap<string, RunDetail>
  readonly newestFirst: boolean
  readonly childOrder: ChildOrder
  /** `null` = all steps are shown. */
  readonly shows: ((row: StepListRow | ChildRow) => boolean) | null
}
