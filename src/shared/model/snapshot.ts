import type { ErrorShape } from '../errors'

/** One snapshot of the bucket, as its manifest tells. Times are UTC instants in microseconds. */
export interface SnapshotRow {
  /** Key of the manifest: names the snapshot. */
  readonly key: string
  readonly installId: string
  /** Whether this installation wrote it. */
  readonly isOwn: boolean
  /** Name of the computer that wrote it. */
  readonly computer: string
  readonly appVersion: string
  /** When the index was copied, by the clock of that computer. */
  readonly takenUs: number
  /** When the manifest was stored, by the clock of the store. */
  readonly storedUs: number
  /** Bytes in the bucket, and of the index they unpack to. */
  readonly sizeBytes: number
  readonly rawSizeBytes: number
  readonly projects: number
  readonly runs: number
  readonly steps: number
  readonly objects: number
  /** Everything stored before this instant is in it; `null` = its writer had not seen all of the bucket yet. */
  readonly completeAsOfUs: number | null
  /** Why it cannot be restored, in words; `null` = nothing is known against it. */
  readonly problem: string | null
}

/** Something under our prefix that is no snapshot (yet), and why. */
export interface SnapshotLeftover {
  readonly folder: string
  readonly isOwn: boolean
  readonly sizeBytes: number
  readonly why: string
}

/** What the bucket holds of ours, newest snapshot first. */
export interface SnapshotList {
  readonly snapshots: readonly SnapshotRow[]
  readonly leftovers: readonly SnapshotLeftover[]
}

/** What is done with a snapshot right now. */
export type SnapshotPhase = 'copying' | 'checking' | 'packing' | 'uploading' | 'downloading' | 'taking-over'

/** How far it is; `totalBytes` 0 = not known. */
export interface SnapshotProgress {
  readonly phase: SnapshotPhase
  readonly doneBytes: number
  readonly totalBytes: number
}

/** Why a snapshot is worked on; `start` = an empty workspace is filled. */
export type SnapshotWorkKind = 'publish' | 'restore' | 'start'

/** How the last publication ended. */
export interface PublishOutcome {
  readonly atUs: number
  /** `null` = nothing was published. */
  readonly snapshot: SnapshotRow | null
  /** The index has not changed since the last snapshot. */
  readonly isUnchanged: boolean
  readonly error: ErrorShape | null
}

/** How a start or a restore from a snapshot went. */
export interface RestoreOutcome {
  readonly atUs: number
  /** `null` = none was taken. */
  readonly snapshot: SnapshotRow | null
  /** What was found and done, one sentence each, in order. */
  readonly words: readonly string[]
  /** Bodies that were on this disk and fit, and objects whose bodies are not here. */
  readonly bodies: { readonly here: number; readonly missing: number }
  /** Whether an empty workspace was filled at its start; otherwise a person asked for it. */
  readonly isStart: boolean
}

/** Whether the credentials may store and remove objects under our prefix, found out with one small object. */
export interface WriteTrial {
  readonly mayWrite: boolean
  /** Why not; `null` when they may. */
  readonly error: ErrorShape | null
  /** The statement that a policy lacks; `null` when it is not a question of permission. */
  readonly policyStatement: string | null
}

/** How snapshots stand in this workspace. */
export interface SnapshotStatus {
  readonly work: { readonly kind: SnapshotWorkKind; readonly progress: SnapshotProgress } | null
  /** Whether snapshots are published by themselves. */
  readonly isPublishing: boolean
  /** Whether the credentials may write, as the last try showed; `null` = nobody has tried yet. */
  readonly mayWrite: boolean | null
  readonly nextUs: number | null
  readonly lastPublish: PublishOutcome | null
  readonly lastRestore: RestoreOutcome | null
}
