import type { RunPointer } from '@shared/model/run'
import type { LogFileFacts } from './facts'

/** One log file of a run; `timeUs` is the key's. */
export interface FoldLogFile {
  readonly key: string
  readonly timeUs: number
  readonly facts: LogFileFacts
}

/** One `graph.json` of a run. */
export interface FoldGraph {
  readonly key: string
  readonly timeUs: number
  readonly hash: string
}

/** One `metadata.json` of a run. */
export interface FoldMetadata {
  readonly key: string
  readonly timeUs: number
  readonly partitionKey: string | null
  /** The run this one was forked from. */
  readonly parentPointer: RunPointer | null
  /** The run in a step of which this one was started. */
  readonly spawningParentPointer: RunPointer | null
}

/** All objects of one run that are known, in any order. */
export interface FoldInput {
  readonly logFiles: readonly FoldLogFile[]
  readonly graphs: readonly FoldGraph[]
  readonly metadata: readonly FoldMetadata[]
  /** Actions with a transition to themselves; `null` or absent while no graph is known. */
  readonly selfTransitions?: ReadonlySet<string> | null
}
