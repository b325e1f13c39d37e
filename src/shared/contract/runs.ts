import { z } from 'zod'
import type { Graph } from '../model/graph'
import type { RunBuild, RunChild, RunParent, RunRow } from '../model/run'
import type { BadLine, StepRow } from '../model/step'
import { name, runKey } from './keys'
import { method } from './method'

/** Schema of what a run list shows: one project, one partition or all (`undefined`), runs without steps or not. */
export const runFilter = z.strictObject({
  project: name,
  /** Left out = all partitions; `null` = runs without a partition. */
  partitionKey: z.string().max(1024).nullable().optional(),
  includeNeverStepped: z.boolean().default(false)
})

/** A page of runs; `nextCursor` is `null` on the last one. */
export interface RunPage {
  readonly runs: readonly RunRow[]
  readonly nextCursor: string | null
  /** Runs that match, in all. */
  readonly total: number
  /** Runs left out because they never stepped. */
  readonly hiddenNeverStepped: number
}

/** One run opened: its row, its family and its steps without their values. */
export interface RunDetail {
  readonly run: RunRow
  readonly builds: readonly RunBuild[]
  readonly graphHash: string | null
  readonly parents: readonly RunParent[]
  readonly children: readonly RunChild[]
  readonly steps: readonly StepRow[]
  readonly badLines: readonly BadLine[]
  /** The writer's offset from UTC in minutes as inferred, and whether it is sure; `null` = could not be inferred. */
  readonly clock: { readonly offsetMinutes: number; readonly sure: boolean } | null
  /** Log files the index knows, and how many of their bodies are on this disk. */
  readonly logFiles: { readonly known: number; readonly here: number }
}

export const runs = {
  /** Newest activity first; `cursor` is the `nextCursor` of the page before. */
  'runs.list': method<RunPage>()(
    'reader',
    runFilter.extend({ cursor: z.string().max(2048).optional(), limit: z.int().min(1).max(500).default(100) })
  ),
  /** One run; `not-found` when the index has no such run. */
  'runs.get': method<RunDetail>()('reader', runKey),
  /** The graph by its content hash. */
  'runs.graph': method<Graph>()('reader', z.strictObject({ hash: z.string().length(64) })),
  /** Brings the bodies of a run that are not on this disk; gives how many were fetched. */
  'runs.fetchBodies': method<{ fetched: number; missing: number }>()('indexer', runKey)
} as const
