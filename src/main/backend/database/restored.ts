import { statement } from './connection'
import type { Connection, WriteDatabase } from './connection'

const note = 'restored'

/** Notes in an index that is not in force yet that it came from a snapshot now. */
export function noteRestored(connection: Connection, nowUs: number = Date.now() * 1000): void {
  connection.prepare('/* noteRestored */ INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)').run(note, nowUs)
}

/**
 * Whether an index came from a snapshot and has not been compared with the whole bucket since. Until then nothing in it counts as
 * complete, whatever it says: it is a hint, and every hour of it is listed again.
 */
export function holdBackRestored(db: WriteDatabase): boolean {
  const restoredUs = statement<[string], { value: number }>(db.index, '/* readRestored */ SELECT value FROM meta WHERE name = ?').get(note)?.value
  if (restoredUs === undefined) return false
  const compared = `/* comparedSince */ SELECT 1 AS found FROM job WHERE kind = 'verify' AND project IS NULL AND state = 'done' AND started_us >= ? LIMIT 1`
  if (statement<[number], { found: 1 }>(db.index, compared).get(restoredUs) !== undefined) {
    statement<[string]>(db.index, '/* forgetRestored */ DELETE FROM meta WHERE name = ?').run(note)
    return false
  }
  db.index.exec('/* holdBack */ UPDATE prefix_state SET complete_at_us = NULL WHERE complete_at_us IS NOT NULL')
  return true
}
