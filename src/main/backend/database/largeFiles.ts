import type { LargeFile } from '@shared/contract/runs'
import { parseKey } from '../burr/key'
import { statement } from './connection'
import type { AnyDatabase } from './connection'
import { largeFileBytes } from './largeFileSize'

/** Objects of a run that are not in the index because they are too large to come by themselves; largest first. */
export function readLargeFiles(db: AnyDatabase, runId: number): LargeFile[] {
  // What is tried again by itself is not too large; so of thousands that are denied none is looked up.
  const sql = `/* readLargeFiles */ SELECT hour_prefix.text || object.rest AS objectKey, object.size_bytes AS sizeBytes, run.rest AS runRest
    FROM run JOIN set_aside ON set_aside.project_id = run.project_id AND set_aside.state = 'failed' AND set_aside.retry_at_us IS NULL
      JOIN object ON object.object_id = set_aside.object_id AND object.size_bytes > ?
      JOIN hour_prefix USING (prefix_id)
    WHERE run.run_id = ? ORDER BY sizeBytes DESC`
  const rows = statement<[number, number], LargeFile & { readonly runRest: string }>(db.index, sql).all(largeFileBytes, runId)
  return rows.flatMap(({ objectKey, sizeBytes, runRest }) => {
    const parsed = parseKey(objectKey)
    return parsed.kind !== 'stray' && parsed.rest === runRest ? [{ objectKey, sizeBytes }] : []
  })
}
