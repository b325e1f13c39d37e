import type { RunKey } from './run'

/** What is kept on this computer whatever the budget: a run, the runs of a list (now and as they come), or a project. */
export type PinTarget =
  | { readonly kind: 'run'; readonly run: RunKey }
  /** `partitionKey` left out = all partitions; `null` = runs without one. */
  | { readonly kind: 'filter'; readonly project: string; readonly partitionKey?: string | null | undefined; readonly filter: string }
  | { readonly kind: 'project'; readonly project: string }

/** How much a target is, and how much of it is on this computer. Bytes are those of the objects in the bucket. */
export interface PinSize {
  readonly runs: number
  readonly objects: number
  readonly bytes: number
  readonly objectsHere: number
  readonly bytesHere: number
  /** Of those not here: gone from the bucket too, so that nothing can bring them. */
  readonly objectsLost: number
}

/** Something that a person wants to keep offline. */
export interface Pin {
  readonly pinId: number
  readonly target: PinTarget
  readonly createdUs: number
  readonly size: PinSize
}

/** What of the bodies lies on this disk, in bytes as they lie there (compressed). */
export interface StorageUse {
  /** The file of the bodies, without pages that are free. */
  readonly bodyBytes: number
  readonly bodies: number
  readonly pinnedBytes: number
  readonly pinnedBodies: number
  /** Bodies that stay because the bucket no longer has their objects; they are counted as pinned too. */
  readonly goneBodies: number
  readonly budgetBytes: number
}
