import type { BadLine } from '@shared/model/step'
import { statement } from './connection'
import type { AnyDatabase, WriteDatabase } from './connection'

/** A bad line without the object it stands in. */
export type BadLinePlace = Omit<BadLine, 'objectKey'>

/** Makes the bad lines of an object equal to the given ones. */
export function saveBadLines(
  db: WriteDatabase,
  object: { readonly objectId: number; readonly runId: number; readonly isNew: boolean },
  lines: readonly BadLinePlace[]
): void {
  const { objectId, runId } = object
  if (!object.isNew) {
    statement<[number]>(db.index, '/* clearBadLines */ DELETE FROM bad_line WHERE object_id = ?').run(objectId)
  }
  const sql = `/* saveBadLine */ INSERT INTO bad_line (object_id, line, run_id, offset_bytes, length_bytes, reason, text_start)
    VALUES (?, ?, ?, ?, ?, ?, ?)`
  for (const { line, offsetBytes, lengthBytes, reason, textStart } of lines) {
    const words = [reason.slice(0, 1000), textStart.slice(0, 1000)]
    statement<unknown[]>(db.index, sql).run(objectId, line, runId, offsetBytes, lengthBytes, ...words)
  }
}

/** The first bad lines of a run, in the order of objects and lines. */
export function readBadLines(db: AnyDatabase, runId: number, limit: number): BadLine[] {
  const sql = `/* readBadLines */ SELECT hour_prefix.text || object.rest AS objectKey, line, offset_bytes AS offsetBytes,
      length_bytes AS lengthBytes, reason, text_start AS textStart
    FROM bad_line JOIN object USING (object_id) JOIN hour_prefix USING (prefix_id)
    WHERE bad_line.run_id = ? ORDER BY objectKey, line LIMIT ?`
  return statement<[number, number], BadLine>(db.index, sql).all(runId, limit)
}
