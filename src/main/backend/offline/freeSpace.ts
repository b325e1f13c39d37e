import type { WriteDatabase } from '../database/connection'
import { bodyBytes, keepBodyBudget } from '../database/evict'

/** Bodies given up before other work has its turn. */
const atOnceBytes = 8 * 1024 * 1024
/** What is left is written anew only when it is less: that takes time and as much memory. */
const rewrittenBytes = 128 * 1024 * 1024

/** Gives up all bodies that are not pinned and, where little is left, gives the room back to the disk. Gives how many went. */
export async function freeSpace(db: WriteDatabase): Promise<number> {
  let freed = 0
  for (;;) {
    const gone = keepBodyBudget(db, Math.max(0, bodyBytes(db) - atOnceBytes))
    if (gone === 0) break
    freed += gone
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (freed > 0 && bodyBytes(db) <= rewrittenBytes) {
    db.content.exec('/* giveRoomBack */ VACUUM')
    db.content.pragma('wal_checkpoint(TRUNCATE)')
  }
  return freed
}
