import type { StorageUse } from '@shared/model/offline'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { bodyBytes } from './evict'
import { countGoneHere } from './pins'

/** What of the bodies lies on this disk. */
export function readStorageUse(db: AnyDatabase, budgetBytes: number): StorageUse {
  // Counted in the indexes: the table holds the bodies.
  const othersSql = '/* countOthers */ SELECT count(*) AS count FROM body INDEXED BY body_by_use WHERE pinned = 0'
  const pinnedSql = '/* pinnedBytes */ SELECT count(*) AS count, coalesce(sum(length(bytes)), 0) AS bytes FROM body INDEXED BY body_pinned WHERE pinned = 1'
  const others = statement<[], { count: number }>(db.content, othersSql).get()
  const pinned = statement<[], { count: number; bytes: number }>(db.content, pinnedSql).get()
  return {
    bodyBytes: bodyBytes(db),
    bodies: (others?.count ?? 0) + (pinned?.count ?? 0),
    pinnedBytes: pinned?.bytes ?? 0,
    pinnedBodies: pinned?.count ?? 0,
    goneBodies: countGoneHere(db),
    budgetBytes
  }
}
