import type { snapshots } from '@shared/contract/snapshots'
import type { z } from 'zod'
import type { Snapshots } from '../snapshot/snapshots'

type SnapshotMethod = keyof typeof snapshots
type Given<M extends SnapshotMethod> = z.output<(typeof snapshots)[M]['input']>
type Gives<M extends SnapshotMethod> = NonNullable<(typeof snapshots)[M]['output']>['value']

/** What the handlers of snapshots work on. */
export interface SnapshotContext {
  /** Rejects with why there are none: no bucket chosen, or the index cannot be opened. */
  snapshots(): Snapshots
}

/** The snapshot methods of the indexing thread. */
export const snapshotHandlers: { readonly [M in SnapshotMethod]: (context: SnapshotContext, input: Given<M>) => Gives<M> | Promise<Gives<M>> } = {
  'snapshots.list': (context) => context.snapshots().list(),
  'snapshots.status': (context) => context.snapshots().status(),
  'snapshots.create': (context) => context.snapshots().create(),
  'snapshots.restore': (context, { key }) => context.snapshots().restore(key),
  'snapshots.prune': async (context) => ({ removed: await context.snapshots().prune() }),
  'snapshots.cancel': (context) => {
    context.snapshots().cancel()
    return null
  }
}
