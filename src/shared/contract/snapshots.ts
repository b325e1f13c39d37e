import { z } from 'zod'
import type { PublishOutcome, RestoreOutcome, SnapshotList, SnapshotStatus, WriteTrial } from '../model/snapshot'
import { method } from './method'

export const snapshots = {
  /** All snapshots in the bucket, everyone's. */
  'snapshots.list': method<SnapshotList>()('indexer', z.strictObject({})),
  'snapshots.status': method<SnapshotStatus>()('indexer', z.strictObject({})),
  /** Publishes the index now, also when it has not changed; answers when it is done. */
  'snapshots.create': method<PublishOutcome>()('indexer', z.strictObject({})),
  /** Puts a snapshot in the place of the index; the old one is kept until the new one is good. */
  'snapshots.restore': method<RestoreOutcome>()('indexer', z.strictObject({ key: z.string().min(1).max(1024) })),
  /** Removes this installation's snapshots but the newest ones; gives the keys removed. */
  'snapshots.prune': method<{ readonly removed: readonly string[] }>()('indexer', z.strictObject({})),
  /** Stores one small object under our prefix and removes it again. */
  'snapshots.tryWrite': method<WriteTrial>()('indexer', z.strictObject({})),
  /** Stops what is done with a snapshot right now. */
  'snapshots.cancel': method<null>()('indexer', z.strictObject({}))
} as const
