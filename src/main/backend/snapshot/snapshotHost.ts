import type { Settings } from '@shared/model/settings'
import type { Bucket } from '../bucket/bucket'
import type { WriteDatabase } from '../database/connection'
import type { ScheduleClock } from '../schedule'
import type { Installation } from './installation'
import type { SnapshotPrograms } from './takeSnapshot'

/** The settings that say how snapshots are published. */
export type SnapshotSettings = Pick<Settings, 'snapshotIntervalMs' | 'priorSnapshotsToKeep' | 'publishSnapshots'>

/** What snapshots ask of the thread that owns the index. */
export interface SnapshotHost {
  /** The index, while it is open. */
  db(): WriteDatabase | null
  /** Closes the index, calls `adopt`, opens what is in force then and has it compared with the bucket. */
  replaceIndex(adopt: () => void): Promise<void>
  /** Something in the status changed. */
  onChange(): void
}

/** What the snapshots of a workspace are made of. */
export interface SnapshotsOptions {
  readonly workspace: string
  readonly bucket: Bucket
  readonly settings: SnapshotSettings
  readonly installation: Installation
  readonly programs: SnapshotPrograms
  readonly host: SnapshotHost
  readonly clock?: ScheduleClock
  readonly backoffMs?: number
}
