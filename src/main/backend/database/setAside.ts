import type { SetAsideObject } from '@shared/model/status'
import { statement } from './connection'
import type { AnyDatabase } from './connection'

const columns = `SELECT hour_prefix.text || object.rest AS objectKey, project.name AS project, set_aside.state AS state,
    set_aside.reason AS reason, object.size_bytes AS sizeBytes, set_aside.seen_us AS seenUs
  FROM set_aside JOIN object USING (object_id) JOIN hour_prefix USING (prefix_id)
    LEFT JOIN project ON project.project_id = set_aside.project_id`
const newestFirst = 'ORDER BY set_aside.seen_us DESC, set_aside.object_id DESC LIMIT ?'

/** Objects that are not in the index, newest first; of one project or (`null`) of all. */
export function readSetAside(
  db: AnyDatabase,
  options: { readonly project: string | null; readonly state: 'ignored' | 'failed'; readonly limit: number }
): SetAsideObject[] {
  const { project, state, limit } = options
  if (project === null) {
    const sql = `/* readSetAside */ ${columns} WHERE set_aside.state = ? ${newestFirst}`
    return statement<unknown[], SetAsideObject>(db.index, sql).all(state, limit)
  }
  const sql = `/* readSetAsideOf */ ${columns} WHERE set_aside.state = ?
    AND set_aside.project_id = (SELECT project_id FROM project WHERE name = ?) ${newestFirst}`
  return statement<unknown[], SetAsideObject>(db.index, sql).all(state, project, limit)
}
