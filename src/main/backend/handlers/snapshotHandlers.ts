import type { snapshots } from '@shared/contract/snapshots'
import type { IndexerPart } from './indexerMethod'

/** The snapshot methods of the indexing thread. */
export const snapshotHandlers: IndexerPart<keyof typeof snapshots> = {
  'snapshots.list': (context) => context.snapshots().list(),
  'snapshots.status': (context) => context.snapshots().status(),
  'snapshots.create': (context) => context.snapshots().create(),
  'snapshots.restore': (context, { key }) => context.snapshots().restore(key),
  'snapshots.prune': async (context) => ({ removed: await context.snapshots().prune() }),
  'snapshots.tryWrite': (context) => context.snapshots().tryWrite(),
  'snapshots.cancel': (context) => {
    context.snapshots().cancel()
    return null
  }
}
