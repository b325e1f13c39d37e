/** What names one application instance: an app id is unique only inside its project and partition. */
export interface RunKey {
  readonly project: string
  /** `null` when the run has no partition (the key then carries `__none__`). */
  readonly partitionKey: string | null
  readonly appId: string
}

/** How a run stands. `running` becomes `stale` and then `lost` as it ages without news; `recovered` failed and then went on. */
export type RunStatus =
  | 'running'
  | 'ok'
  | 'failed'
  | 'recovered'
  | 'waiting'
  | 'stale'
  | 'lost'
  | 'never-stepped'

/** Whether a run can be read without the network: all bodies are here, some are, or only the index row. */
export type OfflineState = 'complete' | 'partial' | 'index-only'

/** Where a run came from or what it started: child to parent, as Burr writes it. */
export interface RunPointer {
  readonly appId: string
  /** `null` means "latest" for a fork. */
  readonly sequenceId: number | null
  readonly partitionKey: string | null
}

/** The last exception of a run, in one line. */
export interface RunError {
  readonly type: string
  readonly message: string
  readonly action: string
  readonly sequenceId: number
}

/** One row of the run list; everything in it is kept up to date in the index. Times are UTC instants in microseconds. */
export interface RunRow extends RunKey {
  readonly status: RunStatus
  /** Distinct begun steps, over all builds. */
  readonly stepCount: number
  readonly failedCount: number
  readonly firstTimeUs: number
  readonly lastTimeUs: number
  readonly lastAction: string | null
  readonly lastError: RunError | null
  readonly promptTokens: number
  readonly completionTokens: number
  readonly forkParent: RunPointer | null
  readonly spawnParent: RunPointer | null
  readonly forkCount: number
  readonly spawnCount: number
  readonly logFileCount: number
  readonly sizeBytes: number
  readonly offline: OfflineState
  /** Kept offline by a pin on it, on its project or on a filter it matches; left out = no. */
  readonly isPinned?: boolean
  /** Objects of it that the bucket no longer has; left out = none. */
  readonly goneCount?: number
}

/** One build of a run (Burr calls the builder again with the same id): what it was built from. */
export interface RunBuild {
  readonly timeUs: number
  readonly graphHash: string | null
  readonly forkParent: RunPointer | null
  readonly spawnParent: RunPointer | null
}

/** Where a run waits for something from outside: since when (UTC microseconds), in which step, on which channel. */
export interface RunWait {
  readonly sinceUs: number
  readonly sequenceId: number | null
  readonly channel: string | null
}

/** A run that points at this one. */
export interface RunChild {
  readonly run: RunKey
  readonly kind: 'fork' | 'spawn'
  /** Step of this run it points at; `null` when the pointer named none. */
  readonly sequenceId: number | null
  readonly timeUs: number
  readonly status: RunStatus
  readonly stepCount: number
  readonly firstTimeUs: number
  readonly lastTimeUs: number
}

/** A parent named by a pointer, and whether the index knows it. */
export interface RunParent {
  readonly pointer: RunPointer
  readonly kind: 'fork' | 'spawn'
  /** The run in the index, or `null` when it is not there. */
  readonly run: RunKey | null
}
