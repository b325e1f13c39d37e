import { z } from 'zod'
import { longestLine } from '../filter/parse'
import type { Graph } from '../model/graph'
import type { RunBuild, RunChild, RunKey, RunParent, RunRow, RunWait } from '../model/run'
import { newestFirst, runSortKeys } from '../model/runSort'
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

const runSort = z.strictObject({ by: z.enum(runSortKeys), descending: z.boolean() })

/** Schema of all that makes a list of runs: which ones, the filter line over them, their order, and whether families are folded. */
export const runList = runFilter.extend({
  filter: z.string().max(longestLine).default(''),
  sort: runSort.default(newestFirst),
  /** Families folded under their oldest run; a run that only leads to one that matches is there too. */
  tree: z.boolean().default(false)
})

/** How many runs there are; `next` is not `null` when only the newest ones were counted so far, and says where to go on. */
export interface RunCount {
  readonly total: number
  /** Runs that match and are left out because they never stepped. */
  readonly hiddenNeverStepped: number
  readonly next: string | null
}

/** A page of runs; `nextCursor` is `null` on the last one. */
export interface RunPage {
  readonly runs: readonly RunRow[]
  /** Index of the first of them in the whole list; `null` for a page from a cursor, where counting would cost more than reading. */
  readonly offset: number | null
  readonly nextCursor: string | null
  /** Runs that match, in all; `null` = it was not asked for. */
  readonly total: number | null
  /** Runs left out because they never stepped. */
  readonly hiddenNeverStepped: number
  /** Not `null` = not all runs are counted yet: `runs.count` goes on from here. */
  readonly countNext: string | null
  /** Rows (by their place in `runs`) that do not match themselves and lead to one that does. */
  readonly leading: readonly number[]
}

/** A run below another one in a folded list. */
export interface FamilyRun {
  readonly run: RunRow
  readonly kind: 'fork' | 'spawn'
  /** 1 = child. */
  readonly depth: number
  readonly matches: boolean
}

/** The runs before and behind one in a list, and where it stands; `index` is -1 when the list does not hold it (any more). */
export interface RunNeighbours {
  readonly previous: RunKey | null
  readonly next: RunKey | null
  readonly index: number
  readonly total: number
}

/** Runs by the time of their last activity, in parts of equal length. */
export interface RunHistogram {
  readonly fromUs: number
  readonly toUs: number
  readonly parts: readonly { readonly ok: number; readonly failed: number; readonly other: number }[]
  /** Not all runs of the list, but so many of the newest. */
  readonly newestOnly: number | null
}

/** An object of a run that is not in the index because it is too large to be fetched by itself. */
export interface LargeFile {
  readonly objectKey: string
  readonly sizeBytes: number
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
  /** How far (microseconds) the writer's clock was ahead of S3's when more than a day; left out when it was not. */
  readonly clockAheadUs?: number
  /** Files left out until a person asks for them; left out itself when there are none. */
  readonly largeFiles?: readonly LargeFile[]
  /** Where the run waits for something from outside; `null` = it does not. */
  readonly waiting: RunWait | null
  /** Log files the index knows, and how many of their bodies are on this disk. */
  readonly logFiles: { readonly known: number; readonly here: number }
}

export const runs = {
  /** A page: from `cursor` (the `nextCursor` of the page before), or from the row `offset`, or with the run `around` in its middle. */
  'runs.list': method<RunPage>()(
    'reader',
    runList.extend({
      cursor: z.string().max(4096).optional(),
      offset: z.int().min(0).max(100_000_000).optional(),
      around: runKey.optional(),
      /** Whether the total is wanted: counting a filter costs more than a page of it. */
      count: z.boolean().default(true),
      limit: z.int().min(1).max(500).default(100)
    })
  ),
  /** Goes on counting the runs of a filtered list; adds to what was counted before `from`. */
  'runs.count': method<RunCount>()('reader', runList.extend({ from: z.string().max(4096) })),
  /** The runs below a run, each behind its parent, at most 500. */
  'runs.family': method<readonly FamilyRun[]>()('reader', runList.extend({ run: runKey })),
  'runs.neighbours': method<RunNeighbours>()('reader', runList.extend({ run: runKey })),
  'runs.histogram': method<RunHistogram>()('reader', runList.extend({ parts: z.int().min(1).max(200).default(80) })),
  /** The names of all actions that runs of the project took, at most 500. */
  'runs.actions': method<readonly string[]>()('reader', z.strictObject({ project: name })),
  /** One run; `not-found` when the index has no such run. */
  'runs.get': method<RunDetail>()('reader', runKey),
  /** The graph by its content hash. */
  'runs.graph': method<Graph>()('reader', z.strictObject({ hash: z.string().length(64) })),
  /** Brings the bodies of a run that are not on this disk; gives how many were fetched. */
  'runs.fetchBodies': method<{ fetched: number; missing: number }>()('indexer', runKey),
  /** Fetches and indexes one of the run's large files; `too-large` above 256 MB, `unreachable`. */
  'runs.fetchLarge': method<null>()('indexer', z.strictObject({ run: runKey, objectKey: z.string().max(1024) }))
} as const
